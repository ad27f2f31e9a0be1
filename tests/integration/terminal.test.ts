import { afterEach, beforeAll, expect, it } from 'vitest';
import type { InputOf } from '../../shared/contract/index.ts';
import { makeBareImage } from '../rig/bare-image.ts';
import { ok, openApp, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';
import { TerminalSession } from '../rig/terminal-session.ts';
import { eventually, waitFor } from '../rig/wait-for.ts';

const prefix = 'it-term-';

onEachEngine('terminals', { prefix }, (bench) => {
  const open: TerminalSession[] = [];
  const exec = (input: InputOf<'containers.exec'>, options?: { credit?: number }): TerminalSession => {
    const session = new TerminalSession(bench.client, input, options);
    open.push(session);
    return session;
  };
  const name = `${prefix}box`;
  const listing = `for f in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <$f; echo; done 2>/dev/null`;
  const processes = async (words: string): Promise<string[]> =>
    (await bench.docker('exec', name, 'sh', '-c', listing))
      .split('\n')
      .filter((line) => line.includes(words));

  beforeAll(async () => {
    await makeBareImage(bench.engine, `${prefix}bare:1`);
    await bench.docker('run', '-d', '--name', `${prefix}bare`, `${prefix}bare:1`);
    await bench.docker('run', '-d', '--name', name, 'lab/healthy:1');
  });
  afterEach(async () => {
    for (const session of open.splice(0)) session.leave();
    for (const { id } of await ok(bench.client.call('containers.terminals', {})))
      await ok(bench.client.call('containers.closeTerminal', { terminal: id }));
  });

  it('finds a shell by itself, with a TTY of the size asked for, TERM, and an exit code', async () => {
    const session = exec({ id: name, columns: 101, rows: 37 });
    const started = await session.started();
    expect(started).toMatchObject({ command: ['/bin/sh'], attached: false, tty: true, takesInput: true });
    expect(started.execId).toMatch(/^[0-9a-f]{64}$/);
    // An engine before API 1.42 learns the size just after the start.
    await eventually('the size', async () => {
      await session.type('stty size; echo "term=$TERM"\n');
      await session.until(/37 101\r\nterm=xterm-256color\r\n/, 500);
    });
    await session.type('exit 3\n');
    expect(await session.outcome()).toBe(3);
  });

  it('takes a new size while it runs', async () => {
    const session = exec({ id: name });
    await session.until('# ');
    await session.resize(200, 50);
    await session.resize(132, 43);
    await eventually('the new size', async () => {
      await session.type('stty size\n');
      await session.until('43 132', 500);
    });
  });

  it('prefers bash where there is one', async () => {
    const container = `${prefix}bash`;
    await bench.docker('run', '-d', '--name', container, 'lab/healthy:1');
    await bench.docker(
      'exec',
      container,
      'sh',
      '-c',
      "printf '#!/bin/sh\\nexec sh\\n' >/bin/bash; chmod +x /bin/bash",
    );
    const session = exec({ id: container });
    expect((await session.started()).command).toEqual(['/bin/bash']);
    await session.type('echo got"-"it\n');
    await session.until('got-it');
  });

  it('says so where the image has no shell, and runs the program it is given', async () => {
    const bare = exec({ id: `${prefix}bare` });
    const error = await bare.outcome();
    expect(error).toMatchObject({ code: 'not-found', reason: 'no-shell' });
    expect(JSON.stringify(error)).toContain(`--pid container:${prefix}bare`);
    const cat = exec({ id: `${prefix}bare`, command: ['/cat'] });
    await cat.started();
    await cat.type('hello\n');
    await cat.until(/hello\r\nhello\r\n/);
    await cat.type('\x04');
    expect(await cat.outcome()).toBe(0);
  });

  it('runs as a user, in a folder, with an environment', async () => {
    const command = ['sh', '-c', 'id -un; pwd; echo "$COLOUR $TERM"'];
    const input = {
      id: name,
      command,
      user: 'lab',
      workdir: '/tmp',
      env: ['COLOUR=sea green', 'TERM=vt100'],
    };
    const session = exec(input);
    expect((await session.started()).user).toBe('lab');
    expect(await session.outcome()).toBe(0);
    expect(session.text).toBe('lab\r\n/tmp\r\nsea green vt100\r\n');
  });

  it('keeps output and errors apart without a TTY, and passes on the end of the input', async () => {
    const session = exec({ id: name, command: ['sh', '-c', 'wc -c; echo bad >&2; exit 7'], tty: false });
    await session.started();
    await session.type(new Uint8Array(1000).fill(65));
    session.end();
    expect(await session.outcome()).toBe(7);
    const said = (channel: string) =>
      session.items
        .map((item) =>
          item.type === 'output' && item.channel === channel ? Buffer.from(item.data).toString() : '',
        )
        .join('');
    expect([said('stdout').trim(), said('stderr').trim()]).toEqual(['1000', 'bad']);
  });

  it.each([
    ['a program that is not there', { command: ['nonsense'] }, 'command-not-started', 'nonsense'],
    [
      'a user that is not there',
      { command: ['sh'], user: 'nobody-here' },
      'command-not-started',
      'nobody-here',
    ],
    ['a folder that is not there', { command: ['sh'], workdir: '/not/here/x' }, undefined, undefined],
  ])('tells of %s', async (_what, input, reason, named) => {
    const session = exec({ id: name, ...input });
    const outcome = await session.outcome();
    if (reason === undefined && typeof outcome === 'number') {
      // Older runtimes make the folder.
      expect(outcome).toBe(0);
      return;
    }
    expect(outcome).toMatchObject({ reason: 'command-not-started' });
    if (named !== undefined) expect(JSON.stringify(outcome)).toContain(named);
  });

  it('refuses a container that does not run, one that is paused, and one that is not there', async () => {
    const stopped = `${prefix}stopped`;
    await bench.docker('create', '--name', stopped, 'lab/busybox:1');
    expect(await exec({ id: stopped }).outcome()).toMatchObject({
      code: 'conflict',
      reason: 'cannot-exec',
      params: { name: stopped, state: 'created' },
    });
    expect(await exec({ id: `${prefix}none` }).outcome()).toMatchObject({ code: 'not-found' });
    expect(await exec({ terminal: 'none' }).outcome()).toMatchObject({ reason: 'terminal-unknown' });
    expect(await exec({}).outcome()).toMatchObject({ code: 'invalid-input' });
    expect(await exec({ id: name, attach: true, user: 'lab' }).outcome()).toMatchObject({
      code: 'invalid-input',
    });
  });

  it('ends the process with its session, unless it is to be kept', async () => {
    const session = exec({ id: name, command: ['sh', '-c', 'sleep 4711; true'] });
    await session.started();
    await waitFor('the process', async () => (await processes('sleep 4711')).length > 0);
    session.leave();
    await eventually('the end of the process', async () => expect(await processes('sleep 4711')).toEqual([]));
    expect(await ok(bench.client.call('containers.terminals', {}))).toEqual([]);
  });

  it('outlives its viewer when kept, replays the last of its output, and ends when it is closed', async () => {
    const first = exec({ id: name, keep: true, columns: 90, rows: 30 });
    const { terminal } = await first.started();
    await first.type('echo one"-"time; sleep 4712\n');
    await first.until('one-time\r\n');
    first.leave();
    const listed = () => ok(bench.client.call('containers.terminals', { id: name }));
    await eventually('nobody to look', async () =>
      expect(await listed()).toMatchObject([
        { id: terminal, viewers: 0, state: 'running', containerName: name },
      ]),
    );
    const second = exec({ terminal, columns: 70, rows: 20 });
    await second.until('one-time\r\n');
    expect(second.items.filter((item) => item.type === 'output').every((item) => item.replay)).toBe(true);
    await second.type('\x03');
    await eventually('the size of the second viewer', async () => {
      await second.type('stty size\n');
      await second.until('20 70', 500);
    });
    expect(second.items.some((item) => item.type === 'output' && item.replay !== true)).toBe(true);
    await second.type('sleep 4712\n');
    await waitFor('the process', async () => (await processes('sleep 4712')).length > 0);
    expect(await ok(bench.client.call('containers.closeTerminal', { terminal }))).toEqual({ ended: true });
    expect(await processes('sleep 4712')).toEqual([]);
    expect(await second.outcome()).not.toBe(0);
    expect(await refused(bench.client.call('containers.closeTerminal', { terminal }))).toMatchObject({
      reason: 'terminal-unknown',
    });
  });

  it('ends kept ones when Slipway ends', async () => {
    const slipway = await openApp({ engine: bench.engine.host });
    const session = new TerminalSession(slipway.client, { id: name, keep: true, command: ['sleep', '4718'] });
    await session.started();
    await waitFor('the process', async () => (await processes('sleep 4718')).length > 0);
    await slipway.close();
    expect(await processes('sleep 4718')).toEqual([]);
  });

  it('kills what does not hear the hangup', async () => {
    const session = exec({
      id: name,
      command: ['sh', '-c', 'trap "" HUP; while :; do sleep 4713; done'],
      keep: true,
    });
    const { terminal } = await session.started();
    await waitFor('the process', async () => (await processes('sleep 4713')).length > 0);
    expect(await ok(bench.client.call('containers.closeTerminal', { terminal }))).toEqual({ ended: true });
    expect(await processes('trap "" HUP')).toEqual([]);
  });

  it('does not let output it cannot show pile up, and loses none', async () => {
    const lines = 200_000;
    const session = exec(
      { id: name, command: ['sh', '-c', `awk 'BEGIN { for (i = 1; i <= ${lines}; i++) print i }'`] },
      { credit: 2 },
    );
    expect(await session.outcome()).toBe(0);
    const said = session.text.split('\r\n');
    expect(said.length).toBe(lines + 1);
    expect(said.at(-2)).toBe(String(lines));
  });

  it('attaches to the main process and leaves it running', async () => {
    const main = `${prefix}main`;
    await bench.docker('run', '-dit', '--name', main, 'lab/busybox:1', 'sh');
    const session = exec({ id: main, attach: true, columns: 66, rows: 22 });
    expect(await session.started()).toMatchObject({
      execId: null,
      attached: true,
      tty: true,
      takesInput: true,
    });
    await session.type('stty size; echo pid=$$\n');
    await session.until('22 66');
    await session.until('pid=1\r\n');
    session.leave();
    await eventually('it is let go', async () =>
      expect(await ok(bench.client.call('containers.terminals', {}))).toEqual([]),
    );
    expect((await bench.docker('inspect', '-f', '{{.State.Running}}', main)).trim()).toBe('true');
    const again = exec({ id: main, attach: true });
    await again.type('exit 5\n');
    expect(await again.outcome()).toBe(5);
  });

  it('attaches to one without TTY and input', async () => {
    const session = exec({ id: name, attach: true });
    expect(await session.started()).toMatchObject({ tty: false, takesInput: false });
    const counter = `${prefix}counter`;
    await bench.docker('run', '-d', '--name', counter, 'lab/counter:1');
    const other = exec({ id: counter, attach: true });
    await other.until(/\d+\n\d+\n/);
    await bench.docker('kill', counter);
    expect(await other.outcome()).toBe(137);
  });
});
