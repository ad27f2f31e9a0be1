import type { EngineEvent, EngineIdentity, EngineState } from '../../shared/contract/engine.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { fail, failure, SlipwayError } from '../../shared/contract/failure.ts';
import { isLocal } from './address.ts';
import { type BackoffShape, backoffMs } from './backoff.ts';
import type { ResolvedEndpoint } from './candidates.ts';
import type { EngineClient } from './client.ts';
import { EngineClock, readClock } from './clock.ts';
import { FeedPosition } from './event-feed.ts';
import { type Handshake, handshake } from './handshake.ts';
import { networkError } from './network-errors.ts';
import { engineIdentity } from './raw/identity.ts';
import { isKnownEvent } from './raw/known-events.ts';
import { runSession, type Session, type SessionTiming, sleep } from './session.ts';
import { createTransport, type Transport } from './transport.ts';

export interface ConnectionListener {
  /** `sameEngine` is false when what was known of the last engine does not hold for this one. */
  ready(session: Session, sameEngine: boolean): void;
  event(event: EngineEvent): void;
  /** Something happened that could not be understood: read everything again. */
  gap(): void;
  lost(): void;
  /** Another endpoint was chosen: forget all rows. */
  switched(): void;
}

// A local retry costs a tenth of a millisecond, so it may be frequent enough to show an engine that is back within a moment.
const localRetry: BackoffShape = { firstMs: 250, maxMs: 1000 };
const remoteRetry: BackoffShape = { firstMs: 250, maxMs: 10_000 };
/** Permission and versions do not mend themselves within a second. */
const slowRetry: BackoffShape = { firstMs: 2000, maxMs: 15_000 };
const skippedEveryMs = 500;

