import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import { appUrl, routeOf } from './app-address.ts';
import { minimumSize, placeWindow, rememberWindow, type SavedWindow } from './window-state.ts';

const rememberAfterMs = 500;

export interface MainWindowOptions {
  preload: string;
  icon: string;
  developerTools: boolean;
  saved(): SavedWindow | null;
  remember(window: SavedWindow): Promise<void>;
  /** Whether closing only hides it: there is a tray, and nobody is quitting. */
  staysHidden(): boolean;
  /** Called before anything is loaded. */
  created(contents: WebContents): void;
  crashed(reason: string, reload: () => void): void;
  failed(thrown: unknown): void;
}

export interface MainWindow {
  /** Brings it to the front; opened again when it was closed. */
  show(): void;
  /** Brings it to the front, at a route. */
  navigate(route: string): void;
  /** Writes down where it is, if that changed; resolves once it is written. */
  flush(): Promise<void>;
}

/** The one window of the desktop. It remembers its place, its size and its route. */
export function createMainWindow(options: MainWindowOptions): MainWindow {
  let window: BrowserWindow | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    if (timer === undefined || window === null) return saving;
    clearTimeout(timer);
    timer = undefined;
    const route = routeOf(window.webContents.getURL());
    saving = options.remember(rememberWindow(window.getNormalBounds(), window.isMaximized(), route));
    return saving;
  }
  function rememberSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), rememberAfterMs);
  }

  function open(route: string): BrowserWindow {
    const { maximized, ...bounds } = placeWindow(options.saved(), screen.getAllDisplays());
    const opened = new BrowserWindow({
      ...bounds,
      minWidth: minimumSize.width,
      minHeight: minimumSize.height,
      show: false,
      title: 'Slipway',
      icon: options.icon,
      // What shows before the page has drawn: the page's own chrome.
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#101215' : '#f4f5f7',
      webPreferences: {
        preload: options.preload,
        sandbox: true,
        contextIsolation: true,
        webSecurity: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        devTools: options.developerTools,
      },
    });
    window = opened;
    const { webContents } = opened;
    options.created(webContents);
    opened.once('ready-to-show', () => {
      if (maximized) opened.maximize();
      opened.show();
    });
    opened.on('resize', rememberSoon);
    opened.on('move', rememberSoon);
    opened.on('maximize', rememberSoon);
    opened.on('unmaximize', rememberSoon);
    webContents.on('did-navigate-in-page', rememberSoon);
    webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') options.crashed(reason, () => webContents.reload());
    });
    opened.on('close', (event) => {
      void flush();
      if (!options.staysHidden()) return;
      event.preventDefault();
      opened.hide();
    });
    opened.on('closed', () => {
      clearTimeout(timer);
      timer = undefined;
      window = null;
    });
    opened.loadURL(appUrl(route)).catch(options.failed);
    return opened;
  }

  function bringUp(route: string | null): void {
    if (window === null) {
      open(route ?? options.saved()?.route ?? '');
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    // The same address again would load the page anew.
    if (route === null || route === routeOf(window.webContents.getURL())) return;
    window.webContents.loadURL(appUrl(route)).catch(options.failed);
  }

  return { show: () => bringUp(null), navigate: bringUp, flush };
}
