import { contextBridge, ipcRenderer } from 'electron';
import { createPagePipe } from './page-pipe.ts';

// Sandboxed and isolated: the page gets this pipe and nothing of Electron or Node.
contextBridge.exposeInMainWorld('slipway', createPagePipe(ipcRenderer, crypto.randomUUID()));
