/** What is needed of whoever looks after an engine: electron/supervision has it. */
export interface Keeper {
  readonly id: 'system' | 'user' | 'own' | 'process';
  describe(signal: AbortSignal): Promise<Kept>;
  start(signal: AbortSignal): Promise<void>;
  restart(signal: AbortSignal): Promise<void>;
  reload(signal: AbortSignal): Promise<void>;
  log(options: { tail: number; follow: boolean }, signal: AbortSignal): AsyncGenerator<{ text: string }>;
  /** Where a path of the engine's is from here; null where Slipway cannot look. */
  local(enginePath: string): Promise<string | null>;
}

export interface Kept {
  unit: string | null;
  pid: number | null;
  binary: string | null;
  /** Without the program. */
  args: string[];
  configFile: string | null;
  address: string | null;
}

/** Who looks after the engine at an address, whether it runs or not; null where nobody on this machine does. */
export type FindKeeper = (address: string | null, signal: AbortSignal) => Promise<Keeper | null>;
