import { existsSync } from 'node:fs';
import { fail, failure, toApiError } from '../../../shared/contract/failure.ts';
import type { EngineLogLine, ManagedState, Supervised } from '../../../shared/contract/managed.ts';
import { findEngineHost } from '../../engine/engine-host.ts';
import { describeDaemon } from '../describe.ts';
import type { LogOptions, Supervisor } from '../supervisor.ts';
import { userNameOf } from '../user-names.ts';
import { followLog, linesFrom } from './log-file.ts';
import type { OwnState } from './machine.ts';
import { OwnerLock } from './owner-lock.ts';
import { type OwnPlaces, ownArguments, ownPlaces } from './places.ts';
import { findBinary } from './prepare.ts';
import { findDaemon } from './processes.ts';
import { readRecord } from './record.ts';
import { type OwnTiming, ownTiming, Runner } from './runner.ts';
import { toldState } from './told.ts';
import { answerWish, askOwner, takeWishes, type Wanted } from './wishes.ts';

export interface OwnEngineOptions {
  home: string;
  env: NodeJS.ProcessEnv;
  /** A path to dockerd from the settings; null: the one on the PATH. */
  binary(): string | null;
  startMs(): number;
  timing?: Partial<OwnTiming>;
}

/**
 * A dockerd of Slipway's own, with everything it has in Slipway's home. It outlives Slipway. One Slipway owns it and looks
 * after it; others look on, ask the owner, and take over when the owner is gone.
 */
export class OwnEngine implements Supervisor {
  readonly id = 'own';
  readonly places: OwnPlaces;
  readonly socket: string;
  readonly address: string;
  readonly #options: OwnEngineOptions;
  readonly #timing: OwnTiming;
  readonly #lock: OwnerLock;
  readonly #runner: Runner;
  readonly #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();
  #turn: Promise<unknown> = Promise.resolve();
  #seen = '';
  /** Nothing is waited for any more on behalf of others: Slipway ends. */
  readonly #leaving = new AbortController();

