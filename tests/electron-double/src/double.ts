import { join } from 'node:path';
import { App } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { type Chromium, startChromium } from './chromium.ts';
import { serveControl } from './control.ts';
import { createControls } from './controls.ts';
import { createDialog, createNotification, createScreen, createShell, NativeTheme } from './desktop-parts.ts';
import { IpcMain } from './ipc-main.ts';
import type { Machine } from './machine.ts';
import { Menu, MenuItem } from './menu.ts';
import { NativeImage } from './native-image.ts';
import { createRecords } from './records.ts';
import { type ProtocolHandler, SchemeMap } from './scheme-map.ts';
import { Session } from './session.ts';
import { strict } from './strict.ts';
import { Tray } from './tray.ts';
import { WebContents } from './web-contents.ts';

export interface Double {
  /** What `import ... from 'electron'` gives. */
  electron: object;
  /** Loads the program as Electron does, and serves it until it ends the process. */
  run(load: () => Promise<unknown>): Promise<void>;
}

/** What a run ends with when the program, or the double, failed. */
const failedExitCode = 70;

/** Builds the stand-in for the `electron` module; see the README for what it does not do. */
export function createDouble(options: { main: string }): Double {
  const records = createRecords();
  const schemes = new SchemeMap();
  const dialogAnswers: number[] = [];
  let running: Promise<Chromium> | null = null;
  let startNow: ((chromium: Promise<Chromium>) => void) | null = null;
  const started = new Promise<Chromium>((resolve) => {
    startNow = resolve;
  });
  let ending = false;

  const machine: Machine = { records, schemes, chromium: () => started, fail };
  const app = new App({ records, main: options.main, end });
  const session = new Session(machine);
  const ipcMain = new IpcMain();
  const nativeTheme = new NativeTheme();
  const Notification = createNotification(records);

  function fail(thrown: unknown): void {
    if (ending) return;
    console.error('electron-double: the run fails:', thrown);
    end(failedExitCode);
  }
  function end(code: number): void {
    if (ending) return;
    ending = true;
    process.exitCode = code;
    const closed = running === null ? Promise.resolve() : running.then((chromium) => chromium.close());
    closed
      .catch((thrown: unknown) => console.error('electron-double: Chromium was not closed:', thrown))
      .finally(() => process.exit(code));
  }
  const showColours = () => {
    const colours = nativeTheme.shouldUseDarkColors ? 'dark' : 'light';
    for (const contents of WebContents.all.values()) contents.emulateColours(colours).catch(fail);
  };
  nativeTheme.on('updated', showColours);

  const protocol = strict('protocol', {
    registerSchemesAsPrivileged: (given: { scheme: string; privileges?: Record<string, boolean> }[]) => {
      if (app.isReady()) throw new Error('registerSchemesAsPrivileged should be called before app is ready');
      schemes.privilege(given);
    },
    handle: (scheme: string, handler: ProtocolHandler) => {
      if (!app.isReady()) throw new Error('protocol.handle cannot be used before app is ready');
      schemes.handle(scheme, handler);
    },
    unhandle: (scheme: string) => schemes.unhandle(scheme),
    isProtocolHandled: (scheme: string) => schemes.isHandled(scheme),
  });

  const electron = {
    app: strict('app', app),
    BrowserWindow,
    dialog: createDialog(records, dialogAnswers),
    ipcMain: strict('ipcMain', ipcMain),
    Menu,
    MenuItem,
    nativeImage: strict('nativeImage', { createFromPath: NativeImage.createFromPath }),
    nativeTheme: strict('nativeTheme', nativeTheme),
    Notification,
    protocol,
    screen: createScreen(),
    session: strict('session', { defaultSession: strict('defaultSession', session) }),
    shell: createShell(records),
    Tray,
  };

  async function run(load: () => Promise<unknown>): Promise<void> {
    process.on('uncaughtException', fail);
    process.on('unhandledRejection', fail);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
    const alive = setInterval(() => undefined, 60_000);
    try {
      // The program is loaded before `ready`, as Electron does: one that waits for `ready` while loading would hang.
      await load();
      if (ending || app.quitting) return;
      running = startChromium(join(app.getPath('userData'), 'double-chromium'), fail);
      startNow?.(running);
      const { endpoint } = await running;
      BrowserWindow.host = {
        machine,
        session,
        created: (window) => {
          const [contents] = [...WebContents.all.values()].filter((one) => one.id === window.id);
          if (contents === undefined) throw new Error('electron-double: a window without contents');
          contents.onIpc = (frame, channel, args) => ipcMain.deliver(contents, frame, channel, args);
          app.emit('web-contents-created', {}, contents.face);
          app.emit('browser-window-created', {}, window);
          showColours();
        },
        closed: () => app.windowClosed(),
      };
      const control = await serveControl(
        createControls({
          app,
          records,
          nativeTheme,
          ipcMain,
          dialogAnswers,
          notificationClick: (index) => void Notification.all[index]?.emit('click', {}),
        }),
      );
      app.becomeReady();
      console.log(`electron-double ${JSON.stringify({ control: control.socket, endpoint })}`);
    } catch (thrown) {
      fail(thrown);
    }
    process.once('exit', () => clearInterval(alive));
  }

  return { electron: strict('electron', electron), run };
}
