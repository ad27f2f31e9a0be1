import type { Cdp } from './cdp.ts';
import { UnsupportedError } from './strict.ts';

export interface TargetEvents {
  /** A request of the page, paused. */
  request(request: PausedRequest): void;
  navigated(frame: NavigatedFrame): void;
  navigatedWithin(frameId: string, url: string): void;
  loaded(): void;
  domReady(): void;
  crashed(): void;
  closed(): void;
  failed(thrown: unknown): void;
  /** Text from the preload's world. */
  said(text: string): void;
}

export interface NavigatedFrame {
  id: string;
  parentId?: string;
  url: string;
  /** With its #. */
  urlFragment?: string;
}

export interface PausedRequest {
  requestId: string;
  frameId: string;
  resourceType: string;
  request: { url: string; method: string; headers: Record<string, string>; postData?: string };
}

/** One page of Chromium, driven over the DevTools protocol. */
export class PageTarget {
  readonly targetId: string;
  /** The main frame has the id of its target. */
  readonly mainFrameId: string;
  readonly #cdp: Cdp;
  readonly #session: string;
  readonly #worldName: string;
  #world: number | null = null;

  private constructor(cdp: Cdp, targetId: string, session: string, worldName: string) {
    this.#cdp = cdp;
    this.targetId = targetId;
    this.mainFrameId = targetId;
    this.#session = session;
    this.#worldName = worldName;
  }

  static async open(
    cdp: Cdp,
    size: { width: number; height: number },
    scripts: { main: string; preload: string | null; worldName: string; binding: string },
    events: TargetEvents,
  ): Promise<PageTarget> {
    const { targetId } = await cdp.send<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...size,
    });
    const { sessionId } = await cdp.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    });
    const target = new PageTarget(cdp, targetId, sessionId, scripts.worldName);
    target.#listen(events);
    // A window that the page opens after all begins paused.
    await target.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: 'page' }],
    });
    await target.send('Page.enable');
    await target.send('Inspector.enable');
    await target.send('Runtime.addBinding', {
      name: scripts.binding,
      executionContextName: scripts.worldName,
    });
    await target.send('Runtime.enable');
    await target.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.main });
    if (scripts.preload !== null) {
      await target.send('Page.addScriptToEvaluateOnNewDocument', {
        source: scripts.preload,
        worldName: scripts.worldName,
      });
    }
    await target.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
    return target;
  }

  send<T = Record<string, unknown>>(method: string, params: object = {}): Promise<T> {
    return this.#cdp.send<T>(method, params, this.#session);
  }

  /** Calls a function of the preload's world with a text. Dropped when there is no such world now. */
  async tell(functionName: string, text: string): Promise<void> {
    if (this.#world === null) return;
    const world = this.#world;
    try {
      const { exceptionDetails } = await this.send('Runtime.callFunctionOn', {
        functionDeclaration: `function (text) { ${functionName}(text); }`,
        executionContextId: world,
        arguments: [{ value: text }],
      });
      if (exceptionDetails !== undefined) throw new Error(`in the page: ${JSON.stringify(exceptionDetails)}`);
    } catch (thrown) {
      // The document went while this was under way; Chromium may say so before it tells that the world is gone.
      if (this.#world === world && !/Inspected target navigated or closed/.test(String(thrown))) throw thrown;
    }
  }

  async close(): Promise<void> {
    this.#cdp.forget(this.#session);
    await this.#cdp.send('Target.closeTarget', { targetId: this.targetId });
  }

  #listen(events: TargetEvents): void {
    const on = <T>(event: string, listener: (params: T) => void) =>
      this.#cdp.on(event, (params) => listener(params as T), this.#session);
    on<PausedRequest>('Fetch.requestPaused', events.request);
    on<{ frame: NavigatedFrame }>('Page.frameNavigated', ({ frame }) => events.navigated(frame));
    on<{ frameId: string; url: string }>('Page.navigatedWithinDocument', ({ frameId, url }) =>
      events.navigatedWithin(frameId, url),
    );
    on('Page.loadEventFired', events.loaded);
    on('Page.domContentEventFired', events.domReady);
    on<{ targetInfo: { url: string } }>('Target.attachedToTarget', ({ targetInfo }) =>
      events.failed(
        new UnsupportedError(`a window opened in a way the double does not see: ${targetInfo.url}`),
      ),
    );
    on('Inspector.targetCrashed', () => {
      this.#world = null;
      events.crashed();
    });
    on('Inspector.detached', events.closed);
    on<{ name: string; payload: string; executionContextId: number }>('Runtime.bindingCalled', (call) => {
      // What a document that has just been left still says is not this one's.
      if (call.executionContextId === this.#world) events.said(call.payload);
    });
    on<{ context: { id: number; name: string; auxData?: { frameId?: string } } }>(
      'Runtime.executionContextCreated',
      ({ context }) => {
        const mine = context.name === this.#worldName && context.auxData?.frameId === this.mainFrameId;
        if (mine) this.#world = context.id;
      },
    );
    on('Runtime.executionContextsCleared', () => {
      this.#world = null;
    });
    on<{ executionContextId: number }>('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#world) this.#world = null;
    });
  }
}
