import type {
  EngineEvent,
  EngineState,
  ProbedEndpoint,
  ResourceKind,
  WatchItem,
} from '../../shared/contract/engine.ts';
import { type EventFilter, fitsFilter } from '../../shared/model/event-filter.ts';
import { Chooser, type ChooserOptions } from './chooser.ts';
import type { EngineClient } from './client.ts';
import { EngineConnection } from './connection.ts';
import { EventsHub } from './events-hub.ts';
import { type IsProtected, Mirror } from './mirror.ts';
import { pastEvents } from './past-events.ts';
import type { SessionTiming } from './session.ts';

export interface EngineOptions extends ChooserOptions {
  isProtected: IsProtected;
  timing?: SessionTiming;
}

/** The engine in use, as the rest of the house sees it: a client for calls, a mirror for rows, one state. */
export class Engine {
  readonly mirror: Mirror;
  readonly connection: EngineConnection;
  /** Which engine, and why. */
  readonly chooser: Chooser;
  readonly #events = new EventsHub();

  constructor(options: EngineOptions) {
    this.mirror = new Mirror(options.isProtected);
    this.connection = new EngineConnection({
      env: options.env,
      ...(options.timing ? { timing: options.timing } : {}),
    });
    this.chooser = new Chooser(options, this.connection);
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
    await this.chooser.ensure();
    return this.connection.client(signal);
  }

  /** The same, but of this engine and no other. @throws conflict `plan-other-engine` */
  async clientOf(engineId: string, signal?: AbortSignal): Promise<EngineClient> {
    await this.chooser.ensure();
    return this.connection.clientOf(engineId, signal);
  }

  /** Keeps the connection and the mirror alive from now on. */
  async start(): Promise<void> {
    await this.chooser.start();
  }

  /** Who the engine in use is; plans and marks are bound to it. */
  async engineId(signal?: AbortSignal): Promise<string> {
    await this.chooser.ensure();
    return (await this.connection.identity(signal)).id;
  }

  /** Picks an endpoint where none is chosen yet; nothing is connected. */
  choose(): Promise<void> {
    return this.chooser.ensure();
  }

  endpoints(): Promise<ProbedEndpoint[]> {
    return this.chooser.endpoints();
  }

  /** Switches to an endpoint. Of several at once the last one asked for wins: they are taken in turn. */
  use(wanted: string, remember = true): Promise<EngineState> {
    return this.chooser.use(wanted, remember);
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
}
