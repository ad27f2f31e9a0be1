import type { EngineExit, EngineLogLine, ManagedState } from '../../shared/contract/managed.ts';

/** What `systemctl show` is asked for. */
export const shownProperties = [
  'Id',
  'LoadState',
  'ActiveState',
  'SubState',
  'Result',
  'MainPID',
  'ExecMainCode',
  'ExecMainStatus',
  'ExecMainExitTimestamp',
  'ActiveEnterTimestamp',
  'StateChangeTimestamp',
  'NRestarts',
  'UnitFileState',
  'ExecStart',
] as const;

export type UnitFacts = Readonly<Record<(typeof shownProperties)[number], string>>;

/** Reads the answer of `systemctl show` for several units, which an empty line parts, in the order they were asked for. */
export function parseShown(output: string): UnitFacts[] {
  return output
    .split(/\n{2,}/)
    .filter((block) => block.trim() !== '')
    .map(parseShow);
}

/** Reads what it tells of one: `Key=value` lines. What is missing is empty. */
export function parseShow(output: string): UnitFacts {
  const found = new Map(
    output.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()] as const];
    }),
  );
  const entries = shownProperties.map((name) => [name, found.get(name) ?? ''] as const);
  return Object.fromEntries(entries) as UnitFacts;
}

/**
 * The command line in `ExecStart={ path=... ; argv[]=... ; ... }`; empty where there is none. It comes with its variables
 * as they are written, e.g. `$DOCKER_OPTS` of Debian: what they hold is not known here, and they are left out.
 */
export function execStart(value: string): string[] {
  const line = /argv\[\]=(.*?) ; /.exec(value)?.[1] ?? '';
  return line.split(/\s+/).filter((word) => word !== '' && !word.includes('$'));
}

/** `Mon 2026-11-16 09:12:01 UTC`, which is UTC as Slipway asks for it, as ISO 8601; null for `n/a` and what is not understood. */
export function systemdTime(value: string): string | null {
  const [, day, time] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(value) ?? [];
  return day === undefined ? null : `${day}T${time}Z`;
}

// si_code of waitid(2): how ExecMainCode is written by `show`.
const exited = '1';

/** How the main process ended; null where it never did. */
function unitExit(facts: UnitFacts, lastError: string): EngineExit | null {
  const { ExecMainCode, ExecMainStatus, Result } = facts;
  if (ExecMainCode === '' || ExecMainCode === '0') return null;
  const status = Number(ExecMainStatus);
  const at = systemdTime(facts.ExecMainExitTimestamp);
  if (Result === 'oom-kill') return { at, cause: 'oom', code: null, signal: 'SIGKILL', lastError };
  if (ExecMainCode !== exited)
    return { at, cause: 'signal', code: null, signal: signalName(status), lastError };
  // A unit that was stopped ends with 0: somebody asked for it.
  return {
    at,
    cause: status === 0 && Result === 'success' ? 'asked' : 'code',
    code: status,
    signal: null,
    lastError,
  };
}

const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  6: 'SIGABRT',
  7: 'SIGBUS',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};

function signalName(number: number): string {
  return signals[number] ?? `signal ${number}`;
}

/** The state of a unit in our words. */
export function unitState(facts: UnitFacts, lastError: string, nowMs: number): ManagedState {
  const since = systemdTime(facts.StateChangeTimestamp) ?? new Date(nowMs).toISOString();
  const exit = unitExit(facts, lastError);
  if (facts.ActiveState === 'active' || facts.ActiveState === 'reloading')
    return { status: 'running', since: systemdTime(facts.ActiveEnterTimestamp) };
  if (facts.ActiveState === 'deactivating') return { status: 'stopping', since };
  if (facts.ActiveState === 'activating') {
    if (facts.SubState === 'auto-restart' && exit !== null)
      return { status: 'crashed', exit, attempt: Number(facts.NRestarts) + 1, nextAt: since };
    const slow = nowMs - Date.parse(since) > slowMs;
    return { status: 'starting', since, slow, until: null, line: lastError };
  }
  if (facts.ActiveState === 'failed') return { status: 'failed', exit, error: lastError || facts.Result };
  return { status: 'stopped', exit };
}

/** Engines start within seconds. */
export const slowMs = 10_000;

const levels: Readonly<Record<string, EngineLogLine['level']>> = {
  ...{ '0': 'error', '1': 'error', '2': 'error', '3': 'error' },
  ...{ '4': 'warning', '5': 'info', '6': 'info', '7': 'debug' },
};

/** One line of `journalctl --output json`; null where it is none. */
export function parseJournalLine(line: string): EngineLogLine | null {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    // What journalctl says beside its entries, e.g. that some journal may not be read.
    return line.trim() === '' ? null : { at: null, level: null, text: line };
  }
  if (typeof entry !== 'object' || entry === null) return null;
  const {
    MESSAGE: message,
    PRIORITY: priority,
    __REALTIME_TIMESTAMP: micros,
  } = entry as Record<string, unknown>;
  // A message that is no text comes as its bytes.
  const written = Array.isArray(message) ? Buffer.from(message.map(Number)).toString('utf8') : message;
  const own = parseDaemonLine(typeof written === 'string' ? written : '');
  const at = /^\d{1,17}$/.test(String(micros)) ? new Date(Number(micros) / 1000).toISOString() : own.at;
  return { at, level: own.level ?? levels[String(priority)] ?? null, text: own.text };
}

/** One line of dockerd: `time="..." level=error msg="..." error="..."`, or any other text. */
export function parseDaemonLine(line: string): EngineLogLine {
  const text = line.trimEnd();
  const level = /(?:^|\s)level=(\w+)/.exec(text)?.[1] ?? '';
  const time = /^time="([^"]+)"/.exec(text)?.[1] ?? '';
  const ms = Date.parse(time);
  return {
    at: Number.isNaN(ms) ? null : new Date(ms).toISOString(),
    level: daemonLevels[level] ?? (isFatal(text) ? 'error' : null),
    text,
  };
}

const daemonLevels: Readonly<Record<string, EngineLogLine['level']>> = {
  trace: 'debug',
  debug: 'debug',
  info: 'info',
  warning: 'warning',
  warn: 'warning',
  error: 'error',
  fatal: 'error',
  panic: 'error',
};

/** What dockerd says last, outside of its log, when it cannot begin. */
function isFatal(text: string): boolean {
  return /^(failed to |unable to |panic:|fatal error:|Error: |unknown flag|invalid argument|dockerd: )/i.test(
    text,
  );
}

/** The last line that tells of an error, without its time and level; empty where there is none. */
export function lastErrorOf(lines: readonly string[]): string {
  for (const line of [...lines].reverse()) {
    const parsed = parseDaemonLine(line);
    if (parsed.level === 'error') return saidBy(parsed.text);
  }
  return '';
}

/** A line without its time and level: what was said, and the error it names. */
export function saidBy(line: string): string {
  const message = /(?:^|\s)msg="((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? /(?:^|\s)msg=(\S+)/.exec(line)?.[1];
  if (message === undefined) return line.trim().slice(0, 1000);
  const error = /(?:^|\s)error="((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
  const plain = (text: string) => text.replace(/\\(["\\])/g, '$1');
  return `${plain(message)}${error === undefined ? '' : `: ${plain(error)}`}`.slice(0, 1000);
}
