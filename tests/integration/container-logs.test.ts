import { expect, it } from 'vitest';
import type { InputOf } from '../../shared/contract/index.ts';
import { LogReader } from '../rig/log-reader.ts';
import { onEachEngine } from '../rig/suite.ts';
import { eventually, waitFor } from '../rig/wait-for.ts';

const prefix = 'it-logs-';

onEachEngine('containers.logs', { prefix }, (bench) => {
  /** Everything a reading that ends by itself tells. */
  const read = async (input: InputOf<'containers.logs'>): Promise<LogReader> => {
    const reader = new LogReader(bench.client, input);
    await reader.until('the end', ({ ended }) => ended !== undefined);
    return reader;
  };
  const run = async (name: string, script: string, ...options: string[]): Promise<string> => {
    const full = `${prefix}${name}`;
    await bench.docker('run', '-d', '--name', full, ...options, 'lab/busybox:1', 'sh', '-c', script);
    return full;
  };
  const ended = (name: string) =>
    waitFor(`${name} to end`, async () => {
      return (await bench.docker('inspect', '-f', '{{.State.Status}}', name)) === 'exited';
    });

  it('tells what docker logs tells, with channel and time', async () => {
    const name = await run('both', 'echo one; sleep 1; echo two >&2; sleep 1; printf three');
    await ended(name);
    const all = await read({ ids: [name] });
    expect(all.lines.map(({ container, channel, text }) => [container, channel, text])).toEqual([
      [name, 'stdout', 'one'],
      [name, 'stderr', 'two'],
      [name, 'stdout', 'three'],
    ]);
    for (const { at, atNano } of all.lines) {
      expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Math.floor(Number(BigInt(atNano) / 1_000_000n))).toBe(Date.parse(at));
    }
    expect((await read({ ids: [name], stdout: false })).texts).toEqual(['two']);
    const [, two] = all.lines;
    expect((await read({ ids: [name], since: two?.at ?? '' })).texts).toEqual(['two', 'three']);
    expect((await read({ ids: [name], since: '1h' })).texts).toHaveLength(3);
    expect((await read({ ids: [name], until: '1h' })).texts).toEqual([]);
    const id = await bench.docker('inspect', '-f', '{{.Id}}', name);
    expect((await read({ ids: [id.slice(0, 12), name] })).texts).toHaveLength(3);
  });

  it('reads the last lines alone', async () => {
    const name = await run('tail', 'for i in 1 2 3; do echo "line $i"; done');
    await ended(name);
    expect((await read({ ids: [name], tail: 2 })).texts).toEqual(['line 2', 'line 3']);
    expect((await read({ ids: [name], tail: 0 })).texts).toEqual([]);
  });

  it('waits in silence for what was not asked for', async () => {
    const name = await run(
      'quiet',
      'for i in 1 2 3; do echo "line $i"; done; sleep 9; echo now; sleep 100000',
    );
    await eventually('the lines of before', async () =>
      expect((await bench.docker('logs', name)).split('\n')).toHaveLength(3),
    );
    const none = new LogReader(bench.client, { ids: [name], follow: true, tail: 0 });
    const other = new LogReader(bench.client, { ids: [name], follow: true, tail: 2, stdout: false });
    await none.until('the new line', ({ lines }) => lines.length > 0);
    for (const reader of [none, other]) reader.close();
    // Long enough for the look at a log that has gone silent.
    expect(none.texts).toEqual(['now']);
    expect(none.marks).toEqual([]);
    expect(other.texts).toEqual([]);
    expect(other.marks).toEqual([]);
  });

  it('follows, and reads on after a restart', async () => {
    const name = await run('follow', 'echo "life"; sleep 100000');
    const reader = new LogReader(bench.client, { ids: [name], follow: true });
    await reader.until('the first life', ({ lines }) => lines.length === 1);
    await bench.docker('restart', '-t', '0', name);
    await reader.until('the second life', ({ lines }) => lines.length === 2);
    reader.close();
    expect(reader.gaps).toEqual([]);
  });

  it('merges several by time', async () => {
    const script = (word: string, offset: string) =>
      `sleep ${offset}; for i in 1 2 3; do echo "${word} $i"; sleep 0.4; done`;
    const names = await Promise.all([run('a', script('a', '0')), run('b', script('b', '0.2'))]);
    for (const name of names) await ended(name);
    const { lines } = await read({ ids: names });
    expect(lines).toHaveLength(6);
    const times = lines.map(({ atNano }) => BigInt(atNano));
    expect(times).toEqual([...times].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(lines.map(({ container }) => container))).toEqual(new Set(names));
  });

  it('reads a terminal', async () => {
    const name = await run('tty', 'echo one; echo two >&2', '-t');
    await ended(name);
    expect((await read({ ids: [name] })).lines.map(({ channel, text }) => [channel, text])).toEqual([
      ['stdout', 'one'],
      ['stdout', 'two'],
    ]);
  });

  it('refuses what makes no sense', async () => {
    const refusal = async (input: InputOf<'containers.logs'>) => (await read(input)).ended;
    expect(await refusal({ ids: ['nobody'] })).toMatchObject({ code: 'not-found', reason: 'object-unknown' });
    const name = await run('there', 'echo one');
    expect(await refusal({ ids: [name], stdout: false, stderr: false })).toMatchObject({
      code: 'invalid-input',
      reason: 'no-log-channel',
    });
    expect(await refusal({ ids: [name], since: 'yesterday' })).toMatchObject({ reason: 'time-malformed' });
    expect(await refusal({ ids: [] })).toMatchObject({ code: 'invalid-input' });
  });

  it('tells of a log driver that keeps nothing, and reads the others beside it', async () => {
    const mute = await run('mute', 'echo unheard; sleep 100000', '--log-driver', 'none');
    expect((await read({ ids: [mute] })).ended).toMatchObject({
      code: 'unsupported',
      reason: 'logs-unreadable',
      params: { name: mute, driver: 'none' },
    });
    const loud = await run('loud', 'echo heard');
    await ended(loud);
    const both = await read({ ids: [mute, loud] });
    expect(both.texts).toEqual(['heard']);
    expect(both.marks).toMatchObject([
      { container: mute, kind: 'failed', error: { reason: 'logs-unreadable' } },
    ]);
    expect(both.ended).toBe('ended');
  });
});
