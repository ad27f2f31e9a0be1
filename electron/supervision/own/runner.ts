import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { fail, toApiError } from '../../../shared/contract/failure.ts';
import type { EngineExit } from '../../../shared/contract/managed.ts';
import { type ProcessMark, startOf } from '../../plans/owner.ts';
import { signalProcess } from '../processes.ts';
import { lastErrorOf } from '../systemd-text.ts';
import { linesFrom, logSize, rotate } from './log-file.ts';
import { nextState, type OwnEvent, type OwnState } from './machine.ts';
import { engineAnswers } from './ping.ts';
import { type OwnPlaces, ownArguments } from './places.ts';
import { engineEnv, findBinary, prepare } from './prepare.ts';
import { findDaemon, isAlive, oomKills } from './processes.ts';
import { emptyRecord, type OwnRecord, readRecord, writeRecord } from './record.ts';

export interface OwnTiming {
  /** Between two looks at an engine that another process started, and at what is due. */
  lookMs: number;
  pingMs: number;
  /** Containers get their time to stop. */
  stopMs: number;
  /** From SIGTERM to SIGKILL of one that never answered. */
  killMs: number;
  /** Before one that ended by itself is started again the first time. */
  againMs: number;
  /** Another Slipway must have begun within it what it was asked for. */
  wishMs: number;
}

export const ownTiming: OwnTiming = {
  lookMs: 1000,
  pingMs: 200,
  stopMs: 90_000,
  killMs: 10_000,
  againMs: 1000,
  wishMs: 15_000,
};

export interface RunnerOptions {
  places: OwnPlaces;
  env: NodeJS.ProcessEnv;
  timing: OwnTiming;
  /** A path to dockerd from the settings. */
  binary(): string | null;
  startMs(): number;
  changed(): void;
}

const pingDeadlineMs = 3000;

