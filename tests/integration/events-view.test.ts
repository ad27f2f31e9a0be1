import { expect, it } from 'vitest';
import type { EngineEvent } from '../../shared/contract/engine.ts';
import type { InputOf } from '../../shared/contract/index.ts';
import { ok } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';
import { eventually } from '../rig/wait-for.ts';

const prefix = 'it-happen-';

onEachEngine('engine.events', { prefix }, (bench, kind) => {
  const watch = (input: InputOf<'engine.events'>) => {
    const events: EngineEvent[] = [];
    const handle = bench.slipway.client.stream('engine.events', input, { item: (item) => events.push(item) });
    return { events, stop: () => handle.cancel() };
  };
  const told = (events: readonly EngineEvent[]) =>
    events.filter(({ name }) => name?.startsWith(prefix)).map(({ action }) => action);

  it('tells what the engine remembers since a time, and goes on from there, each event once', async () => {
    const since = new Date(Date.now() - 1000).toISOString();
    await bench.docker('create', '--name', `${prefix}past`, 'lab/busybox:1');
    const view = watch({ since, types: ['container'], objects: [`${prefix}past`] });
    await eventually('the event of before', () => expect(told(view.events)).toEqual(['create']));
    await bench.docker('rename', `${prefix}past`, `${prefix}past2`);
    await bench.docker('rename', `${prefix}past2`, `${prefix}past`);
    await bench.docker('rm', `${prefix}past`);
    const last = kind === 'podman' ? 'remove' : 'destroy';
    await eventually('those of after', () => expect(told(view.events).at(-1)).toBe(last));
    expect(told(view.events).filter((action) => action === 'create')).toHaveLength(1);
    view.stop();
  });

  it('narrows by type, action, object and label', async () => {
    const labelled = watch({ labels: ['tier=blue'], actions: ['create'] });
    const volumes = watch({ types: ['volume'] });
    await bench.docker('create', '--name', `${prefix}red`, '--label', 'tier=red', 'lab/busybox:1');
    await bench.docker('volume', 'create', `${prefix}data`);
    await bench.docker('create', '--name', `${prefix}blue`, '--label', 'tier=blue', 'lab/busybox:1');
    await eventually('the blue one', () =>
      expect(labelled.events.map(({ name }) => name)).toEqual([`${prefix}blue`]),
    );
    await eventually('the volume', () => expect(volumes.events).not.toEqual([]));
    expect(volumes.events.every(({ type }) => type === 'volume')).toBe(true);
    labelled.stop();
    volumes.stop();
  });

  it('says everything the engine says of itself', async () => {
    const { info, version } = await ok(bench.client.call('inspect.engine', {}));
    const name = await bench.docker('info', '-f', '{{.Name}} {{.NCPU}}');
    expect(`${info.Name} ${info.NCPU}`).toBe(name);
    expect(version.Version).toBe(await bench.docker('version', '-f', '{{.Server.Version}}'));
  });
});
