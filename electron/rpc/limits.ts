/** What one connection may ask for at once, and how long the router waits for handlers to stop. */
export interface RouterLimits {
  /** Calls in flight, counting those cancelled but still running. */
  calls: number;
  /** Streams and sessions open. */
  streams: number;
  /** Items granted and not sent yet, per stream. */
  credit: number;
  /** Messages a session may send ahead of its handler. */
  messageWindow: number;
  /** After a cancel, how long the handler may take to tell how far it came before `cancelled` is answered. */
  cancelGraceMs: number;
  /** After a close, how long handlers may take to stop before they are named in the log and left. */
  closeGraceMs: number;
}

export const defaultLimits: RouterLimits = {
  calls: 256,
  streams: 64,
  credit: 1_000_000,
  messageWindow: 32,
  cancelGraceMs: 10_000,
  closeGraceMs: 2_000,
};
