import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { InputOf } from '../../shared/contract/index.ts';
import type { PlanReport } from '../../shared/contract/plans.ts';
import type { TrashEntry } from '../../shared/contract/trash.ts';
import { isTrashName } from '../../shared/model/trash-names.ts';
import { makeBareImage } from '../rig/bare-image.ts';
import { dockerInspect, dockerNames } from '../rig/docker-view.ts';
import { ok, openApp, refused } from '../rig/open-app.ts';
import { type Bench, onEachEngine } from '../rig/suite.ts';
import { waitFor } from '../rig/wait-for.ts';

const prefix = 'it-trash-';
const named = (name: string): string => `${prefix}${name}`;

onEachEngine('the trash', { prefix }, (bench, kind) => {
  const podman = kind === 'podman';
  const execute = async (plan: Promise<{ id: string }>): Promise<PlanReport> =>
    ok(bench.client.call('plans.execute', { id: (await plan).id }));
  const keep = (input: Omit<InputOf<'containers.remove'>, 'keepDays'>, keepDays = 7) =>
    execute(ok(bench.client.call('containers.remove', { ...input, keepDays })));
  /** Without what another suite may have left on the engine. */
  const entries = async (): Promise<TrashEntry[]> =>
    (await ok(bench.client.call('disk.trash', {}))).filter(({ state }) => state !== 'foreign');
  const entry = async (name: string): Promise<TrashEntry> => {
    const found = (await entries()).find((one) => one.name === name);
    if (found === undefined) throw new Error(`${name} is not in the trash`);
    return found;
  };
  const outcomes = (report: PlanReport) => report.items.map(({ outcomeKey }) => outcomeKey);
  const files = () => readdir(join(bench.slipway.home, 'trash')).catch(() => []);

  it('keeps a running container stopped, renamed and disarmed, and gives it back as it was', async () => {
    const name = named('web');
    await bench.docker('run', '-d', '--name', name, '--restart', 'always', 'lab/counter:1');
    const { Id } = await dockerInspect(bench.engine, name);
    const plan = await ok(bench.client.call('containers.remove', { ids: [name], force: true, keepDays: 3 }));
    expect(plan).toMatchObject({ keepDays: 3, items: [{ action: 'stop-and-keep', bytes: 0 }] });
    const report = await ok(bench.client.call('plans.execute', { id: plan.id }));
    expect(report.items[0]?.outcome).toBe('done');
    expect(await dockerNames(bench.engine)).not.toContain(name);
    const hidden = await dockerInspect(bench.engine, Id);
    expect(hidden).toMatchObject({ State: { Running: false } });
    expect(isTrashName(String(hidden.Name).replace('/', ''))).toBe(true);
    // Podman 4 takes no restart policy off.
    if (!podman) expect(hidden).toMatchObject({ HostConfig: { RestartPolicy: { Name: 'no' } } });
    expect(outcomes(report)).toEqual([podman ? 'kept-restarts' : 'kept']);
    const kept = await entry(name);
    expect(kept).toMatchObject({
      kind: 'container',
      objectId: Id,
      state: 'kept',
      restartPolicy: 'always',
      wasRunning: true,
    });
    const days = (Date.parse(kept.expiresAt ?? '') - Date.parse(kept.putAt ?? '')) / 86_400_000;
    expect(days).toBe(3);
    const back = await ok(bench.client.call('disk.restore', { id: kept.id, start: true }));
    expect(back).toMatchObject({ name, objectId: Id, started: true, startError: null, networksMade: [] });
    expect(await dockerInspect(bench.engine, name)).toMatchObject({
      Id,
      State: { Running: true },
      HostConfig: { RestartPolicy: { Name: 'always' } },
    });
    expect(await entries()).toEqual([]);
    expect(await files()).toEqual([]);
    await bench.docker('rm', '-f', name);
  });

  it('makes its networks again, with aliases and a fixed address', async () => {
    // Podman does not let go of a network that a stopped container has.
    const gone = podman ? [] : ['gone'];
    const subnet = '10.211.7.0/24';
    for (const one of ['stays', 'gone'])
      await bench.docker(
        ...['network', 'create', '--label', `of=${one}`],
        ...(one === 'gone' ? ['--subnet', subnet] : []),
        named(one),
      );
    const name = named('attached');
    await bench.docker(
      ...[
        'run',
        '-d',
        '--name',
        name,
        '--network',
        named('gone'),
        '--network-alias',
        'api',
        '--ip',
        '10.211.7.9',
      ],
      'lab/counter:1',
    );
    await bench.docker('network', 'connect', '--alias', 'other', named('stays'), name);
    await keep({ ids: [name], force: true });
    expect((await entry(name)).networks).toEqual([named('gone'), named('stays')]);
    for (const one of gone) await bench.docker('network', 'rm', named(one));
    const back = await ok(bench.client.call('disk.restore', { id: (await entry(name)).id, start: true }));
    expect(back).toMatchObject({ startError: null, started: true, networksMade: gone.map(named) });
    const raw = await dockerInspect(bench.engine, name);
    expect(raw).toMatchObject({
      State: { Running: true },
      NetworkSettings: { Networks: { [named('gone')]: { IPAddress: '10.211.7.9' } } },
    });
    const attached = JSON.stringify(raw.NetworkSettings);
    expect(attached).toContain('"api"');
    expect(attached).toContain('"other"');
    const label = await bench.docker('network', 'inspect', '-f', '{{.Labels.of}}', named('gone'));
    expect(label).toBe('gone');
    await bench.docker('rm', '-f', name);
  });

  it('leaves a running container alone unless told to stop it, and one with --rm in any case', async () => {
    const name = named('busy');
    await bench.docker('run', '-d', '--rm', '--name', name, 'lab/counter:1');
    const asked = (force: boolean) =>
      refused(bench.client.call('containers.remove', { ids: [name], force, keepDays: 7 }));
    expect(await asked(true)).toMatchObject({ reason: 'only-not-keepable' });
    await bench.docker('rm', '-f', name);
    await bench.docker('run', '-d', '--name', name, 'lab/counter:1');
    expect(await asked(false)).toMatchObject({ code: 'in-use', reason: 'only-running' });
    await bench.docker('stop', '-t', '0', name);
    const plan = ok(bench.client.call('containers.remove', { ids: [name], keepDays: 7 }));
    await plan;
    await bench.docker('start', name);
    expect(outcomes(await execute(plan))).toEqual(['now-running']);
    expect(await dockerNames(bench.engine)).toContain(name);
    expect(await entries()).toEqual([]);
    await bench.docker('rm', '-f', name);
  });

  it('refuses what makes no sense, with a reason', async () => {
    const name = named('plain');
    await bench.docker('create', '--name', name, 'lab/busybox:1');
    const refusal = (input: Partial<InputOf<'containers.remove'>>) =>
      refused(bench.client.call('containers.remove', { ids: [name], ...input }));
    expect(await refusal({ keepDays: 7, volumes: true })).toMatchObject({ reason: 'trash-volumes' });
    expect(await refusal({ keepDays: 0 })).toMatchObject({ code: 'invalid-input' });
    expect(await refused(bench.client.call('disk.restore', { id: 'trash-000000000000' }))).toMatchObject({
      code: 'not-found',
      reason: 'trash-unknown',
    });
    expect(await refused(bench.client.call('disk.emptyTrash', {}))).toMatchObject({ reason: 'trash-empty' });
    await ok(bench.client.call('disk.protect', { kind: 'container', id: name }));
    expect(await refusal({ keepDays: 7 })).toMatchObject({ code: 'protected' });
    await ok(bench.client.call('disk.unprotect', { kind: 'container', id: name }));
    await keep({ ids: [name] });
    await bench.docker('create', '--name', name, 'lab/busybox:1');
    const kept = await entry(name);
    expect(await refused(bench.client.call('disk.restore', { id: kept.id }))).toMatchObject({
      code: 'conflict',
      reason: 'name-taken',
    });
    expect((await entry(name)).error).toMatchObject({ reason: 'name-taken' });
    const back = await ok(bench.client.call('disk.restore', { id: kept.id, name: named('second') }));
    expect(back.name).toBe(named('second'));
    expect(await dockerNames(bench.engine)).toEqual(expect.arrayContaining([name, named('second')]));
    await bench.docker('rm', '-f', name, named('second'));
  });

  it('puts an image behind a hidden tag, out of reach of a prune, and gives its tags back', async () => {
    const tags = [`${named('image')}:1`, `${named('image')}:2`];
    await makeBareImage(bench.engine, tags[0] ?? '');
    await bench.docker('tag', tags[0] ?? '', tags[1] ?? '');
    const Id = await imageId(bench, tags[0] ?? '');
    const put = () => ok(bench.client.call('disk.putInTrash', { kind: 'image', ids: [tags[0] ?? ''] }));
    await bench.docker('create', '--name', named('user'), tags[0] ?? '', 'sh');
    expect(await refused(bench.client.call('disk.putInTrash', { kind: 'image', ids: [Id] }))).toMatchObject({
      code: 'in-use',
      reason: 'images-in-use',
    });
    await bench.docker('rm', named('user'));
    const used = put();
    await used;
    await bench.docker('create', '--name', named('user'), tags[0] ?? '', 'sh');
    expect(outcomes(await execute(used))).toEqual(['now-in-use']);
    await bench.docker('rm', named('user'));

    expect(outcomes(await execute(put()))).toEqual(['kept']);
    expect(await imageTags(bench)).not.toEqual(expect.arrayContaining(tags));
    // Podman tells a tag with its registry.
    const [kept] = await entries();
    expect(kept?.name.endsWith(tags[0] ?? '-')).toBe(true);
    expect(kept).toMatchObject({ kind: 'image', state: 'kept' });
    await bench.docker('image', 'prune', '-f');
    const id = kept?.id ?? '';
    expect(await ok(bench.client.call('disk.restore', { id }))).toMatchObject({ tagsTaken: [] });
    expect(await imageTags(bench)).toEqual(expect.arrayContaining(tags));
    expect((await imageTags(bench)).filter((tag) => tag.includes('slipway'))).toEqual([]);
    expect(await entries()).toEqual([]);

    // A tag that another image took meanwhile stays with that one.
    await execute(put());
    await bench.docker('tag', 'lab/web:1', tags[1] ?? '');
    const again = await ok(bench.client.call('disk.restore', { id: (await entries())[0]?.id ?? '' }));
    expect(again.tagsTaken).toHaveLength(1);
    expect(await imageId(bench, tags[1] ?? '')).toBe(await imageId(bench, 'lab/web:1'));
    await bench.docker('rmi', ...tags);
  });

  it('empties by a plan, and leaves alone what was taken out of it', async () => {
    for (const one of ['a', 'b', 'c']) await bench.docker('create', '--name', named(one), 'lab/busybox:1');
    await keep({ ids: ['a', 'b', 'c'].map(named) });
    const plan = ok(bench.client.call('disk.emptyTrash', {}));
    expect((await plan).items.map(({ name, reasonKey }) => [name, reasonKey])).toEqual(
      ['a', 'b', 'c'].map((one) => [named(one), 'in-trash']),
    );
    await bench.docker('rename', (await entry(named('b'))).objectId, named('b'));
    await bench.docker('rm', (await entry(named('c'))).objectId);
    expect((await entry(named('c'))).state).toBe('gone');
    expect(outcomes(await execute(plan))).toEqual(['removed', 'changed-since', 'already-gone']);
    expect((await dockerNames(bench.engine)).filter((name) => name.includes(prefix))).toEqual([named('b')]);
    await bench.docker('rm', named('b'));
  });

  it('empties exactly what is past its time by itself, and keeps a report of it', async () => {
    for (const one of ['old', 'young']) await bench.docker('create', '--name', named(one), 'lab/busybox:1');
    const first = await openApp({ engine: bench.engine.host });
    const { home } = first;
    const removal = await ok(
      first.client.call('containers.remove', { ids: [named('old'), named('young')], keepDays: 2 }),
    );
    await ok(first.client.call('plans.execute', { id: removal.id }));
    const old = (await ok(first.client.call('disk.trash', {}))).find(({ name }) => name === named('old'));
    await age(home, old?.id ?? '');
    const second = await openApp({ engine: bench.engine.host, home, watch: true });
    try {
      await waitFor(
        'the old one to go',
        async () => {
          const left = await ok(second.client.call('disk.trash', {}));
          const own = left.filter(({ state }) => state !== 'foreign');
          return own.length === 1 && own[0]?.name === named('young');
        },
        20_000,
      );
      const report = await waitFor(
        'its report',
        async () =>
          (await ok(second.client.call('operations.reports', {}))).find((one) => one.kind === 'trash.empty'),
        20_000,
      );
      expect(report).toMatchObject({ origin: 'schedule', counts: { done: 1 } });
      await execute2(second, { ids: undefined });
      expect((await dockerNames(bench.engine)).filter((name) => name.includes(prefix))).toEqual([]);
    } finally {
      await second.close();
      await first.close();
    }
  });

  describe('after a process died', () => {
    it('puts back what was on its way in, and finishes what was on its way out', async () => {
      for (const one of ['in', 'out']) await bench.docker('create', '--name', named(one), 'lab/busybox:1');
      await keep({ ids: [named('in'), named('out')] });
      const [into, out] = [await entry(named('in')), await entry(named('out'))];
      // As a process that was killed leaves them: written down, and half done.
      await bench.docker('rename', into.objectId, named('in'));
      await rewrite(bench.slipway.home, into.id, { phase: 'putting' });
      await rewrite(bench.slipway.home, out.id, {
        phase: 'restoring',
        restoring: { name: named('out'), start: true },
      });
      // Nothing keeps the connection of this one: what is asked for first finishes what was begun.
      expect(await entries()).toEqual([]);
      expect(await files()).toEqual([]);
      expect(await dockerInspect(bench.engine, named('out'))).toMatchObject({ Id: out.objectId });
      expect(await dockerInspect(bench.engine, named('in'))).toMatchObject({ Id: into.objectId });
      await bench.docker('rm', '-f', named('in'), named('out'));
    });
  });

  it('shows what another Slipway put away, and can give a container its name back', async () => {
    await bench.docker('create', '--name', named('theirs'), 'lab/busybox:1');
    await keep({ ids: [named('theirs')] });
    const other = await openApp({ engine: bench.engine.host });
    try {
      const all = await ok(other.client.call('disk.trash', {}));
      const seen = all.find(({ name }) => name === named('theirs'));
      expect(seen).toMatchObject({ name: named('theirs'), state: 'foreign', expiresAt: null });
      expect(await refused(other.client.call('disk.emptyTrash', {}))).toMatchObject({
        reason: 'trash-empty',
      });
      await ok(other.client.call('disk.restore', { id: seen?.id ?? '' }));
      expect(await dockerNames(bench.engine)).toContain(named('theirs'));
      expect((await entry(named('theirs'))).state).toBe('gone');
    } finally {
      await other.close();
    }
    await execute(ok(bench.client.call('disk.emptyTrash', {})));
    expect(await dockerNames(bench.engine)).toContain(named('theirs'));
    expect(await entries()).toEqual([]);
  });
});

async function execute2(app: { client: Bench['client'] }, input: InputOf<'disk.emptyTrash'>): Promise<void> {
  const plan = await ok(app.client.call('disk.emptyTrash', input));
  await ok(app.client.call('plans.execute', { id: plan.id }));
}

/** What a record says, changed; its owner is a process that is no more. */
async function rewrite(home: string, id: string, changes: object): Promise<void> {
  const path = join(home, 'trash', `${id}.json`);
  const page: object = JSON.parse(await readFile(path, 'utf8'));
  const owner = { pid: 2 ** 22 + 1, started: '1' };
  await writeFile(path, JSON.stringify({ ...page, owner, ...changes }));
}

const age = (home: string, id: string): Promise<void> =>
  rewrite(home, id, { expiresAt: new Date(Date.now() - 1000).toISOString() });

const imageId = (bench: Bench, tag: string): Promise<string> =>
  bench.docker('image', 'inspect', '-f', '{{.Id}}', tag);

async function imageTags({ docker }: Bench): Promise<string[]> {
  const lines = await docker('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}');
  return lines.split('\n').map((tag) => tag.replace(/^localhost\//, ''));
}
