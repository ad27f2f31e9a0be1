import type { App } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import type { ControlHandler } from './control.ts';
import type { NativeTheme } from './desktop-parts.ts';
import type { Frame } from './frame.ts';
import type { IpcMain } from './ipc-main.ts';
import { Menu } from './menu.ts';
import type { Records } from './records.ts';
import { preventable, UnsupportedError } from './strict.ts';
import { Tray } from './tray.ts';
import { WebContents } from './web-contents.ts';

/** Everything a spec can look at and do, by name. The typed list is in `../launch.ts`. */
export function createControls(parts: {
  app: App;
  records: Records;
  nativeTheme: NativeTheme;
  ipcMain: IpcMain;
  dialogAnswers: number[];
  notificationClick(index: number): void;
}): Record<string, ControlHandler> {
  const { app, records } = parts;
  const window = () => {
    const [first] = BrowserWindow.getAllWindows();
    if (first === undefined) throw new Error('there is no window');
    return first;
  };
  const contents = () => {
    const [first] = WebContents.all.values();
    if (first === undefined) throw new Error('there is no window');
    return first;
  };
  const tray = () => {
    const [first] = Tray.open;
    if (first === undefined) throw new Error('there is no tray');
    return first;
  };
  const doRole = (role: string) => {
    if (role === 'close') window().close();
    else if (role === 'reload') contents().reload();
    else if (role === 'minimize') window().minimize();
    else if (role === 'quit') app.quit();
    else throw new UnsupportedError(`choosing the role "${role}"`);
  };
  const path = (body: Record<string, unknown>) => strings(body.path);

  return {
    records: () => records,
    windows: () =>
      BrowserWindow.getAllWindows().map((one) => ({
        url: one.webContents.getURL(),
        visible: one.isVisible(),
        maximized: one.isMaximized(),
        minimized: one.isMinimized(),
        bounds: one.getBounds(),
      })),
    'close-window': () => window().close(),
    'set-bounds': (body) => window().setBounds(body),
    maximize: () => window().maximize(),
    crash: () => contents().forcefullyCrashRenderer(),
    tray: () => tray().shown(),
    'tray-choose': (body) => {
      const { menu } = tray();
      if (menu === null) throw new Error('the tray has no menu');
      menu.choose(path(body), doRole);
    },
    'tray-click': () => void tray().emit('click', {}),
    menu: () => Menu.getApplicationMenu()?.show() ?? [],
    'menu-choose': (body) => Menu.getApplicationMenu()?.choose(path(body), doRole),
    'notification-click': (body) => parts.notificationClick(Number(body.index)),
    'system-theme': (body) => parts.nativeTheme.setSystem(body.dark === true),
    'dialog-answer': (body) => void parts.dialogAnswers.push(Number(body.response)),
    'second-instance': (body) => app.secondInstance(strings(body.argv)),
    'open-url': (body) => void app.emit('open-url', preventable({}), String(body.url)),
    // A message as a hostile frame would send it.
    'forge-ipc': (body) => {
      const top: Frame = contents().mainFrame;
      const url = String(body.url);
      const origin = /^[a-z]+:\/\/[^/]*/.exec(url)?.[0] ?? 'null';
      const frame = { ...top, url, origin, parent: body.inside === true ? top : null, top };
      const args = Array.isArray(body.args) ? body.args : [];
      parts.ipcMain.deliver(contents(), frame, String(body.channel), args);
    },
    quit: () => app.quit(),
  };
}

function strings(value: unknown): string[] {
  if (!Array.isArray(value)) throw new Error('a list of texts is needed');
  return value.map(String);
}