/** Holds the connection to one engine and the state everybody is shown. */
export class EngineConnection {
  readonly clock = new EngineClock();
  readonly #env: NodeJS.ProcessEnv;
  readonly #timing: SessionTiming | undefined;
  readonly #listeners = new Set<ConnectionListener>();
  readonly #watchers = new Set<() => void>();
  readonly #position = new FeedPosition();
  #endpoint: ResolvedEndpoint | null = null;
  #state: EngineState;
  #session: Session | null = null;
  #lastEngine: EngineIdentity | null = null;
  #skipped = 0;
  #skipTimer: NodeJS.Timeout | null = null;
  #running: { stop: AbortController; done: Promise<void> } | null = null;
  #oneShot: { stop: AbortController; shake: Promise<Handshake> } | null = null;
  #oneShotIdentity: { of: Handshake; who: Promise<EngineIdentity> } | null = null;
  #wake: (() => void) | null = null;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: { env: NodeJS.ProcessEnv; timing?: SessionTiming }) {
    this.#env = options.env;
    this.#timing = options.timing;
    this.#state = this.#make({ status: 'connecting' });
  }

  /** The state as of now, with the engine's clock read now. */
  get state(): EngineState {
    return { ...this.#state, engineTimeMs: this.clock.now(), skippedEvents: this.#skipped };
  }

  get endpoint(): ResolvedEndpoint | null {
    return this.#endpoint;
  }

  /** True while the supervising loop runs. */
  get supervised(): boolean {
    return this.#running !== null;
  }

  /** What the event feed that is open told of before: see `FeedPosition`. */
  get replay(): FeedPosition['replay'] {
    return this.#position.replay;
  }

  listen(listener: ConnectionListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called after each change of state. */
  onState(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  /** Chooses the endpoint without connecting; calls connect by themselves when they need to. */
  choose(endpoint: ResolvedEndpoint): void {
    this.#endpoint = endpoint;
    this.#set(this.#make({ status: 'connecting' }));
  }

  /** No endpoint could be chosen; told until another is. */
  chooseNone(error: ApiError): void {
    this.#endpoint = null;
    this.#set(this.#make({ status: 'unreachable', attempt: 0, error }));
  }

  /** Keeps a connection from now on, with its event feed and its pings. */
  start(): void {
    const endpoint = this.#endpoint;
    if (this.#running !== null || endpoint === null) return;
    const stop = new AbortController();
    this.#running = { stop, done: this.#supervise(endpoint, stop.signal) };
  }

  /**
   * Leaves the engine in use for another one, or tries the same one again at once. Of several the last one stays.
   * @param anew whether to connect again also where the address is the same: it may have other TLS files
   */
  use(endpoint: ResolvedEndpoint, anew = false): Promise<void> {
    this.#turn = this.#turn.then(() => this.#switch(endpoint, anew));
    return this.#turn;
  }

  async #switch(endpoint: ResolvedEndpoint, anew: boolean): Promise<void> {
    const before = this.#endpoint?.info;
    // Two contexts for one address may have different TLS files.
    const same = before?.id === endpoint.info.id && before.context === endpoint.info.context;
    if (same && !anew && this.#running !== null) {
      this.#wake?.();
      return;
    }
    const wasRunning = this.#running !== null;
    await this.#stop();
    this.#position.reset();
    this.#lastEngine = null;
    this.#skipped = 0;
    for (const listener of this.#listeners) listener.switched();
    this.choose(endpoint);
    if (wasRunning) this.start();
  }

  /**
   * A client of the engine in use. While connecting it waits for the outcome; otherwise it fails with the reason
   * the state tells. Without the loop it agrees on a version once and keeps that client.
   */
  async client(signal?: AbortSignal): Promise<EngineClient> {
    if (this.#session !== null) return this.#session.client;
    if (this.#running === null) {
      if (this.#endpoint === null) throw this.#refusal();
      return (await this.#once(this.#endpoint)).client;
    }
    while (this.#state.status === 'connecting') await this.#nextState(signal);
    if (this.#session !== null) return (this.#session as Session).client;
    throw this.#refusal();
  }

  /** Who the engine in use is. */
  async identity(signal?: AbortSignal): Promise<EngineIdentity> {
    if (this.#running === null && this.#endpoint !== null) {
      const shake = await this.#once(this.#endpoint);
      return this.#identityOf(shake);
    }
    await this.client(signal);
    if (this.#session === null) throw this.#refusal();
    return this.#session.engine;
  }

  /**
   * A client that is known to be of this engine, whatever was chosen while it was waited for.
   * @throws conflict `plan-other-engine` when another one is in use, and what `client` throws
   */
  async clientOf(engineId: string, signal?: AbortSignal): Promise<EngineClient> {
    if (this.#running === null && this.#endpoint !== null) {
      const shake = await this.#once(this.#endpoint);
      if ((await this.#identityOf(shake)).id !== engineId) throw fail('conflict', 'plan-other-engine');
      return shake.client;
    }
    await this.client(signal);
    // The client and whose it is are read in one go.
    const session = this.#session;
    if (session === null) throw this.#refusal();
    if (session.engine.id !== engineId) throw fail('conflict', 'plan-other-engine');
    return session.client;
  }

  /**
   * Has whoever answers at the address now say who it is, over a connection of its own: what is remembered does not tell of
   * a socket that leads to another engine since, while connections to the first one are open still.
   * @throws conflict `plan-other-engine` when it is another one, and what `clientOf` throws
   */
  async confirm(engineId: string, signal: AbortSignal): Promise<void> {
    const client = await this.clientOf(engineId, signal);
    const shake = { ...(await this.identity(signal)), client, ms: 0 };
    const { body } = await client.json('/info', { fresh: true, signal });
    if (engineIdentity(body, shake).id !== engineId) throw fail('conflict', 'plan-other-engine');
  }

  async close(): Promise<void> {
    await this.#stop();
    this.#watchers.clear();
    this.#listeners.clear();
  }

  async #stop(): Promise<void> {
    if (this.#skipTimer !== null) clearTimeout(this.#skipTimer);
    this.#skipTimer = null;
    const running = this.#running;
    this.#running = null;
    running?.stop.abort();
    await running?.done;
    const oneShot = this.#oneShot;
    this.#oneShot = null;
    this.#oneShotIdentity = null;
    if (oneShot !== null) {
      oneShot.stop.abort();
      const [settled] = await Promise.allSettled([oneShot.shake]);
      if (settled.status === 'fulfilled') settled.value.client.close();
    }
  }

  /** One handshake without the loop, kept for the next call; a failed one is forgotten. */
  #once(endpoint: ResolvedEndpoint): Promise<Handshake> {
    if (this.#oneShot === null) {
      const stop = new AbortController();
      this.#oneShot = { stop, shake: this.#connectOnce(endpoint, stop.signal) };
    }
    return this.#oneShot.shake;
  }

  async #connectOnce(endpoint: ResolvedEndpoint, signal: AbortSignal): Promise<Handshake> {
    let transport: Transport | undefined;
    try {
      transport = createTransport(endpoint.address, await endpoint.tls(), this.#env);
      return await handshake(transport, 5000, signal);
    } catch (thrown) {
      transport?.close();
      if (!signal.aborted) this.#oneShot = null;
      throw networkError(thrown, endpoint.address);
    }
  }

  /** Asked once of each handshake; a failure is forgotten. */
  #identityOf(shake: Handshake): Promise<EngineIdentity> {
    if (this.#oneShotIdentity?.of !== shake)
      this.#oneShotIdentity = { of: shake, who: this.#identifyOnce(shake) };
    return this.#oneShotIdentity.who;
  }

  async #identifyOnce(shake: Handshake): Promise<EngineIdentity> {
    try {
      return engineIdentity(await readClock(shake.client, this.clock), shake);
    } catch (thrown) {
      if (this.#oneShotIdentity?.of === shake) this.#oneShotIdentity = null;
      throw thrown;
    }
  }

  async #supervise(endpoint: ResolvedEndpoint, signal: AbortSignal): Promise<void> {
    let attempt = 0;
    while (!signal.aborted) {
      const error = await runSession(
        { address: endpoint.address, tls: endpoint.tls, env: this.#env },
        this.#position,
        this.clock,
        {
          ready: (session) => {
            attempt = 0;
            this.#ready(session);
          },
          event: (event) => {
            if (!isKnownEvent(event)) this.#skip();
            for (const listener of this.#listeners) listener.event(event);
          },
          skipped: () => {
            this.#skip();
            for (const listener of this.#listeners) listener.gap();
          },
        },
        signal,
        this.#timing,
      );
      const wasReady = this.#session !== null;
      this.#session = null;
      if (signal.aborted) return;
      attempt += 1;
      if (wasReady) for (const listener of this.#listeners) listener.lost();
      this.#set(this.#failed(error.error, attempt));
      await this.#pause(endpoint, attempt, signal);
    }
  }

  #ready(session: Session): void {
    const sameEngine =
      this.#lastEngine?.id === session.engine.id && this.#lastEngine.version === session.engine.version;
    if (!sameEngine) this.#position.reset();
    this.#lastEngine = session.engine;
    this.#session = session;
    this.#set(this.#make({ status: 'ready', engine: session.engine }));
    for (const listener of this.#listeners) listener.ready(session, sameEngine);
  }

  #failed(error: ApiError, attempt: number): EngineState {
    if (error.code === 'unsupported') return this.#make({ status: 'unsupported', attempt, error });
    if (error.code === 'permission-denied' || error.code === 'unauthorized')
      return this.#make({ status: 'refused', attempt, error });
    if (this.#lastEngine !== null)
      return this.#make({ status: 'reconnecting', engine: this.#lastEngine, attempt, error });
    return this.#make({ status: 'unreachable', attempt, error });
  }

  /** Counts what could not be understood; a storm of it is told twice a second. */
  #skip(): void {
    this.#skipped += 1;
    this.#skipTimer ??= setTimeout(() => {
      this.#skipTimer = null;
      for (const changed of [...this.#watchers]) changed();
    }, skippedEveryMs);
  }

  /** Waits before the next attempt; `use` of the same endpoint ends the wait. */
  async #pause(endpoint: ResolvedEndpoint, attempt: number, signal: AbortSignal): Promise<void> {
    const { status } = this.#state;
    const slow = status === 'refused' || status === 'unsupported';
    const shape = slow ? slowRetry : isLocal(endpoint.address) ? localRetry : remoteRetry;
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    await sleep(backoffMs(shape, attempt, Math.random()), AbortSignal.any([signal, woken.signal]));
    this.#wake = null;
  }

  #refusal(): SlipwayError {
    const state = this.#state;
    if (state.status === 'ready' || state.status === 'connecting')
      return fail('unreachable', 'not-connected', { status: state.status });
    return new SlipwayError(state.error);
  }

  #nextState(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        dispose();
        signal?.removeEventListener('abort', cancelled);
        resolve();
      };
      const cancelled = () => {
        dispose();
        reject(new SlipwayError(failure('cancelled', 'cancelled')));
      };
      const dispose = this.onState(settle);
      signal?.addEventListener('abort', cancelled, { once: true });
      if (signal?.aborted) cancelled();
    });
  }

  #make(status: StatusPart): EngineState {
    const base = {
      endpoint: this.#endpoint?.info ?? null,
      since: new Date().toISOString(),
      engineTimeMs: this.clock.now(),
      skippedEvents: this.#skipped,
    };
    return { ...base, ...status };
  }

  #set(state: EngineState): void {
    const since =
      state.status === this.#state.status && state.status !== 'ready' ? this.#state.since : state.since;
    this.#state = { ...state, since };
    for (const changed of [...this.#watchers]) changed();
  }
}

type StatusPart =
  | { status: 'connecting' }
  | { status: 'ready'; engine: EngineIdentity }
  | { status: 'reconnecting'; engine: EngineIdentity; attempt: number; error: ApiError }
  | { status: 'unreachable' | 'refused' | 'unsupported'; attempt: number; error: ApiError };
