/** Linux signals by number, 1 to 31. */
const signals = [
  ...['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGKILL'],
  ...['SIGUSR1', 'SIGSEGV', 'SIGUSR2', 'SIGPIPE', 'SIGALRM', 'SIGTERM', 'SIGSTKFLT', 'SIGCHLD', 'SIGCONT'],
  ...['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGURG', 'SIGXCPU', 'SIGXFSZ', 'SIGVTALRM', 'SIGPROF'],
  ...['SIGWINCH', 'SIGIO', 'SIGPWR', 'SIGSYS'],
];
const realtimeFrom = 34;
const lastSignal = 64;

/** The name of a Linux signal, e.g. `SIGKILL` for 9 and `SIGRTMIN+3` for 37; null for a number that is none. */
export function signalName(number: number): string | null {
  if (!Number.isInteger(number) || number < 1 || number > lastSignal) return null;
  if (number >= realtimeFrom)
    return number === realtimeFrom ? 'SIGRTMIN' : `SIGRTMIN+${number - realtimeFrom}`;
  return signals[number - 1] ?? null;
}

/** What an exit code says. `code` is what the sentence of each kind fills in. */
export type ExitMeaning =
  | { kind: 'done' }
  /** The program ended with an error of its own. */
  | { kind: 'failed' }
  /** 125: the engine itself could not run it. */
  | { kind: 'engine-failed' }
  /** 126: the command was found and could not be executed. */
  | { kind: 'not-executable' }
  /** 127: there is no such command. */
  | { kind: 'not-found' }
  /** 128 + n: a signal ended it. `fault`: one that the kernel sends for an error of the program. */
  | { kind: 'signal'; signal: string; number: number; fault: boolean }
  | { kind: 'out-of-memory' }
  /** 255: an exit status out of range, such as -1. */
  | { kind: 'out-of-range' };

/** SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS */
const faults: ReadonlySet<number> = new Set([4, 5, 6, 7, 8, 11, 31]);

/** What the exit code of a container means, by the conventions of docker and of shells. */
export function exitMeaning(code: number, oomKilled = false): ExitMeaning {
  if (oomKilled && code !== 0) return { kind: 'out-of-memory' };
  switch (code) {
    case 0:
      return { kind: 'done' };
    case 125:
      return { kind: 'engine-failed' };
    case 126:
      return { kind: 'not-executable' };
    case 127:
      return { kind: 'not-found' };
    case 255:
      return { kind: 'out-of-range' };
  }
  const number = code - 128;
  const signal = signalName(number);
  return signal === null ? { kind: 'failed' } : { kind: 'signal', signal, number, fault: faults.has(number) };
}