/** Starts, watches and stops the engine of Slipway's own; used only by its one owner. */
export class Runner {
  readonly #options: RunnerOptions;
  #record: OwnRecord = emptyRecord;
  #child: ChildProcess | null = null;
  #launches = 0;
  #back = false;
  #logFrom = 0;
  #oomBefore: number | null = null;
  #awaited: Promise<void> = Promise.resolve();
  #saved: Promise<void> = Promise.resolve();
  #closed = new AbortController();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  get state(): OwnState {
    return this.#record.state;
  }

  /** Takes up what an earlier owner left: its engine, running or not. */
  async adopt(): Promise<void> {
    const { places } = this.#options;
    this.#closed = new AbortController();
    const before = await readRecord(places.record);
    const boot = await bootId();
    const rebooted = before.boot !== '' && before.boot !== boot;
    // After the machine was started anew nothing crashed: nothing of it was to go on.
    this.#record = rebooted ? { ...emptyRecord, boot } : { ...before, boot };
    this.#logFrom = await logSize(places.log);
    const daemon = await findDaemon(places, before);
    if (daemon === null) {
      const lost =
        this.state.at === 'running' || this.state.at === 'starting' || this.state.at === 'stopping';
      if (lost) await this.#ended(await this.#exit(null, null));
      return;
    }
    this.#record = { ...this.#record, daemon: { pid: daemon.pid, started: daemon.started } };
    const answers = await engineAnswers(places.socket, pingDeadlineMs, this.#closed.signal);
    await this.#go({
      type: 'found',
      nowMs: Date.now(),
      untilMs: Date.now() + this.#options.startMs(),
      answers,
    });
    if (this.state.at === 'starting') this.#awaitAnswer();
  }

  /** Whether one that ended by itself, or was stopped for a while only, is to be started again by now. */
  get isDue(): boolean {
    if (this.state.at === 'stopped') return this.#back;
    return this.state.at === 'crashed' && Date.now() >= this.state.nextAtMs;
  }

  /** It was stopped for a while only: it is due as soon as it ended, however late. */
  wantBack(): void {
    this.#back = true;
  }

  /** Starts one that is due, if it is still. @throws as `start`, without waiting for its answer */
  async startAgain(): Promise<void> {
    if (this.isDue) await this.#launch();
  }

  /** Looks after what changes by itself: an engine that is no child of this process, a full log. */
  async look(): Promise<void> {
    const { state } = this;
    const alive = this.#child !== null || (await this.#isAlive());
    if (!alive && (state.at === 'running' || state.at === 'stopping')) {
      const exit = await this.#exit(null, null);
      // Another look may have told it, and the next one be on its way.
      if (this.state === state) await this.#ended(exit);
    }
    if (state.at === 'starting') this.#options.changed();
    if (state.at === 'running') await rotate(this.#options.places.log);
  }

  /** @throws as `Supervisor.start` */
  async start(signal: AbortSignal): Promise<void> {
    const { at } = this.state;
    if (at === 'running') return;
    if (at === 'stopping') throw fail('conflict', 'engine-busy', { state: 'stopping' });
    if (at !== 'starting') await this.#launch();
    await Promise.race([this.#awaited, aborted(signal)]);
    const state = this.#record.state;
    if (state.at === 'running') return;
    if (signal.aborted) throw fail('cancelled', 'cancelled');
    const detail = state.at === 'failed' ? state.error : state.at === 'crashed' ? state.exit.lastError : '';
    if (state.at === 'failed' && state.late === true)
      throw fail('timeout', 'engine-start-late', {
        seconds: String(Math.round(this.#options.startMs() / 1000)),
      });
    throw fail('engine-error', 'engine-start-failed', { detail: detail || 'it ended without a word' });
  }

  /** @throws timeout `engine-stop-late` */
  async stop(signal: AbortSignal): Promise<void> {
    this.#back = false;
    await this.#go({ type: 'stop', nowMs: Date.now() });
    if (this.state.at !== 'stopping') return;
    await this.#askToEnd();
    await this.#awaited;
    await this.untilStopped(signal);
  }

  /** Waits for one that is stopping. @throws timeout `engine-stop-late` */
  async untilStopped(signal: AbortSignal): Promise<void> {
    const until = Date.now() + this.#options.timing.stopMs;
    while (this.state.at === 'stopping') {
      if (signal.aborted) throw fail('cancelled', 'cancelled');
      if (Date.now() > until)
        throw fail('timeout', 'engine-stop-late', {
          seconds: String(Math.round(this.#options.timing.stopMs / 1000)),
        });
      await wait(this.#options.timing.pingMs);
      if (this.#child === null) await this.look();
    }
  }

  /** SIGHUP: it reads its settings again. */
  async reload(): Promise<void> {
    const daemon = await findDaemon(this.#options.places, this.#record);
    if (daemon === null || !(await signalProcess(daemon, 'SIGHUP'))) throw fail('conflict', 'engine-changed');
  }

  /** Lets go of the engine, which goes on. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.#child?.removeAllListeners();
    this.#child = null;
    await this.#awaited;
    await this.#saved;
  }

  async #launch(): Promise<void> {
    const { places, env, startMs } = this.#options;
    // One that was given up is still being ended.
    await this.#awaited;
    this.#launches += 1;
    this.#back = false;
    const now = Date.now();
    await this.#go({ type: 'start', nowMs: now, untilMs: now + startMs() });
    try {
      const binary = await findBinary(env, this.#options.binary());
      if (binary === null) throw fail('not-found', 'engine-none-here');
      await prepare(places);
      await mkdir(places.folder, { recursive: true, mode: 0o700 });
      this.#logFrom = await logSize(places.log);
      this.#oomBefore = await oomKills();
      await this.#spawn(binary);
    } catch (thrown) {
      await this.#go({ type: 'refused', error: toApiError(thrown).message });
      throw thrown;
    }
    this.#awaitAnswer();
  }

  /** In a session of its own, so that it outlives Slipway, however that ends. */
  async #spawn(binary: string): Promise<void> {
    const { places, env } = this.#options;
    const log = await open(places.log, 'a', 0o600);
    try {
      if (this.state.at !== 'starting') return;
      const child = spawn(binary, ownArguments(places), {
        ...{ env: engineEnv(env), cwd: '/', detached: true },
        stdio: ['ignore', log.fd, log.fd],
      });
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', (error) =>
          reject(fail('engine-error', 'engine-command-failed', { command: binary, detail: error.message })),
        );
      });
      const pid = child.pid ?? 0;
      const launch = this.#launches;
      this.#child = child;
      // Listened to before anything is waited for: it may end at once.
      child.once('exit', (code, signal) => void this.#childEnded(launch, code, signal));
      child.unref();
      await this.#keep({ launcher: { pid, started: await startOf(pid) }, daemon: null });
    } finally {
      await log.close();
    }
  }

  #awaitAnswer(): void {
    this.#awaited = this.#untilItAnswers();
  }

  async #untilItAnswers(): Promise<void> {
    const { places, timing } = this.#options;
    const { signal } = this.#closed;
    while (this.state.at === 'starting' && !signal.aborted) {
      if (await engineAnswers(places.socket, pingDeadlineMs, signal)) {
        const daemon = await findDaemon(places, this.#record);
        if (daemon !== null && this.state.at === 'starting') {
          await this.#keep({ daemon: { pid: daemon.pid, started: daemon.started } });
          await this.#go({ type: 'answered', nowMs: Date.now() });
          return;
        }
      }
      if (this.state.at !== 'starting') return;
      if (Date.now() > this.state.untilMs) return this.#giveUp();
      // One that is not ours to hear of may have ended.
      if (this.#child === null && !(await this.#isAlive())) {
        await this.#ended(await this.#exit(null, null));
        return;
      }
      await wait(timing.pingMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** It had its time: it is ended, so that nothing half started is left. Nothing is started until then. */
  async #giveUp(): Promise<void> {
    const { places, timing, startMs } = this.#options;
    const seconds = String(Math.round(startMs() / 1000));
    const { message } = fail('timeout', 'engine-start-late', { seconds });
    const { launcher, daemon: noted } = this.#record;
    await this.#go({ type: 'refused', error: message, late: true });
    let daemon = noted;
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      daemon ??= await findDaemon(places, this.#record);
      await signalGroup(launcher, signal);
      if (daemon !== null) await signalProcess(daemon, signal);
      const until = performance.now() + timing.killMs;
      while (performance.now() < until) {
        daemon ??= await findDaemon(places, this.#record);
        if (!(await isAlive(launcher)) && !(await isAlive(daemon))) return;
        await wait(timing.pingMs);
      }
    }
  }

  /** One that is only starting may be a wrapper still: then it, and all it began. */
  async #askToEnd(): Promise<void> {
    const { launcher } = this.#record;
    const daemon = await findDaemon(this.#options.places, this.#record);
    if (daemon !== null) await signalProcess(daemon, 'SIGTERM');
    else await signalGroup(launcher, 'SIGTERM');
  }

  async #isAlive(): Promise<boolean> {
    return (
      (await isAlive(this.#record.launcher)) ||
      (await findDaemon(this.#options.places, this.#record)) !== null
    );
  }

  /** `launch`: which it was of. One that was given up may end when the next was begun. */
  async #childEnded(launch: number, code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    if (this.#launches !== launch) return;
    // Kept until it is told how it ended: who looks meanwhile would say that nobody saw it.
    const child = this.#child;
    // A wrapper may end before what it started.
    const wrapped = (await findDaemon(this.#options.places, this.#record)) !== null;
    const exit = wrapped ? null : await this.#exit(code, signal);
    if (this.#child === child) this.#child = null;
    if (exit !== null && this.#launches === launch) await this.#ended(exit);
  }

  async #exit(code: number | null, signal: NodeJS.Signals | null): Promise<EngineExit> {
    const lines = await linesFrom(this.#options.places.log, this.#logFrom);
    const lastError = lastErrorOf(lines) || (lines.at(-1) ?? '');
    const told = { at: new Date().toISOString(), code, signal, lastError };
    if (signal !== null) {
      const now = await oomKills();
      const oom = signal === 'SIGKILL' && now !== null && this.#oomBefore !== null && now > this.#oomBefore;
      return { ...told, cause: oom ? 'oom' : 'signal' };
    }
    if (code !== null) return { ...told, cause: code === 0 ? 'asked' : 'code' };
    const orderly = lines.slice(-20).some((line) => line.includes('Daemon shutdown complete'));
    return { ...told, at: null, cause: orderly ? 'asked' : 'unseen' };
  }

  async #ended(exit: EngineExit): Promise<void> {
    await this.#go({
      type: 'ended',
      exit,
      nowMs: Date.now(),
      random: Math.random(),
      firstMs: this.#options.timing.againMs,
    });
    if (this.state.at !== 'running' && this.state.at !== 'starting')
      await this.#keep({ launcher: null, daemon: null });
  }

  async #go(event: OwnEvent): Promise<void> {
    const state = nextState(this.#record.state, event);
    if (state !== this.#record.state) await this.#keep({ state });
  }

  /** Written in turn, and told only then: whoever looks on reads the file. */
  async #keep(part: Partial<OwnRecord>): Promise<void> {
    this.#record = { ...this.#record, ...part };
    const { folder, record } = this.#options.places;
    const now = this.#record;
    const write = async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeRecord(record, now);
    };
    // A disk that is full must not keep an engine from being watched: this process knows its state all the same.
    this.#saved = this.#saved.then(write).catch((thrown: unknown) => {
      process.emitWarning(`The state of the engine could not be written: ${toApiError(thrown).message}`);
    });
    this.#options.changed();
    await this.#saved;
  }
}

/** What a wrapper started is of its group, which nothing but that is in. */
async function signalGroup(launcher: ProcessMark | null, signal: NodeJS.Signals): Promise<void> {
  if (launcher !== null && launcher.pid > 1 && (await isAlive(launcher)))
    await signalProcess({ pid: -launcher.pid, started: '' }, signal);
}

async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
