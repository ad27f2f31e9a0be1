import { expect, it } from 'vitest';
import type { ActionResult } from '../../shared/contract/containers.ts';
import { dockerInspect } from '../rig/docker-view.ts';
import { ok } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';
import { waitFor } from '../rig/wait-for.ts';

const prefix = 'it-act-';

onEachEngine('actions on containers', { prefix }, (bench) => {
  const make = async (name: string, image = 'lab/counter:1', ...flags: string[]): Promise<string> => {
    await bench.docker('run', '-d', '--name', `${prefix}${name}`, ...flags, image);
    return `${prefix}${name}`;
  };
  const stateOf = async (name: string): Promise<string> =>
    (await dockerInspect(bench.engine, name)).State.Status;
  const act = (
    verb: 'start' | 'stop' | 'restart' | 'pause' | 'unpause' | 'kill',
    id: string,
    more: { timeoutSeconds?: number; signal?: string } = {},
  ): Promise<ActionResult> => ok(bench.client.call(`containers.${verb}`, { id, ...more }));

  it('stops and starts, and says when there was nothing to do', async () => {
    const name = await make('stop');
    const { Id } = await dockerInspect(bench.engine, name);
    const result = { id: Id, name };
    expect(await act('stop', name)).toEqual({ ...result, state: 'exited', changed: true });
    expect(await stateOf(name)).toBe('exited');
    expect(await act('stop', name)).toEqual({ ...result, state: 'exited', changed: false });
    expect(await act('start', Id)).toEqual({ ...result, state: 'running', changed: true });
    expect(await stateOf(name)).toBe('running');
    expect(await act('start', Id.slice(0, 12))).toEqual({ ...result, state: 'running', changed: false });
  });

  it('waits as long as it is told before a stubborn one is killed', async () => {
    const name = await make('stubborn', 'lab/stubborn:1');
    await waitFor('its trap', async () => (await bench.docker('logs', name)).includes('ready'));
    const began = performance.now();
    expect(await act('stop', name, { timeoutSeconds: 1 })).toMatchObject({ state: 'exited', changed: true });
    expect(performance.now() - began).toBeGreaterThan(900);
    expect((await dockerInspect(bench.engine, name)).State.ExitCode).toBe(137);
  });

  it('restarts a running one and a stopped one', async () => {
    const name = await make('restart');
    const before = await dockerInspect(bench.engine, name);
    expect(await act('restart', name, { timeoutSeconds: 0 })).toMatchObject({
      state: 'running',
      changed: true,
    });
    const after = await dockerInspect(bench.engine, name);
    expect(Date.parse(after.State.StartedAt)).toBeGreaterThan(Date.parse(before.State.StartedAt));
    await bench.docker('stop', name);
    expect(await act('restart', name)).toMatchObject({ state: 'running', changed: true });
    expect(await stateOf(name)).toBe('running');
  });

  it('pauses and unpauses', async () => {
    const name = await make('pause');
    expect(await act('pause', name)).toMatchObject({ name, state: 'paused', changed: true });
    expect(await stateOf(name)).toBe('paused');
    expect(await act('unpause', name)).toMatchObject({ name, state: 'running', changed: true });
    expect(await stateOf(name)).toBe('running');
  });

  it('kills, by default and with a signal by name or number', async () => {
    const name = await make('kill', 'lab/graceful:1');
    await waitFor('its trap', async () => (await bench.docker('logs', name)).includes('ready'));
    expect(await act('kill', name, { signal: 'SIGCONT' })).toMatchObject({ state: 'running', changed: true });
    await act('kill', name, { signal: 'TERM' });
    await waitFor('its end', async () => (await stateOf(name)) === 'exited');
    expect((await dockerInspect(bench.engine, name)).State.ExitCode).toBe(0);
    for (const more of [{}, { signal: '9' }, { signal: 'SIGKILL' }]) {
      await act('start', name);
      await act('kill', name, more);
      await waitFor('its end', async () => (await stateOf(name)) === 'exited');
      expect((await dockerInspect(bench.engine, name)).State.ExitCode).toBe(137);
    }
  });

  it('renames, also to the name it has', async () => {
    const name = await make('old');
    const { Id } = await dockerInspect(bench.engine, name);
    const renamed = `${prefix}new`;
    const result = await ok(bench.client.call('containers.rename', { id: name, name: renamed }));
    expect(result).toEqual({ id: Id, name: renamed, state: 'running', changed: true });
    expect((await dockerInspect(bench.engine, renamed)).Id).toBe(Id);
    const again = await ok(bench.client.call('containers.rename', { id: Id, name: renamed }));
    expect(again).toEqual({ id: Id, name: renamed, state: 'running', changed: false });
  });

  it('takes the end of a container that removes itself for what was asked', async () => {
    const name = await make('self-removing', 'lab/counter:1', '--rm');
    const result = await act('stop', name, { timeoutSeconds: 0 });
    expect(result).toMatchObject({ name, changed: true });
    // What is seen of it, if anything, is one of its last moments.
    expect(['exited', 'removing', 'dead']).toContain(result.state);
    await waitFor(
      'it is gone',
      async () => !(await bench.docker('ps', '-a', '--format', '{{.Names}}')).includes(name),
    );
  });

  it('shows its own action in the rows before it answers', async () => {
    const name = await make('shown');
    const { Id } = await dockerInspect(bench.engine, name);
    const seen: string[] = [];
    const watch = bench.client.stream(
      'engine.watch',
      { kinds: ['container'] },
      {
        item: (item) => {
          if (item.kind !== 'container' || item.type === 'freshness') return;
          const rows = item.type === 'snapshot' ? item.rows : item.upsert;
          for (const row of rows) if (row.id === Id) seen.push(`${row.name} ${row.state}`);
        },
      },
    );
    await waitFor('its row', () => seen.includes(`${name} running`));
    await act('stop', name, { timeoutSeconds: 0 });
    expect(seen.at(-1)).toBe(`${name} exited`);
    await act('start', name);
    expect(seen.at(-1)).toBe(`${name} running`);
    await act('pause', name);
    expect(seen.at(-1)).toBe(`${name} paused`);
    await ok(bench.client.call('containers.rename', { id: Id, name: `${prefix}shown-2` }));
    expect(seen.at(-1)).toMatch(new RegExp(`^${prefix}shown-2 `));
    watch.cancel();
  });
});
