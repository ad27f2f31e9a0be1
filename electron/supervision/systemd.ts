import { setTimeout as wait } from 'node:timers/promises';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import type { EngineLogLine, ManagedState, Supervised } from '../../shared/contract/managed.ts';
import { asRoot, type RootWork, rootCommand, runHere } from '../privileges/as-root.ts';
import { describeDaemon } from './describe.ts';
import { linesOf, outputOf } from './output.ts';
import { allProcesses, isBelow, type ProcessFacts, processFacts, runs } from './processes.ts';
import type { LogOptions, Supervisor } from './supervisor.ts';
import {
  execStart,
  lastErrorOf,
  parseJournalLine,
  parseShown,
  shownProperties,
  type UnitFacts,
  unitState,
} from './systemd-text.ts';
import { untilAborted } from './until-aborted.ts';
import { userNameOf } from './user-names.ts';

const unit = 'docker.service';
/** Connections to it would start the engine again. */
const activation = 'docker.socket';
const errorLines = 50;
const againMs = 200;
/** One look at an engine asks several things of its unit: they share an answer. */
const keptMs = 500;

/** What systemd tells of the engine: its unit, and which units of it there are. */
interface Units {
  facts: UnitFacts;
  names: readonly string[];
}

/** The engine as a systemd unit: the system's, or a rootless one of the user's. */
export class SystemdUnit implements Supervisor {
  readonly id: 'system' | 'user';
  readonly #env: NodeJS.ProcessEnv;
  readonly #scope: readonly string[];
  readonly #startMs: () => number;
  readonly #keptMs: number;
  #seen = false;
  #asked: { at: number; answer: Promise<Units | null> } | null = null;

  /** @param keep how long an answer of systemd is good for, in ms */
  constructor(id: 'system' | 'user', env: NodeJS.ProcessEnv, startMs: () => number, keep = keptMs) {
    this.#keptMs = keep;
    this.id = id;
    this.#env = env;
    this.#scope = id === 'user' ? ['--user'] : [];
    this.#startMs = startMs;
  }

