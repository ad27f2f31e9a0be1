import { readFileSync } from 'node:fs';
import { GoneError } from './cdp.ts';
import type { Frame } from './frame.ts';
import { type Machine, wire } from './machine.ts';
import {
  deliverFunction,
  mainWorldScript,
  preloadScript,
  preloadWorldName,
  sendBinding,
} from './page-scripts.ts';
import { type NavigatedFrame, PageTarget } from './page-target.ts';
import { answerRequest, navigationDetails } from './requests.ts';
import type { Session } from './session.ts';
import { preventable, StrictEmitter, strict, UnsupportedError } from './strict.ts';

const events = [
  'did-start-navigation',
  'will-frame-navigate',
  'will-navigate',
  'did-navigate',
  'did-navigate-in-page',
  'dom-ready',
  'did-finish-load',
  'render-process-gone',
  'destroyed',
  // Never emitted here: see the README.
  'will-redirect',
  'will-attach-webview',
  'did-fail-load',
  'unresponsive',
  'responsive',
  'preload-error',
];

type OpenHandler = (details: { url: string; disposition: string; frameName: string; features: string }) => {
  action: string;
};

/** `webContents`: one page of Chromium with the preload in a world of its own. */
export class WebContents extends StrictEmitter {
  static #last = 0;
  static readonly all = new Map<number, WebContents>();

  readonly id: number;
  /** What the program gets to see. */
  readonly face: WebContents;
  readonly session: Session;
  /** Called with what the preload sent. */
  onIpc: (frame: Frame, channel: string, args: unknown[]) => void = () => undefined;
  readonly #machine: Machine;
  readonly #target: Promise<PageTarget>;
  #url = '';
  #crashed = false;
  #destroyed = false;
  /** An address of ours that Chromium was told to load: nobody is asked about that one. */
  #own: string | null = null;
  #openHandler: OpenHandler | null = null;
  #loading: { resolve(): void; reject(reason: Error): void } | null = null;
  #sending: Promise<unknown> = Promise.resolve();

  constructor(
    machine: Machine,
    options: { session: Session; preload: string | null; width: number; height: number },
  ) {
    super('webContents', events);
    WebContents.#last += 1;
    this.id = WebContents.#last;
    this.#machine = machine;
    this.session = options.session;
    this.face = strict('webContents', this);
    WebContents.all.set(this.id, this);
    this.#target = this.#open(options.preload, { width: options.width, height: options.height });
    this.#target.catch(machine.fail);
  }

