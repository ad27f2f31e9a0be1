/** What the program did that nobody sees, for specs to read. */
export interface Records {
  openedExternally: string[];
  notifications: { title: string; body: string; shown: boolean }[];
  dialogs: { kind: string; options: Record<string, unknown>; answered: number | null }[];
  /** Navigations that the program prevented. */
  deniedNavigations: string[];
  /** Windows that pages asked for; all were denied. */
  deniedWindows: string[];
  /** Requests for anything but the program's own schemes; none was sent. */
  foreignRequests: string[];
  protocolClients: string[];
}

export function createRecords(): Records {
  return {
    openedExternally: [],
    notifications: [],
    dialogs: [],
    deniedNavigations: [],
    deniedWindows: [],
    foreignRequests: [],
    protocolClients: [],
  };
}
