import { fail } from '../../shared/contract/failure.ts';
import type { EngineLogLine, ManagedState, Supervised } from '../../shared/contract/managed.ts';
import type { EngineHost } from '../engine/engine-host.ts';
import { describeDaemon } from './describe.ts';
import { type ProcessFacts, signalProcess } from './processes.ts';
import type { Supervisor } from './supervisor.ts';
import { userNameOf } from './user-names.ts';

/** An engine whose process was found by its socket, and that nobody looks after: it can be told to read its settings. */
export class Unsupervised implements Supervisor {
  readonly id = 'process';
  readonly #env: NodeJS.ProcessEnv;
  readonly #daemon: ProcessFacts;
  readonly #host: EngineHost;
  readonly #address: string;

  constructor(env: NodeJS.ProcessEnv, daemon: ProcessFacts, host: EngineHost, address: string) {
    this.#env = env;
    this.#daemon = daemon;
    this.#host = host;
    this.#address = address;
  }

  async describe(): Promise<Supervised> {
    const { pid, uid } = this.#daemon;
    const rootless = process.getuid?.() !== 0 && uid === process.getuid?.();
    const about = { id: this.id, unit: null, rootless, env: this.#env } as const;
    const told = describeDaemon(about, this.#daemon, { pid, user: await userNameOf(uid) });
    return { ...told, address: this.#address };
  }

  state(): Promise<ManagedState> {
    return Promise.resolve({ status: 'running', since: null });
  }

  start(): Promise<void> {
    // It runs: it would not have been found otherwise.
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.reject(this.#refusal());
  }

  restart(): Promise<void> {
    return Promise.reject(this.#refusal());
  }

  async reload(): Promise<void> {
    if (!(await signalProcess(this.#daemon, 'SIGHUP'))) throw fail('conflict', 'engine-changed');
  }

  // biome-ignore lint/correctness/useYield: nobody knows where it writes.
  async *log(): AsyncGenerator<EngineLogLine> {
    throw this.#refusal();
  }

  local(enginePath: string): Promise<string | null> {
    return Promise.resolve(this.#host.path(enginePath));
  }

  #refusal() {
    return fail('unsupported', 'engine-not-managed', { pid: String(this.#daemon.pid) });
  }
}
