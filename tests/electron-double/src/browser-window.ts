import { existsSync } from 'node:fs';
import type { Machine } from './machine.ts';
import type { Session } from './session.ts';
import { onlyKnown, preventable, StrictEmitter, strict, UnsupportedError } from './strict.ts';
import { WebContents } from './web-contents.ts';

const events = [
  'close',
  'closed',
  'ready-to-show',
  'show',
  'hide',
  'focus',
  'blur',
  'resize',
  'move',
  'maximize',
  'unmaximize',
  'minimize',
  'restore',
];

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface WindowOptions extends Partial<Bounds> {
  show?: boolean;
  title?: string;
  icon?: string;
  webPreferences?: Record<string, unknown>;
}

const known = [
  'x',
  'y',
  'width',
  'height',
  'minWidth',
  'minHeight',
  'show',
  'title',
  'icon',
  'backgroundColor',
  'webPreferences',
];

/** What the double can run: the safe values. Anything else would be less than the test believes. */
const safe: Readonly<Record<string, unknown>> = {
  sandbox: true,
  contextIsolation: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  navigateOnDragDrop: false,
};
const harmless = ['preload', 'spellcheck', 'devTools'];

/** What the windows of one run share. */
export interface WindowHost {
  machine: Machine;
  session: Session;
  created(window: BrowserWindow): void;
  closed(): void;
}

/** `BrowserWindow`: a window of headless Chromium. Its place is remembered as told, its size is Chromium's too. */
export class BrowserWindow extends StrictEmitter {
  static host: WindowHost | null = null;
  static readonly #open = new Set<BrowserWindow>();

  readonly webContents: WebContents;
  readonly #contents: WebContents;
  readonly id: number;
  #bounds: Bounds;
  #title: string;
  #visible: boolean;
  #maximized = false;
  #minimized = false;
  #state: 'open' | 'closing' | 'destroyed' = 'open';

  constructor(options: WindowOptions = {}) {
    super('BrowserWindow', events);
    const host = BrowserWindow.host;
    if (host === null) throw new Error('Cannot create BrowserWindow before app is ready');
    onlyKnown('BrowserWindow', options, known);
    const preload = checkPreferences(options.webPreferences ?? {});
    if (options.icon !== undefined && !existsSync(options.icon)) {
      throw new Error(`electron-double: there is no icon at ${options.icon}`);
    }
    const { width = 800, height = 600, x = 0, y = 0 } = options;
    this.#bounds = { x, y, width, height };
    this.#title = options.title ?? 'Electron';
    this.#visible = options.show ?? true;
    this.#contents = new WebContents(host.machine, { session: host.session, preload, width, height });
    this.webContents = this.#contents.face;
    this.id = this.#contents.id;
    BrowserWindow.#open.add(this);
    this.#contents.once('did-finish-load', () => this.emit('ready-to-show'));
    this.#contents.once('destroyed', () => this.#gone());
    host.created(this);
    // biome-ignore lint/correctness/noConstructorReturn: the program gets the strict face of its window
    return strict('BrowserWindow', this);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#open];
  }

  loadURL(url: string): Promise<void> {
    return this.#contents.loadURL(url);
  }
  isDestroyed(): boolean {
    return this.#state === 'destroyed';
  }
  /** Not Electron's: whether a close went through. */
  isClosing(): boolean {
    return this.#state !== 'open';
  }

  show(): void {
    this.#setVisible(true);
    this.focus();
  }
  hide(): void {
    this.#setVisible(false);
  }
  isVisible(): boolean {
    return this.#visible;
  }
  #setVisible(visible: boolean): void {
    if (this.#visible === visible) return;
    this.#visible = visible;
    // A minimised page is a hidden one to itself, as that of a hidden window is.
    this.#apply({ windowState: visible ? 'normal' : 'minimized' });
    this.emit(visible ? 'show' : 'hide');
  }
  focus(): void {
    this.emit('focus');
  }
  isFocused(): boolean {
    return this.#visible && !this.#minimized;
  }

  minimize(): void {
    this.#minimized = true;
    this.emit('minimize');
  }
  restore(): void {
    this.#minimized = false;
    this.emit('restore');
  }
  isMinimized(): boolean {
    return this.#minimized;
  }
  maximize(): void {
    this.#maximized = true;
    this.emit('maximize');
  }
  unmaximize(): void {
    this.#maximized = false;
    this.emit('unmaximize');
  }
  isMaximized(): boolean {
    return this.#maximized;
  }

  getBounds(): Bounds {
    return { ...this.#bounds };
  }
  getNormalBounds(): Bounds {
    return { ...this.#bounds };
  }
  setBounds(bounds: Partial<Bounds>): void {
    const { x, y } = this.#bounds;
    this.#bounds = { ...this.#bounds, ...bounds };
    this.#apply({ width: this.#bounds.width, height: this.#bounds.height });
    if (this.#bounds.x !== x || this.#bounds.y !== y) this.emit('move');
    this.emit('resize');
  }
  #apply(bounds: object): void {
    this.#contents.setBounds(bounds).catch((thrown: unknown) => {
      if (this.#state === 'open') BrowserWindow.host?.machine.fail(thrown);
    });
  }
  getTitle(): string {
    return this.#title;
  }
  setTitle(title: string): void {
    this.#title = title;
  }

  /** Asks first; `destroy` does not. */
  close(): void {
    if (this.#state !== 'open') return;
    const event = preventable({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    this.#contents.closePage().catch((thrown: unknown) => BrowserWindow.host?.machine.fail(thrown));
  }
  #gone(): void {
    this.#state = 'destroyed';
    BrowserWindow.#open.delete(this);
    this.emit('closed');
    BrowserWindow.host?.closed();
  }
}

/** Refuses what the double cannot do safely; answers the preload's path. */
function checkPreferences(given: Record<string, unknown>): string | null {
  onlyKnown('webPreferences', given, [...Object.keys(safe), ...harmless]);
  for (const [name, value] of Object.entries(safe)) {
    // Electron's defaults are these values too.
    if (name in given && given[name] !== value) {
      throw new UnsupportedError(`webPreferences.${name}: ${String(given[name])}`);
    }
  }
  return typeof given.preload === 'string' ? given.preload : null;
}