  async #open(preload: string | null, size: { width: number; height: number }): Promise<PageTarget> {
    const { cdp } = await this.#machine.chromium();
    const suffixes = this.#machine.schemes.suffixes();
    const scripts = {
      main: mainWorldScript(suffixes),
      preload: preload === null ? null : preloadScript(suffixes, readFileSync(preload, 'utf8')),
      worldName: preloadWorldName,
      binding: sendBinding,
    };
    return PageTarget.open(cdp, size, scripts, {
      request: (paused) => void this.#requested(paused).catch(this.#unlessGone),
      navigated: (frame) => this.#navigated(frame),
      navigatedWithin: (frameId, url) => void this.#navigatedWithin(frameId, url),
      domReady: () => this.emit('dom-ready', {}),
      loaded: () => {
        this.#loading?.resolve();
        this.#loading = null;
        if (this.#url !== '') this.emit('did-finish-load', {});
      },
      crashed: () => {
        this.#crashed = true;
        this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 });
      },
      closed: () => this.destroyed(),
      failed: this.#unlessGone,
      said: (text) => {
        const message = wire.read(text);
        if (message.kind === 'window') this.#windowAsked(message.url, message.disposition);
        else this.onIpc(this.mainFrame, message.channel, message.args);
      },
    });
  }

  /** Commands to a page that is closing fail; while it is open a failure is a fault of the double. */
  readonly #unlessGone = (thrown: unknown): void => {
    if (!this.#destroyed && !this.#crashed) this.#machine.fail(thrown);
  };

  get mainFrame(): Frame {
    const url = this.#url;
    const frame: Frame = strict('webFrameMain', {
      url,
      origin: originIn(url),
      parent: null,
      processId: this.id,
      routingId: 1,
      get top(): Frame {
        return frame;
      },
    });
    return frame;
  }

  getURL(): string {
    return this.#url;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isCrashed(): boolean {
    return this.#crashed;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  /** Messages stay in order. One to a document that has gone is dropped, as in Electron. */
  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    const text = wire.write(channel, args);
    this.#sending = this.#sending
      .then(async () => (await this.#target).tell(deliverFunction, text))
      .catch(this.#unlessGone);
  }

  async loadURL(url: string): Promise<void> {
    const shown = this.#machine.schemes.toChromium(url);
    if (shown === null) throw new UnsupportedError(`loading ${url}`);
    const target = await this.#target;
    await this.session.prepare(originIn(url));
    const loaded = new Promise<void>((resolve, reject) => {
      this.#loading = { resolve, reject };
    });
    // Its fate is told below, or not waited for.
    loaded.catch(() => undefined);
    this.#own = shown.replace(/#.*$/s, '');
    const { loaderId, errorText } = await target.send<{ loaderId?: string; errorText?: string }>(
      'Page.navigate',
      { url: shown },
    );
    if (errorText) throw new Error(`${errorText} loading '${url}'`);
    // Within the same document nothing is loaded.
    if (loaderId === undefined) this.#own = null;
    else await loaded;
  }

  reload(): void {
    this.#own = this.#machine.schemes.toChromium(this.#url)?.replace(/#.*$/s, '') ?? null;
    void this.#target.then((target) => target.send('Page.reload')).catch(this.#unlessGone);
    this.#crashed = false;
  }

  async emulateColours(scheme: 'light' | 'dark'): Promise<void> {
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await (await this.#target).send('Emulation.setEmulatedMedia', { features });
  }

  async setBounds(bounds: object): Promise<void> {
    const { cdp } = await this.#machine.chromium();
    const { targetId } = await this.#target;
    const { windowId } = await cdp.send('Browser.getWindowForTarget', { targetId });
    await cdp.send('Browser.setWindowBounds', { windowId, bounds });
  }

  /** Ends the renderer process. */
  forcefullyCrashRenderer(): void {
    // It is not answered: who should answer is dead.
    void this.#target.then((target) => target.send('Page.crash')).catch(() => undefined);
  }

  async closePage(): Promise<void> {
    const target = await this.#target;
    try {
      if (!this.#destroyed) await target.close();
    } catch (thrown) {
      // With its last page Chromium may be gone before it answers.
      if (!(thrown instanceof GoneError)) throw thrown;
    }
    this.destroyed();
  }

  destroyed(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    WebContents.all.delete(this.id);
    this.emit('destroyed', {});
  }

  async #requested(paused: Parameters<typeof answerRequest>[2]): Promise<void> {
    const target = await this.#target;
    const isDocument = paused.resourceType === 'Document';
    if (isDocument && !this.#admits(target, paused)) {
      await target.send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Aborted' });
      return;
    }
    await answerRequest(this.#machine, target, paused);
  }

  /** Asks the program, as Electron does for what its page starts. */
  #admits(target: PageTarget, paused: Parameters<typeof answerRequest>[2]): boolean {
    const isMainFrame = paused.frameId === target.mainFrameId;
    const url = this.#machine.schemes.toElectron(paused.request.url);
    const details = preventable(navigationDetails(url, isMainFrame, this.mainFrame));
    this.emit('did-start-navigation', details, url, false, isMainFrame);
    const own = isMainFrame && this.#own === paused.request.url;
    this.#own = null;
    if (own) return true;
    this.emit('will-frame-navigate', details);
    if (isMainFrame && !details.defaultPrevented) this.emit('will-navigate', details, url);
    if (details.defaultPrevented) this.#machine.records.deniedNavigations.push(url);
    return !details.defaultPrevented;
  }

  #navigated(frame: NavigatedFrame): void {
    if (frame.parentId !== undefined) return;
    // The empty page that every target begins with.
    if (frame.url === 'about:blank' && this.#url === '') return;
    const url = this.#machine.schemes.toElectron(frame.url);
    if (url === frame.url) {
      this.#machine.fail(new UnsupportedError(`a page that left for ${url} without a request`));
      return;
    }
    // Chromium tells the fragment apart.
    this.#url = `${url}${frame.urlFragment ?? ''}`;
    this.emit('did-navigate', {}, this.#url, 200, 'OK');
  }

  async #navigatedWithin(frameId: string, shown: string): Promise<void> {
    const { mainFrameId } = await this.#target;
    if (frameId !== mainFrameId) return;
    const url = this.#machine.schemes.toElectron(shown);
    this.#url = url;
    this.emit('did-start-navigation', {
      ...navigationDetails(url, true, this.mainFrame),
      isSameDocument: true,
    });
    this.emit('did-navigate-in-page', {}, url, true, this.id, 1);
  }

  #windowAsked(shown: string, disposition: string): void {
    const url = this.#machine.schemes.toElectron(shown);
    if (this.#openHandler === null) throw new UnsupportedError('a window without a window-open handler');
    const answer = this.#openHandler({ url, disposition, frameName: '', features: '' });
    if (answer.action !== 'deny') throw new UnsupportedError(`window-open action "${answer.action}"`);
    this.#machine.records.deniedWindows.push(url);
  }
}

function originIn(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? 'null';
}
