import type {
  EngineEvent,
  EngineState,
  ProbedEndpoint,
  ResourceKind,
  WatchItem,
} from '../../shared/contract/engine.ts';
import { failure } from '../../shared/contract/failure.ts';
import { type EventFilter, fitsFilter } from '../../shared/model/event-filter.ts';
import type { EngineClient } from './client.ts';
import { EngineConnection } from './connection.ts';
import { type DiscoveryOptions, discoverEndpoints, probeEndpoints, resolveEndpoint } from './endpoints.ts';
import { EventsHub } from './events-hub.ts';
import { type IsProtected, Mirror } from './mirror.ts';
import { pastEvents } from './past-events.ts';
import type { SessionTiming } from './session.ts';

export interface EngineOptions extends DiscoveryOptions {
  isProtected: IsProtected;
  /** Called when a person chose an endpoint, with its address. */
  remember: (address: string) => void;
  timing?: SessionTiming;
}

/** The engine in use, as the rest of the house sees it: a client for calls, a mirror for rows, one state. */
export class Engine {
  readonly mirror: Mirror;
  readonly connection: EngineConnection;
  readonly #events = new EventsHub();
  readonly #options: EngineOptions;
  #chosen: Promise<void> | null = null;
  #lastUse: Promise<void> = Promise.resolve();

  constructor(options: EngineOptions) {
    this.#options = options;
    this.mirror = new Mirror(options.isProtected);
    this.connection = new EngineConnection({
      env: options.env,
      ...(options.timing ? { timing: options.timing } : {}),
    });
    this.connection.listen(this.mirror);
    const events = this.#events;
    this.connection.listen({
      event: (event) => events.push(event),
      ready: (_session, sameEngine) => {
        if (!sameEngine) events.clear();
      },
      gap: () => undefined,
      lost: () => undefined,
      switched: () => events.clear(),
    });
  }

  /** A client of the engine in use, or the reason why there is none. */
  async client(signal?: AbortSignal): Promise<EngineClient> {
    await this.#choose();
    return this.connection.client(signal);
  }

  /** The same, but of this engine and no other. @throws conflict `plan-other-engine` */
  async clientOf(engineId: string, signal?: AbortSignal): Promise<EngineClient> {
    await this.#choose();
    return this.connection.clientOf(engineId, signal);
  }

  /** Keeps the connection and the mirror alive from now on. */
  async start(): Promise<void> {
    await this.#choose();
    this.connection.start();
  }

  /** Who the engine in use is; plans and marks are bound to it. */
  async engineId(signal?: AbortSignal): Promise<string> {
    await this.#choose();
    return (await this.connection.identity(signal)).id;
  }

  /** Picks an endpoint where none is chosen yet; nothing is connected. */
  choose(): Promise<void> {
    return this.#choose();
  }

  async endpoints(): Promise<ProbedEndpoint[]> {
    await this.#choose();
    const probed = await probeEndpoints(await discoverEndpoints(this.#discovery()), this.#options.env);
    const inUse = this.connection.endpoint?.info;
    const known = probed.some((endpoint) => endpoint.id === inUse?.id);
    return probed.map((endpoint) => ({
      ...endpoint,
      current: known ? endpoint.id === inUse?.id : endpoint.current,
    }));
  }

  /** Switches to an endpoint. Of several at once the last one asked for wins: they are taken in turn. */
  use(wanted: string): Promise<EngineState> {
    const turn = this.#lastUse.then(() => this.#switchTo(wanted));
    // Its own caller is told of a failure; the next one in turn goes ahead.
    this.#lastUse = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  async #switchTo(wanted: string): Promise<EngineState> {
    await this.#choose();
    const endpoint = await resolveEndpoint(wanted, this.#discovery());
    await this.connection.use({ ...endpoint, info: { ...endpoint.info, current: true } });
    this.connection.start();
    this.#options.remember(endpoint.info.address);
    return this.connection.state;
  }

  /** The state at once and at each change. */
  async *state(signal: AbortSignal): AsyncGenerator<EngineState> {
    let wake: (() => void) | null = null;
    let changed = true;
    const notify = () => {
      changed = true;
      wake?.();
    };
    const dispose = this.connection.onState(notify);
    signal.addEventListener('abort', notify, { once: true });
    try {
      // Choosing an endpoint may take seconds of probing: what is known is told before.
      changed = false;
      yield this.connection.state;
      await this.start();
      while (!signal.aborted) {
        if (changed) {
          changed = false;
          yield this.connection.state;
        } else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        wake = null;
      }
    } finally {
      dispose();
      signal.removeEventListener('abort', notify);
    }
  }

  async *watch(
    kinds: readonly ResourceKind[],
    background: boolean,
    signal: AbortSignal,
  ): AsyncGenerator<WatchItem> {
    await this.start();
    yield* this.mirror.watch(kinds, background, signal);
  }

  /** Events from now on; with `since` also those the engine remembers, with `recent` those Slipway does. */
  async *events(
    filter: EventFilter & { recent: boolean; since?: string | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<EngineEvent> {
    await this.start();
    const { since, recent } = filter;
    const sinceMs = since === undefined ? null : Date.parse(since);
    yield* this.#events.watch({
      filter: (event) => fitsFilter(event, filter) && (sinceMs === null || Date.parse(event.at) >= sinceMs),
      recent: recent || since !== undefined,
      ...(sinceMs === null ? {} : { past: () => this.#past(sinceMs, signal) }),
      signal,
    });
  }

  async #past(sinceMs: number, signal: AbortSignal): Promise<EngineEvent[]> {
    const client = await this.connection.client(signal);
    return pastEvents(client, sinceMs, this.connection.state.engineTimeMs ?? Date.now(), signal);
  }

  async close(): Promise<void> {
    this.mirror.close();
    await this.connection.close();
  }

  #discovery(): DiscoveryOptions {
    const { env, argument, remembered, platform } = this.#options;
    return {
      env,
      ...(argument === undefined ? {} : { argument }),
      ...(remembered === undefined ? {} : { remembered }),
      ...(platform === undefined ? {} : { platform }),
    };
  }

  /** Picks the endpoint once, as the docker CLI would; where that cannot be reached, the first that answers, unless one was named. */
  #choose(): Promise<void> {
    this.#chosen ??= this.#chooseNow().catch((thrown: unknown) => {
      this.#chosen = null;
      throw thrown;
    });
    return this.#chosen;
  }

  async #chooseNow(): Promise<void> {
    const candidates = await discoverEndpoints(this.#discovery());
    const preferred = candidates.find((candidate) => candidate.info.current);
    const { env, argument } = this.#options;
    const named = argument !== undefined || Boolean(env.DOCKER_HOST) || Boolean(env.DOCKER_CONTEXT);
    if (preferred !== undefined && 'broken' in preferred && named) {
      this.connection.chooseNone(preferred.broken.error);
      return;
    }
    if (preferred !== undefined && !('broken' in preferred) && (named || candidates.length === 1)) {
      this.connection.choose(preferred);
      return;
    }
    const probed = await probeEndpoints(candidates, env);
    const usable = probed.filter((endpoint) => endpoint.probe.status === 'usable');
    const best = usable.find((endpoint) => endpoint.current) ?? usable[0];
    const choice = candidates.find((candidate) => candidate.info.id === best?.id) ?? preferred;
    if (choice === undefined || 'broken' in choice)
      this.connection.chooseNone(failure('unreachable', 'no-engine', {}, { action: { kind: 'retry' } }));
    else this.connection.choose({ ...choice, info: { ...choice.info, current: true } });
  }
}
