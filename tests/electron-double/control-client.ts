import { request } from 'node:http';
import type { ShownItem } from './src/menu.ts';
import type { Records } from './src/records.ts';
import type { ShownTray } from './src/tray.ts';

export interface ShownWindow {
  url: string;
  visible: boolean;
  maximized: boolean;
  minimized: boolean;
  bounds: { x: number; y: number; width: number; height: number };
}

/** What a spec can look at and do besides the page. Each rejects with the reason when it cannot be done. */
export interface Control {
  records(): Promise<Records>;
  windows(): Promise<ShownWindow[]>;
  closeWindow(): Promise<void>;
  setBounds(bounds: { x?: number; y?: number; width?: number; height?: number }): Promise<void>;
  maximize(): Promise<void>;
  /** Ends the renderer process. */
  crash(): Promise<void>;
  tray(): Promise<ShownTray>;
  /** Chooses an item of the tray's menu by the labels that lead to it. */
  trayChoose(...path: string[]): Promise<void>;
  trayClick(): Promise<void>;
  menu(): Promise<ShownItem[]>;
  menuChoose(...path: string[]): Promise<void>;
  notificationClick(index: number): Promise<void>;
  systemTheme(theme: 'light' | 'dark'): Promise<void>;
  /** The button that the next message box is answered with. */
  dialogAnswer(response: number): Promise<void>;
  secondInstance(...argv: string[]): Promise<void>;
  /** macOS's way of opening a link. */
  openUrl(url: string): Promise<void>;
  /** A message as if from a frame with this address. */
  forgeIpc(message: { url: string; inside?: boolean; channel: string; args: unknown[] }): Promise<void>;
  quit(): Promise<void>;
}

export function createControlClient(socketPath: string): Control {
  const ask = <T>(name: string, body: object = {}): Promise<T> =>
    new Promise((resolve, reject) => {
      const asked = request({ socketPath, path: `/${name}`, method: 'POST', agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => {
          const value = JSON.parse(text);
          if (response.statusCode === 200) resolve(value);
          else reject(new Error(value.error));
        });
      });
      asked.on('error', reject);
      asked.end(JSON.stringify(body));
    });
  return {
    records: () => ask('records'),
    windows: () => ask('windows'),
    closeWindow: () => ask('close-window'),
    setBounds: (bounds) => ask('set-bounds', bounds),
    maximize: () => ask('maximize'),
    crash: () => ask('crash'),
    tray: () => ask('tray'),
    trayChoose: (...path) => ask('tray-choose', { path }),
    trayClick: () => ask('tray-click'),
    menu: () => ask('menu'),
    menuChoose: (...path) => ask('menu-choose', { path }),
    notificationClick: (index) => ask('notification-click', { index }),
    systemTheme: (theme) => ask('system-theme', { dark: theme === 'dark' }),
    dialogAnswer: (response) => ask('dialog-answer', { response }),
    secondInstance: (...argv) => ask('second-instance', { argv }),
    openUrl: (url) => ask('open-url', { url }),
    forgeIpc: (message) => ask('forge-ipc', message),
    quit: () => ask('quit'),
  };
}