  /**
   * What systemd tells of the unit; null where there is no systemd, or no such unit.
   * @throws engine-error `engine-command-failed` where systemd could not be asked, which is not to say that there is none;
   * cancelled
   */
  async facts(signal: AbortSignal): Promise<UnitFacts | null> {
    return (await this.#units(signal))?.facts ?? null;
  }

  async #units(signal: AbortSignal): Promise<Units | null> {
    if (this.#asked === null || performance.now() - this.#asked.at > this.#keptMs)
      this.#asked = { at: performance.now(), answer: this.#ask() };
    return untilAborted(this.#asked.answer, signal);
  }

  /** Whoever asked may leave: others may wait for the same answer, and it has a deadline of its own. */
  async #ask(): Promise<Units | null> {
    if (process.platform !== 'linux') return null;
    const { signal } = new AbortController();
    const properties = `--property=${shownProperties.join(',')}`;
    const args = [...this.#scope, 'show', unit, activation, properties, '--no-pager'];
    const output = await outputOf(this.#env, 'systemctl', args, signal);
    if (output.kind === 'failed' && (output.late || this.#seen)) {
      const command = ['systemctl', ...args].join(' ');
      throw fail('engine-error', 'engine-command-failed', { command, detail: output.detail });
    }
    const [facts, socket] = output.kind === 'said' ? parseShown(output.text) : [];
    this.#seen = facts?.LoadState === 'loaded';
    if (facts === undefined || !this.#seen) return null;
    return { facts, names: socket?.LoadState === 'loaded' ? [activation, unit] : [unit] };
  }

  async describe(signal: AbortSignal): Promise<Supervised> {
    return this.describeWith(await this.facts(signal));
  }

  /** The same, from what systemd told. */
  async describeWith(facts: UnitFacts | null): Promise<Supervised> {
    const daemon = await this.#daemon(facts);
    const about = { id: this.id, unit, rootless: this.id === 'user', env: this.#env };
    const running = daemon === null ? null : { pid: daemon.pid, user: await userNameOf(daemon.uid) };
    if (daemon !== null) return describeDaemon(about, daemon, running);
    const [binary = null, ...args] = execStart(facts?.ExecStart ?? '');
    return describeDaemon(about, binary === null ? null : { binary, args }, null);
  }

  async state(signal: AbortSignal): Promise<ManagedState> {
    const facts = await this.facts(signal);
    if (facts === null) return { status: 'stopped', exit: null };
    const quiet = facts.ActiveState === 'active';
    return unitState(facts, quiet ? '' : await this.#lastError(signal), Date.now());
  }

  async start(signal: AbortSignal): Promise<void> {
    await this.#systemctl(['start', unit], signal, await this.#unlimited(signal));
    await this.#until('running', signal);
  }

  async stop(signal: AbortSignal): Promise<void> {
    await this.#systemctl(['stop', ...(await this.#names(signal))], signal);
    await this.#until('stopped', signal);
  }

  async restart(signal: AbortSignal): Promise<void> {
    await this.#systemctl(['restart', unit], signal, await this.#unlimited(signal));
    await this.#until('running', signal);
  }

  async reload(signal: AbortSignal): Promise<void> {
    await this.#systemctl(['reload', unit], signal);
  }

  /** Starts with the machine, or the session; null where systemd does not say so plainly. */
  async atLogin(signal: AbortSignal): Promise<boolean | null> {
    const state = (await this.facts(signal))?.UnitFileState ?? '';
    return state === 'enabled' ? true : state === 'disabled' ? false : null;
  }

  async setAtLogin(on: boolean, signal: AbortSignal): Promise<void> {
    await this.#systemctl([on ? 'enable' : 'disable', unit], signal);
  }

  /** The commands as a person types them. */
  async commands(signal: AbortSignal): Promise<{ start: string; stop: string; restart: string }> {
    const line = (...args: string[]) => this.#line(['systemctl', ...this.#scope, ...args]);
    return {
      start: line('start', unit),
      stop: line('stop', ...(await this.#names(signal))),
      restart: line('restart', unit),
    };
  }

  async *log({ tail, follow }: LogOptions, signal: AbortSignal): AsyncGenerator<EngineLogLine> {
    const args = [...this.#journal(tail), ...(follow ? ['--follow'] : [])];
    for await (const line of linesOf(this.#env, 'journalctl', args, signal)) {
      const parsed = parseJournalLine(line);
      if (parsed !== null) yield parsed;
    }
  }

  local(enginePath: string): Promise<string | null> {
    return Promise.resolve(enginePath);
  }

  #line(argv: readonly string[]): string {
    return this.id === 'user' ? argv.join(' ') : rootCommand(argv);
  }

  #journal(lines: number): string[] {
    return [...this.#scope, '--unit', unit, '--output', 'json', '--no-pager', '--lines', String(lines)];
  }

  /** The units to stop. One that is not there is refused by systemctl: rootless engines have no socket of systemd. */
  async #names(signal: AbortSignal): Promise<readonly string[]> {
    return (await this.#units(signal))?.names ?? [unit];
  }

  /** Three starts a minute is all that Debian's unit allows, those of a crashing engine too: a restart would only stop it. */
  async #unlimited(signal: AbortSignal): Promise<Pick<RootWork, 'before'>> {
    return { before: ['systemctl', ...this.#scope, 'reset-failed', ...(await this.#names(signal))] };
  }

  async #systemctl(
    args: readonly string[],
    signal: AbortSignal,
    before: Pick<RootWork, 'before'> = {},
  ): Promise<void> {
    const work: RootWork = { env: this.#env, argv: ['systemctl', ...this.#scope, ...args], ...before };
    try {
      await (this.id === 'user' ? runHere(work, signal) : asRoot(work, { signal }));
    } finally {
      // What was told before is over.
      this.#asked = null;
    }
  }

  /** `systemctl start` may come back before a unit of another kind is there, and a stopped one may fail at once. */
  async #until(wanted: 'running' | 'stopped', signal: AbortSignal): Promise<void> {
    const withinMs = this.#startMs();
    const until = performance.now() + withinMs;
    for (;;) {
      this.#asked = null;
      const state = await this.#stateIfTold(signal);
      if (state === null) {
        // It could not be asked just now: that is no end of the engine.
      } else if (state.status === wanted || (wanted === 'stopped' && state.status === 'failed')) {
        return;
      } else if (state.status === 'failed' || (wanted === 'running' && state.status === 'stopped'))
        throw fail('engine-error', 'engine-start-failed', {
          detail: state.status === 'failed' ? state.error : (state.exit?.lastError ?? ''),
        });
      if (performance.now() > until)
        throw fail('timeout', wanted === 'running' ? 'engine-start-late' : 'engine-stop-late', {
          seconds: String(Math.round(withinMs / 1000)),
        });
      await wait(againMs, undefined, { signal });
    }
  }

  async #stateIfTold(signal: AbortSignal): Promise<ManagedState | null> {
    try {
      return await this.state(signal);
    } catch (thrown) {
      if (thrown instanceof SlipwayError && !signal.aborted) return null;
      throw thrown;
    }
  }

  async #lastError(signal: AbortSignal): Promise<string> {
    const output = await outputOf(this.#env, 'journalctl', this.#journal(errorLines), signal);
    const lines = (output.kind === 'said' ? output.text : '')
      .split('\n')
      .flatMap((line) => parseJournalLine(line)?.text ?? []);
    return lastErrorOf(lines);
  }

  /** The main process of a rootless unit is RootlessKit, with the engine below it. */
  async #daemon(facts: UnitFacts | null): Promise<ProcessFacts | null> {
    const main = Number(facts?.MainPID ?? 0);
    if (main === 0) return null;
    const own = await processFacts(main);
    if (own === null || runs(own, 'dockerd')) return own;
    const all = await allProcesses();
    return all.find((one) => runs(one, 'dockerd') && isBelow(all, one.pid, main)) ?? own;
  }
}