  constructor(options: OwnEngineOptions) {
    this.#options = options;
    this.#timing = { ...ownTiming, ...options.timing };
    this.places = ownPlaces(options.home);
    this.socket = this.places.socket;
    this.address = `unix://${this.socket}`;
    this.#lock = new OwnerLock(this.places.lock);
    const { env, binary, startMs } = options;
    const changed = () => this.#tell();
    this.#runner = new Runner({
      places: this.places,
      timing: this.#timing,
      ...{ env, binary, startMs, changed },
    });
  }

  /** Looks after the engine from now on, or looks on and takes over when the owner is gone. */
  keep(): void {
    if (this.#timer !== null) return;
    const look = () => {
      this.#looking = this.#looking.then(() => this.#look()).catch(warn);
    };
    look();
    this.#timer = setInterval(look, this.#timing.lookMs);
  }

  /** Lets go of it: the engine goes on. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#listeners.clear();
    this.#leaving.abort();
    await this.#looking;
    await this.#turn;
    await this.#letGo();
  }

  /** Called after each change. */
  onChange(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  /** For the list of engines, once it was started. */
  endpoint(): { name: string; address: string } | null {
    return existsSync(this.places.record) ? { name: 'Slipway', address: this.address } : null;
  }

  /** Whether there is a program to start. */
  async isInstalled(): Promise<boolean> {
    return (await findBinary(this.#options.env, this.#options.binary())) !== null;
  }

  async owner(): Promise<'here' | 'elsewhere' | null> {
    if (this.#lock.mine) return 'here';
    return (await this.#lock.owner()) === null ? null : 'elsewhere';
  }

  async state(): Promise<ManagedState> {
    const state = await this.#state();
    const line = state.at === 'starting' ? ((await linesFrom(this.places.log)).at(-1) ?? '') : '';
    return toldState(state, Date.now(), line);
  }

  async describe(): Promise<Supervised> {
    const daemon = await findDaemon(this.places, await readRecord(this.places.record));
    const binary = await findBinary(this.#options.env, this.#options.binary());
    const planned = binary === null ? null : { binary, args: ownArguments(this.places) };
    const running = daemon === null ? null : { pid: daemon.pid, user: await userNameOf(daemon.uid) };
    const about = { id: this.id, unit: null, rootless: false, env: this.#options.env } as const;
    const told = describeDaemon(about, daemon ?? planned, running);
    const { config, data, log } = this.places;
    return { ...told, configFile: config, dataRoot: data, address: this.address, logFile: log };
  }

  start(signal: AbortSignal): Promise<void> {
    return this.#do('start', signal);
  }

  stop(signal: AbortSignal): Promise<void> {
    return this.#do('stop', signal);
  }

  restart(signal: AbortSignal): Promise<void> {
    return this.#do('restart', signal);
  }

  reload(signal: AbortSignal): Promise<void> {
    return this.#do('reload', signal);
  }

  /**
   * Stops it, does something while it is away, and starts it again, whatever came of that, also where it stops late.
   * @throws what failed first
   */
  async whileStopped<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const done = await this.#asOwner(async () => {
      let worked: T;
      try {
        await this.#runner.stop(signal);
        worked = await work();
      } catch (thrown) {
        await this.#backAgain().catch(warn);
        throw thrown;
      }
      await this.#backAgain();
      return worked;
    });
    if (done.here) return done.value;
    throw fail('conflict', 'engine-owner-silent', { pid: String(done.owner) });
  }

  /** A person may have gone away: what was stopped is started all the same, and waited for unless Slipway ends. */
  async #backAgain(): Promise<void> {
    this.#runner.wantBack();
    await this.#runner.untilStopped(this.#leaving.signal);
    await this.#runner.start(this.#leaving.signal);
  }

  log(options: LogOptions, signal: AbortSignal): AsyncGenerator<EngineLogLine> {
    return followLog(this.places.log, options, signal);
  }

  async local(enginePath: string): Promise<string | null> {
    const { folder } = this.places;
    if (enginePath === folder || enginePath.startsWith(`${folder}/`)) return enginePath;
    const host = await findEngineHost({ kind: 'unix', path: this.socket });
    return host?.path(enginePath) ?? null;
  }

  async #do(want: Wanted, signal: AbortSignal): Promise<void> {
    const done = await this.#asOwner(() => this.#act(want, signal));
    if (done.here) return;
    const { wishMs, stopMs } = this.#timing;
    const over = stopMs + this.#options.startMs() + wishMs;
    await askOwner(this.places, want, done.owner, { begun: wishMs, over }, signal);
  }

  async #act(want: Wanted, signal: AbortSignal): Promise<void> {
    switch (want) {
      case 'start':
        return this.#runner.start(signal);
      case 'stop':
        return this.#runner.stop(signal);
      case 'restart':
        await this.#runner.stop(signal);
        return this.#runner.start(signal);
      case 'reload':
        return this.#runner.reload();
    }
  }

  /** One thing at a time, by the owner; answers who that is where it is another. */
  #asOwner<T>(work: () => Promise<T>): Promise<{ here: true; value: T } | { here: false; owner: number }> {
    const mine = this.#turn.then(async () => {
      if (!(await this.#own())) return { here: false as const, owner: (await this.#lock.owner()) ?? 0 };
      try {
        return { here: true as const, value: await work() };
      } finally {
        // Who looks on does so longer than this: it is theirs to look after.
        if (this.#timer === null) await this.#letGo();
      }
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #own(): Promise<boolean> {
    if (this.#lock.mine) return true;
    if (!(await this.#lock.take())) return false;
    await this.#runner.adopt();
    return true;
  }

  async #letGo(): Promise<void> {
    await this.#runner.close();
    await this.#lock.release();
  }

  async #look(): Promise<void> {
    if (this.#lock.mine && !(await this.#lock.touch())) await this.#runner.close();
    // Taking over is work like any other: nothing is begun or stopped meanwhile.
    if (!this.#lock.mine) await this.#taken();
    if (this.#lock.mine) {
      for (const { id, want } of await takeWishes(this.places)) void this.#grant(id, want).catch(warn);
      await this.#runner.look();
      if (this.#runner.isDue) void this.#startAgain().catch(warn);
    } else await this.#lookOn();
  }

  /** In turn with what is asked for: a stop that came first is not undone. */
  #startAgain(): Promise<void> {
    const mine = this.#turn.then(async () => {
      if (this.#timer !== null && this.#lock.mine) await this.#runner.startAgain();
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #taken(): Promise<void> {
    if ((await this.#lock.owner()) !== null) return;
    const mine = this.#turn.then(() => this.#own());
    this.#turn = mine.catch(() => undefined);
    await mine;
    this.#tell();
  }

  async #grant(id: string, want: Wanted): Promise<void> {
    const { signal } = this.#leaving;
    const failed = await this.#do(want, signal).then(() => null, toApiError);
    // It was not they who cancelled it.
    const silent = failure('conflict', 'engine-owner-silent', { pid: String(process.pid) });
    const error = failed?.code === 'cancelled' ? silent : failed;
    await answerWish(this.places, id, error);
  }

  /** What the owner wrote since. */
  async #lookOn(): Promise<void> {
    const now = JSON.stringify(await this.#state());
    if (now === this.#seen) return;
    this.#seen = now;
    this.#tell();
  }

  async #state(): Promise<OwnState> {
    if (this.#lock.mine) return this.#runner.state;
    const record = await readRecord(this.places.record);
    if ((await this.#lock.owner()) !== null) return record.state;
    // Nobody looks after it: what runs, runs.
    const daemon = await findDaemon(this.places, record);
    if (daemon !== null)
      return record.state.at === 'running'
        ? record.state
        : { at: 'running', sinceMs: Date.now(), attempt: 0 };
    const { state } = record;
    if (state.at === 'failed' || state.at === 'stopped') return state;
    return { at: 'stopped', exit: state.at === 'crashed' ? state.exit : null };
  }

  #tell(): void {
    for (const changed of [...this.#listeners]) changed();
  }
}

function warn(thrown: unknown): void {
  process.emitWarning(`The engine could not be looked after: ${toApiError(thrown).message}`);
}
