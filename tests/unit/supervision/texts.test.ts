import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDaemonFlags } from '../../../electron/supervision/daemon-flags.ts';
import { mountsIn } from '../../../electron/supervision/own/mounts.ts';
import {
  execStart,
  lastErrorOf,
  parseDaemonLine,
  parseJournalLine,
  parseShow,
  parseShown,
  saidBy,
  systemdTime,
  unitState,
} from '../../../electron/supervision/systemd-text.ts';

const now = Date.parse('2026-11-21T17:00:00Z');
const show = (lines: Record<string, string>) =>
  parseShow(
    Object.entries(lines)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  );

describe('what systemctl show tells', () => {
  it('is read by name, whatever comes besides', () => {
    const facts = parseShow(
      'LoadState=loaded\nExecStart={ path=/a ; argv[]=/a -H fd:// --x=y ; }\nnonsense\nNew=1\n',
    );
    expect(facts.LoadState).toBe('loaded');
    expect(facts.Result).toBe('');
    expect(execStart(facts.ExecStart)).toEqual(['/a', '-H', 'fd://', '--x=y']);
    expect(execStart('')).toEqual([]);
    // As systemctl tells the unit of Debian: what stands in a variable is not told.
    expect(execStart('{ path=/a ; argv[]=/a -H fd:// $DOCKER_OPTS ; ignore_errors=no ; }')).toEqual([
      ...['/a', '-H', 'fd://'],
    ]);
    expect(parseShown('Id=a\nLoadState=loaded\n\nId=b\nLoadState=not-found\n')).toMatchObject([
      { Id: 'a', LoadState: 'loaded' },
      { Id: 'b', LoadState: 'not-found' },
    ]);
  });

  it.each([
    [
      { ActiveState: 'active', ActiveEnterTimestamp: 'Sat 2026-11-21 16:00:00 UTC' },
      { status: 'running', since: '2026-11-21T16:00:00Z' },
    ],
    [
      { ActiveState: 'inactive', ExecMainCode: '0' },
      { status: 'stopped', exit: null },
    ],
    [
      { ActiveState: 'inactive', ExecMainCode: '1', ExecMainStatus: '0', Result: 'success' },
      { status: 'stopped', exit: { cause: 'asked', code: 0 } },
    ],
    [
      { ActiveState: 'failed', ExecMainCode: '1', ExecMainStatus: '1', Result: 'exit-code' },
      { status: 'failed', error: 'last', exit: { cause: 'code', code: 1 } },
    ],
    [
      { ActiveState: 'failed', ExecMainCode: '2', ExecMainStatus: '9', Result: 'signal' },
      { status: 'failed', exit: { cause: 'signal', signal: 'SIGKILL' } },
    ],
    [
      { ActiveState: 'failed', ExecMainCode: '2', ExecMainStatus: '9', Result: 'oom-kill' },
      { status: 'failed', exit: { cause: 'oom' } },
    ],
    [{ ActiveState: 'deactivating' }, { status: 'stopping' }],
    [
      { ActiveState: 'activating', SubState: 'start', StateChangeTimestamp: 'Sat 2026-11-21 16:59:58 UTC' },
      { status: 'starting', slow: false },
    ],
    [
      { ActiveState: 'activating', SubState: 'start', StateChangeTimestamp: 'Sat 2026-11-21 16:59:20 UTC' },
      { status: 'starting', slow: true },
    ],
    [
      {
        ActiveState: 'activating',
        SubState: 'auto-restart',
        ExecMainCode: '2',
        ExecMainStatus: '9',
        NRestarts: '2',
      },
      { status: 'crashed', attempt: 3 },
    ],
  ])('%j is %j', (lines, told) => {
    expect(unitState(show(lines as Record<string, string>), 'last', now)).toMatchObject(told);
  });

  it('has times or none', () => {
    expect(systemdTime('Mon 2026-11-16 09:12:01 UTC')).toBe('2026-11-16T09:12:01Z');
    expect(systemdTime('n/a')).toBeNull();
  });
});

describe('lines of a log', () => {
  it('tell their time, their level and what was said', () => {
    const line =
      'time="2026-11-21T16:59:01.5Z" level=error msg="failed to \\"start\\"" error="no space left"';
    expect(parseDaemonLine(line)).toEqual({ at: '2026-11-21T16:59:01.500Z', level: 'error', text: line });
    expect(saidBy(line)).toBe('failed to "start": no space left');
    expect(parseDaemonLine('failed to start daemon: pid file found').level).toBe('error');
    expect(parseDaemonLine('anything').level).toBeNull();
  });

  it('end with an error that is found, whatever comes after it', () => {
    expect(lastErrorOf(['level=error msg=one', 'level=error msg="two"', 'level=info msg=three'])).toBe('two');
    expect(lastErrorOf(['level=info msg=three'])).toBe('');
  });

  it('come from the journal as text, as bytes, or not at all', () => {
    const entry = (MESSAGE: unknown) =>
      JSON.stringify({ MESSAGE, PRIORITY: '3', __REALTIME_TIMESTAMP: '1795280400000000' });
    expect(parseJournalLine(entry('hello'))).toEqual({
      at: '2026-11-21T17:00:00.000Z',
      level: 'error',
      text: 'hello',
    });
    expect(parseJournalLine(entry([104, 105]))?.text).toBe('hi');
    expect(parseJournalLine('-- No entries --')).toMatchObject({ at: null, text: '-- No entries --' });
    expect(parseJournalLine('')).toBeNull();
  });

  it('never break what reads them', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseDaemonLine(text).text).toBe(text.trimEnd());
        parseJournalLine(text);
        saidBy(text);
        parseShow(text);
      }),
    );
  });
});

describe('the command line of a dockerd', () => {
  it('is read with and without "="', () => {
    const args = [
      '--data-root',
      '/d',
      '--config-file=/c',
      '-H',
      'unix:///a',
      '--host=tcp://b',
      '--debug',
      '-p',
      '/p',
    ];
    expect(parseDaemonFlags(args)).toEqual({
      ...{ configFile: '/c', dataRoot: '/d', execRoot: null, pidFile: '/p' },
      hosts: ['unix:///a', 'tcp://b'],
    });
  });
});

describe('mounts', () => {
  it('are those at a folder and below it, with blanks in their names', () => {
    const line = (point: string) => `1 2 0:1 / ${point} rw - tmpfs tmpfs rw`;
    const text = [line('/d'), line('/d/a\\040b'), line('/data'), line('/')].join('\n');
    expect(mountsIn(text, '/d')).toEqual(['/d', '/d/a b']);
  });
});
