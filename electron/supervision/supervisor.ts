import type { EngineLogLine, ManagedId, ManagedState, Supervised } from '../../shared/contract/managed.ts';

export interface LogOptions {
  /** Lines from before. */
  tail: number;
  follow: boolean;
}

/** What looks after one engine of this machine. Every action resolves once the engine is as it was asked to be. */
export interface Supervisor {
  readonly id: ManagedId;
  /** The engine's process and where its things are. */
  describe(signal: AbortSignal): Promise<Supervised>;
  state(signal: AbortSignal): Promise<ManagedState>;
  /**
   * Starts it and waits until it answers. Nothing happens where it runs.
   * @throws engine-error `engine-start-failed` with the engine's own error line; timeout `engine-start-late`;
   * permission-denied `engine-needs-privileges` with the command to copy; conflict `engine-socket-taken`,
   * `engine-other-runs`; unsupported `engine-not-managed`
   */
  start(signal: AbortSignal): Promise<void>;
  /** Stops it and waits until it ended. Nothing happens where it does not run. @throws as `start`; `engine-stop-late` */
  stop(signal: AbortSignal): Promise<void>;
  restart(signal: AbortSignal): Promise<void>;
  /** Has it read its settings again (SIGHUP). It tells in its log what it took. @throws as `start` */
  reload(signal: AbortSignal): Promise<void>;
  /** The last lines and those that come. */
  log(options: LogOptions, signal: AbortSignal): AsyncGenerator<EngineLogLine>;
  /** Where a path of the engine's is from here; null where Slipway cannot look. */
  local(enginePath: string): Promise<string | null>;
}
