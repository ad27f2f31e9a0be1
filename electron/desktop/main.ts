import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, protocol, session, shell } from 'electron';
import { createApp, type DesktopSeam } from '../app.ts';
import { slipwayHome } from '../settings/home.ts';
import { appScheme } from './app-address.ts';
import { serveAppFile } from './app-files.ts';
import { deepLinkIn, deepLinkScheme, parseDeepLink } from './deep-link.ts';
import { startDesktop } from './desktop.ts';
import { hardenSession } from './hardening.ts';
import { readLaunchOptions } from './launch-options.ts';
import { setStartAtLogin } from './login-item.ts';
import type { MainWindow } from './window.ts';

const home = slipwayHome(process.env);
const dist = fileURLToPath(new URL('..', import.meta.url));

const desktop: DesktopSeam = {
  setStartAtLogin: (on) =>
    setStartAtLogin(on, {
      ...{ platform: process.platform, env: process.env },
      // An AppImage runs from a folder that is gone afterwards.
      command: [process.env.APPIMAGE ?? process.execPath, ...(app.isPackaged ? [] : [app.getAppPath()])],
      setLoginItemSettings: (settings) => app.setLoginItemSettings(settings),
    }),
  reveal: (path) => shell.showItemInFolder(path),
};

app.enableSandbox();
// Beside the settings, so that each SLIPWAY_HOME is one instance with its own cookies and caches.
app.setPath('userData', join(home, 'desktop'));
protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);

if (app.requestSingleInstanceLock()) run();
else app.quit();

function run(): void {
  const started = start();
  const show = (route: string | null) =>
    started.then(
      (window) => (route === null ? window.show() : window.navigate(route)),
      // Told below.
      () => undefined,
    );
  app.on('second-instance', (_event, argv) => void show(deepLinkIn(argv)));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    void show(parseDeepLink(url));
  });
  app.on('activate', () => void show(null));
  started.catch((thrown: unknown) => {
    console.error(thrown);
    dialog.showErrorBox('Slipway cannot start', thrown instanceof Error ? thrown.message : String(thrown));
    app.exit(1);
  });
}

async function start(): Promise<MainWindow> {
  const { engine, route, startEngine = false } = readLaunchOptions(process.argv);
  if (app.isPackaged) app.setAsDefaultProtocolClient(deepLinkScheme);
  // The services start while Electron does.
  const [services] = await Promise.all([
    createApp({
      ...{ home, env: process.env, watch: true, desktop },
      ...(startEngine ? { startEngine: (told) => process.stderr.write(`${told}\n`) } : {}),
      ...(engine === undefined ? {} : { engine }),
    }),
    app.whenReady(),
  ]);
  hardenSession(session.defaultSession);
  protocol.handle(appScheme, (request) =>
    serveAppFile(request, join(dist, 'renderer'), async (path) => new Uint8Array(await readFile(path))),
  );
  return startDesktop({ services, dist, assets: join(dist, '..', 'assets'), route: route ?? null });
}
