import { join } from 'node:path';
import { app, dialog, Menu, Notification, nativeTheme, shell } from 'electron';
import type { ApiError } from '../../shared/contract/errors.ts';
import { contract } from '../../shared/contract/index.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { desktopWords, type Language } from '../../shared/model/desktop-words.ts';
import type { App } from '../app.ts';
import { createActor, type Notice } from './act.ts';
import { alertNotice } from './alert-notices.ts';
import { appMenu } from './app-menu.ts';
import { tapCalls } from './call-tap.ts';
import { crashNotice } from './crash-notices.ts';
import { createCrashPolicy } from './crash-policy.ts';
import { endingNotice } from './ending-notices.ts';
import { engineNotices } from './engine-notices.ts';
import { hardenContents } from './hardening.ts';
import { serveIpc } from './ipc.ts';
import { keepStream } from './kept-stream.ts';
import { quitInOrder } from './lifecycle.ts';
import { toNative } from './menu-template.ts';
import { refusedLoginNotice } from './refused-login-notices.ts';
import { createSettingsLink } from './settings-link.ts';
import { createTray } from './tray.ts';
import { createTrayModel } from './tray-model.ts';
import { publishedHosts } from './tray-state.ts';
import { createMainWindow, type MainWindow } from './window.ts';

/** What the page changes that the tray tells of. */
const toldByTray = (method: string) => method === 'settings.set' || method.startsWith('containers.');

/** Wires the services to the window, the menus and the tray; opens the window. Electron must be ready. */
export async function startDesktop(options: {
  services: App;
  /** The built files: `desktop`, `renderer`. */
  dist: string;
  /** Icons. */
  assets: string;
  /** Where to begin; null: where it was left. */
  route: string | null;
}): Promise<MainWindow> {
  const { services, dist, assets } = options;
  const developerTools = !app.isPackaged;
  const client = services.router.connect('desktop');
  const crashes = createCrashPolicy(() => performance.now());
  const words = () => desktopWords[model.state().language];
  const readAgain = () => void settings.reload();

  const settings = createSettingsLink(client, {
    changed: apply,
    brokenFileKept: (file) =>
      notify({ title: words().settingsBroken, body: words().settingsBrokenDetail(file) }),
    failed: (error) => log(error.message),
  });
  const model = createTrayModel({
    client,
    settings: settings.current(),
    logs: 'logs' in contract.containers,
    systemLanguages: () => app.getPreferredSystemLanguages(),
    changed: (state) => tray.update(state),
    failed: (error) => log(error.message),
  });
  const perform = createActor({
    client,
    language: () => model.state().language,
    hosts: () => publishedHosts(model.state()),
    show: () => window.show(),
    navigate: (route) => window.navigate(route),
    openExternal: (url) => shell.openExternal(url),
    pauseNotifications: (paused) => settings.set({ notificationsPaused: paused }),
    quit: () => app.quit(),
    notify,
    acted: readAgain,
    refused: (what) => log(`refused: ${what}`),
  });
  const tray = createTray(model.state(), { icons: join(assets, 'tray'), perform });
  const life = quitInOrder({
    staysAlive: () => process.platform === 'darwin' || settings.current().closeToTray,
    close: async () => {
      await window.flush();
      stopCrashes();
      stopAlerts();
      stopEnding();
      stopRefused();
      stopEngines();
      model.close();
      tray.close();
      await services.close();
    },
    log,
  });
  const ipc = serveIpc((port) => services.router.serve(tapCalls(port, toldByTray, readAgain), 'desktop'));
  const window = createMainWindow({
    preload: join(dist, 'desktop', 'preload.cjs'),
    icon: join(assets, 'icons', '256x256.png'),
    developerTools,
    saved: () => settings.current().window,
    remember: (place) => settings.set({ window: place }),
    staysHidden: () => !life.quitting() && settings.current().closeToTray,
    created: ipc.admit,
    crashed: (reason, reload) => void recover(reason, reload),
    failed: (thrown) => log(`the page was not loaded: ${String(thrown)}`),
  });

  /** Shown notifications: one that is collected can no longer be clicked. */
  const notices = new Set<Notification>();
  function notify({ title, body }: Notice, clicked: () => void = () => undefined): void {
    if (settings.current().notificationsPaused) return;
    const notice = new Notification({ title, body });
    const forget = () => notices.delete(notice);
    notices.add(notice);
    notice.on('click', () => {
      forget();
      clicked();
    });
    notice.on('close', forget);
    notice.show();
  }
  const failed = (error: ApiError) => log(error.message);
  const tell = ({ route, ...notice }: Notice & { route: string }) =>
    notify(notice, () => window.navigate(route));
  const stopCrashes = keepStream(
    client,
    'containers.crashes',
    {},
    {
      item: (item) => {
        if (item.type !== 'crash' || !item.tell || !settings.current().crashNotifications) return;
        tell(crashNotice(item.crash, model.state().language));
      },
      failed,
    },
  );
  const stopAlerts = keepStream(
    client,
    'stats.alerts',
    {},
    {
      item: (item) => {
        if (item.type === 'alert' && item.tell) tell(alertNotice(item.alert, model.state().language));
      },
      failed,
    },
  );
  const stopEnding = keepStream(
    client,
    'registries.ending',
    {},
    {
      item: (item) => {
        for (const one of item.tell) tell(endingNotice(one, model.state().language));
      },
      failed,
    },
  );
  const stopRefused = keepStream(
    client,
    'registries.refusedLogins',
    {},
    {
      item: (item) => {
        for (const host of item.tell) tell(refusedLoginNotice(host, model.state().language));
      },
      failed,
    },
  );
  const stopEngines = keepStream(
    client,
    'managed.watch',
    {},
    {
      item: (status) => {
        const { managed, language } = model.state();
        for (const notice of engineNotices(managed, status, language)) tell(notice);
        model.applyManaged(status);
      },
      failed,
    },
  );
  function apply(changed: Settings): void {
    nativeTheme.themeSource = changed.theme;
    const before = model.state().language;
    model.applySettings(changed);
    if (model.state().language !== before) setMenu(model.state().language);
  }
  function setMenu(language: Language): void {
    const template = appMenu({ language, platform: process.platform, developerTools });
    Menu.setApplicationMenu(Menu.buildFromTemplate(toNative(template, perform)));
  }
  async function recover(reason: string, reload: () => void): Promise<void> {
    log(`the page stopped: ${reason}`);
    if (crashes.reloads()) return reload();
    const { windowCrashed, windowCrashedDetail, reload: again, quit } = words();
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: windowCrashed,
      detail: windowCrashedDetail(reason),
      buttons: [again, quit],
      defaultId: 0,
      cancelId: 1,
    });
    if (response === 0) reload();
    else app.quit();
  }

  app.on('web-contents-created', (_event, contents) =>
    hardenContents(contents, {
      windowAsked: (url) => void perform({ do: 'open-external', url }),
      denied: (what) => log(`refused: ${what}`),
    }),
  );
  setMenu(model.state().language);
  await settings.reload();
  if (options.route === null) window.show();
  else window.navigate(options.route);
  return window;
}

function log(what: string): void {
  console.error(`slipway: ${what}`);
}
