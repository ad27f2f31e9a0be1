import { ipcMain } from 'electron';
import type { ServerPort } from '../../shared/contract/wire.ts';
import { createIpcServer, type IpcServer } from './ipc-server.ts';

/** The Electron transport over the one channel of this process. Refusals are told on standard error. */
export function serveIpc(serve: (port: ServerPort) => void): IpcServer {
  return createIpcServer({
    ipc: ipcMain,
    serve,
    refused: (why) => console.error(`slipway: IPC message refused: ${why}`),
  });
}
