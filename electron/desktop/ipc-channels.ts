/** The only channels there are. Every message on them begins with the id of the document it belongs to. */
export const rpcChannel = 'slipway:rpc';
/** From main: the connection of that document is over. */
export const closedChannel = 'slipway:closed';
