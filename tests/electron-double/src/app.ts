import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrowserWindow } from './browser-window.ts';
import { InstanceLock } from './instance-lock.ts';
import type { Records } from './records.ts';
import { preventable, StrictEmitter, UnsupportedError } from './strict.ts';

const events = [
  'ready',
  'second-instance',
  'open-url',
  'activate',
  'before-quit',
  'will-quit',
  'quit',
  'window-all-closed',
  'web-contents-created',
  'browser-window-created',
  // Never emitted here: see the README.
  'child-process-gone',
  'render-process-gone',
  'certificate-error',
  'select-client-certificate',
  'login',
];

/** `app`: the program's life, from the lock over `ready` to the last of the quit events. */
export class App extends StrictEmitter {
  name = 'Slipway';
  readonly isPackaged = false;
  readonly #records: Records;
  readonly #main: string;
  readonly #paths: Map<string, string>;
  readonly #end: (code: number) => void;
  #lock: InstanceLock | null = null;
  #ready = false;
  #quitting = false;
  readonly #whenReady: { promise: Promise<void>; resolve(): void };

  constructor(options: { records: Records; main: string; end(code: number): void }) {
    super('app', events);
    this.#records = options.records;
    this.#main = options.main;
    this.#end = options.end;
    let resolve = (): void => undefined;
    const promise = new Promise<void>((done) => {
      resolve = done;
    });
    this.#whenReady = { promise, resolve };
    const config = process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config');
    this.#paths = new Map([
      ['home', homedir()],
      ['appData', config],
      ['userData', join(config, this.name)],
      ['temp', tmpdir()],
      ['exe', process.execPath],
    ]);
  }

  // --- the double's own
  becomeReady(): void {
    this.#ready = true;
    this.emit('ready', {}, {});
    this.#whenReady.resolve();
  }
  /** A window has closed: with the last one the program ends, unless it says otherwise. */
  windowClosed(): void {
    if (BrowserWindow.getAllWindows().length > 0) return;
    if (this.#quitting) this.#willQuit();
    else if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }
  get quitting(): boolean {
    return this.#quitting;
  }
  /** A second start with these arguments, as if it had happened. */
  secondInstance(argv: readonly string[]): void {
    this.emit('second-instance', {}, [process.execPath, this.#main, ...argv], process.cwd(), null);
  }

  // --- Electron's
  isReady(): boolean {
    return this.#ready;
  }
  whenReady(): Promise<void> {
    return this.#whenReady.promise;
  }
  enableSandbox(): void {
    this.#beforeReady('app.enableSandbox()');
  }
  #beforeReady(what: string): void {
    if (this.#ready) throw new Error(`${what} can only be called before app is ready`);
  }

  getName(): string {
    return this.name;
  }
  setName(name: string): void {
    this.name = name;
  }
  getVersion(): string {
    return '0.0.0-double';
  }
  getAppPath(): string {
    return process.cwd();
  }
  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new UnsupportedError(`app.getPath('${name}')`);
    return path;
  }
  setPath(name: string, path: string): void {
    if (!this.#paths.has(name)) throw new UnsupportedError(`app.setPath('${name}')`);
    this.#paths.set(name, path);
  }
  getLocale(): string {
    return this.getPreferredSystemLanguages()[0] ?? 'en-US';
  }
  /** `ELECTRON_DOUBLE_LANGUAGES`, separated by commas. */
  getPreferredSystemLanguages(): string[] {
    return (process.env.ELECTRON_DOUBLE_LANGUAGES ?? 'en-GB').split(',');
  }
  setAppUserModelId(_id: string): void {
    // Of Windows only.
  }
  setAboutPanelOptions(_options: object): void {
    // Nothing shows it here.
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    this.#records.protocolClients.push(scheme);
    return true;
  }

  requestSingleInstanceLock(additionalData?: unknown): boolean {
    this.#lock ??= new InstanceLock(this.getPath('userData'));
    const mine = { argv: process.argv, workingDirectory: process.cwd(), additionalData };
    return this.#lock.take(mine, (other) =>
      this.emit('second-instance', {}, other.argv, other.workingDirectory, other.additionalData),
    );
  }
  hasSingleInstanceLock(): boolean {
    return this.#lock?.held ?? false;
  }
  releaseSingleInstanceLock(): void {
    this.#lock?.release();
  }

  /** `before-quit`, then each window's `close`, then `will-quit`: each can be prevented. */
  quit(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    const before = preventable({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) {
      this.#quitting = false;
      return;
    }
    const windows = BrowserWindow.getAllWindows();
    if (windows.length === 0) this.#willQuit();
    for (const window of windows) {
      window.close();
      // One window that stays open keeps the program alive.
      if (!window.isClosing()) this.#quitting = false;
    }
  }
  #willQuit(): void {
    const will = preventable({});
    this.emit('will-quit', will);
    if (will.defaultPrevented) this.#quitting = false;
    else this.exit(0);
  }
  /** Ends at once; windows are not asked. */
  exit(code = 0): void {
    this.emit('quit', {}, code);
    const told = this.#lock?.told ?? Promise.resolve();
    const end = () => this.#end(code);
    told.then(end, (thrown: unknown) => {
      console.error('electron-double: the first instance was not reached:', thrown);
      end();
    });
  }
}
