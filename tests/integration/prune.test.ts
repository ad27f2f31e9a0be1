import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { InputOf } from '../../shared/contract/index.ts';
import type { Plan, PlanReport } from '../../shared/contract/plans.ts';
import { ok, openApp, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';
import { eventually } from '../rig/wait-for.ts';

const prefix = 'it-prune-';
/** Others use these engines too: only what has this label is pruned. */
const own = 'it-prune=1';
const labelled = ['--label', own];
type Rules = InputOf<'disk.plan'>;

onEachEngine('disk.plan and its execution', { prefix }, (bench, kind) => {
  const plan = (rules: Omit<Rules, 'label'>): Promise<Plan> =>
    ok(bench.client.call('disk.plan', { ...rules, label: [own] }));
  const execute = ({ id }: Plan): Promise<PlanReport> => ok(bench.client.call('plans.execute', { id }));
  const outcomes = ({ items }: PlanReport): string[] =>
    items.map(({ name, outcomeKey }) => `${name.slice(prefix.length)} ${outcomeKey}`).sort();
  const name = (rest: string): string => `${prefix}${rest}`;
  const create = (rest: string, ...args: string[]): Promise<string> =>
    bench.docker('create', '--name', name(rest), ...labelled, ...args);

  it('lists what fits with why, who used it and what it takes, and touches nothing', async () => {
    await bench.docker(
      'run',
      '--name',
      name('ended'),
      ...labelled,
      'lab/busybox:1',
      'sh',
      '-c',
      'echo x > /f',
    );
    await create('new', 'lab/busybox:1');
    await bench.docker('volume', 'create', ...labelled, name('data'));
    await bench.docker('network', 'create', ...labelled, name('net'));
    const made = await plan({ kinds: ['containers', 'volumes', 'networks'], volumes: 'all' });
    const found = made.items
      .map(({ kind: of, name: called, reasonKey }) => `${of} ${called} ${reasonKey}`)
      .sort();
    expect(found).toEqual([
      `container ${name('ended')} container-stopped`,
      `container ${name('new')} container-never-started`,
      `network ${name('net')} network-unused`,
      `volume ${name('data')} volume-unused`,
    ]);
    const ended = made.items.find((item) => item.name === name('ended'));
    expect(ended?.lastUse?.at).toBeTruthy();
    if (kind !== 'podman') expect(ended?.bytes).toBeGreaterThan(0);
    expect(await bench.docker('volume', 'ls', '-q')).toContain(name('data'));
    const report = await execute(made);
    expect(outcomes(report)).toEqual(['data removed', 'ended removed', 'net removed', 'new removed']);
    expect(report.estimatedBytes).toBe(made.totalBytes);
    expect(await bench.docker('volume', 'ls', '-q')).not.toContain(name('data'));
  });

  it('leaves alone what changed since the plan was made, with the reason', async () => {
    await create('gone', 'lab/busybox:1');
    await create('up', 'lab/counter:1');
    await bench.docker('volume', 'create', ...labelled, name('taken'));
    await bench.docker('volume', 'create', ...labelled, name('other'));
    await bench.docker('network', 'create', ...labelled, name('needed'));
    const made = await plan({ kinds: ['containers', 'volumes', 'networks'], volumes: 'all' });
    await bench.docker('rm', name('gone'));
    await bench.docker('start', name('up'));
    await bench.docker(
      ...['create', '--name', name('user'), '-v', `${name('taken')}:/data`, '--network', name('needed')],
      'lab/busybox:1',
    );
    expect(outcomes(await execute(made))).toEqual([
      'gone already-gone',
      'needed now-in-use',
      'other removed',
      'taken now-in-use',
      'up now-running',
    ]);
    await bench.docker('rm', '-f', name('user'), name('up'));
    await bench.docker('volume', 'rm', name('taken'));
    await bench.docker('network', 'rm', name('needed'));
  });

  it('keeps an image whole that got a container or a tag meanwhile', async () => {
    const build = (n: number, tag?: string): Promise<unknown> =>
      bench.engine.dockerOk(['build', '-q', ...(tag === undefined ? [] : ['-t', tag]), '-'], {
        env: { DOCKER_BUILDKIT: '0' },
        input: `FROM lab/busybox:1\nLABEL ${own}\nLABEL n=${n}\n`,
      });
    if (kind === 'podman') return;
    await build(1, name('got:1'));
    await bench.docker('tag', name('got:1'), name('got:2'));
    await build(2, name('one:1'));
    await build(3, name('named:1'));
    const made = await plan({ kinds: ['images'], images: 'all' });
    expect(made.items.map(({ tags }) => tags)).toEqual(
      expect.arrayContaining([[name('got:1'), name('got:2')], [name('one:1')], [name('named:1')]]),
    );
    await bench.docker('create', '--name', name('of-got'), name('got:2'));
    await bench.docker('create', '--name', name('of-one'), name('one:1'));
    await bench.docker('tag', name('named:1'), name('named:2'));
    expect(outcomes(await execute(made))).toEqual([
      'got:1 now-in-use',
      'named:1 now-tagged',
      'one:1 now-in-use',
    ]);
    const images = await bench.docker('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}');
    for (const tag of ['got:1', 'got:2', 'one:1', 'named:1', 'named:2']) expect(images).toContain(name(tag));
    await bench.docker('rm', name('of-got'), name('of-one'));
    expect(outcomes(await execute(await plan({ kinds: ['images'], images: 'all' })))).toEqual([
      'got:1 removed',
      'named:1 removed',
      'one:1 removed',
    ]);
  });

  it('never touches what is protected or in the trash', async () => {
    await create('safe', 'lab/busybox:1');
    await bench.docker('create', '--name', `slipway-trash-${name('old')}`, ...labelled, 'lab/busybox:1');
    await bench.docker('volume', 'create', ...labelled, name('mine'));
    await ok(bench.client.call('disk.protect', { kind: 'container', id: name('safe') }));
    await ok(bench.client.call('disk.protect', { kind: 'volume', id: name('mine') }));
    const made = await plan({ kinds: ['containers', 'volumes'], volumes: 'all' });
    expect(made.items).toEqual([]);
    const [warning] = made.warnings;
    expect([warning?.kind, [...(warning?.names ?? [])].sort()]).toEqual([
      'protected',
      [name('mine'), name('safe')],
    ]);
    await ok(bench.client.call('disk.unprotect', { kind: 'volume', id: name('mine') }));
    await ok(bench.client.call('disk.unprotect', { kind: 'container', id: name('safe') }));
    await bench.docker('rm', `slipway-trash-${name('old')}`);
  });

  it('refuses rules that are none', async () => {
    const refusal = (rules: object) =>
      refused(bench.client.call('disk.plan', { kinds: ['containers'], ...rules } as Rules));
    expect(await refusal({ until: 'yesterday' })).toMatchObject({
      code: 'invalid-input',
      reason: 'time-malformed',
      params: { value: 'yesterday' },
    });
    for (const rules of [{ label: ['=x'] }, { labelNot: ['a b'] }])
      expect(await refusal(rules)).toMatchObject({ code: 'invalid-input', reason: 'label-malformed' });
    expect(await refusal({ kinds: ['build-cache'], keepStorage: 'much' })).toMatchObject({
      code: 'invalid-input',
      reason: 'size-malformed',
    });
    expect(await refusal({ keepStorage: '1GB' })).toMatchObject({ reason: 'keep-without-cache' });
    expect(await refusal({ kinds: [] })).toMatchObject({ code: 'invalid-input', reason: 'input-invalid' });
    expect(await refused(bench.client.call('plans.execute', { id: 'plan-0123456789ab' }))).toMatchObject({
      code: 'not-found',
      reason: 'plan-unknown',
    });
    for (const call of ['operations.cancel', 'operations.report', 'disk.removeSchedule'] as const) {
      const answer = await bench.client.call(call, { id: 'nothing-such' });
      expect(answer.ok ? answer.value : answer.error.code).toEqual(
        call === 'disk.removeSchedule' ? { removed: false } : 'not-found',
      );
    }
  });

  it('keeps one report a run, which another Slipway with the same home can open', async () => {
    await create('reported', 'lab/busybox:1');
    const report = await execute(await plan({ kinds: ['containers'] }));
    const [summary] = await ok(bench.client.call('operations.reports', {}));
    expect(summary).toMatchObject({
      kind: 'disk.prune',
      origin: 'command-line',
      startedAt: report.startedAt,
    });
    expect(await readdir(join(bench.slipway.home, 'reports'))).toContain(`${summary?.id}.json`);
    const other = await openApp({ engine: bench.engine.host, home: bench.slipway.home });
    const stored = await ok(other.client.call('operations.report', { id: summary?.id ?? '' }));
    await other.close();
    expect(stored.report).toEqual(report);
  });

  it('runs on a schedule, tells what was missed, and makes up for none of it', async () => {
    if (kind !== 'main') return;
    const { id: engineId } = await ok(bench.client.call('engine.info', {}));
    const home = join(bench.slipway.home, 'scheduled');
    await mkdir(home);
    const hourMs = 3_600_000;
    const schedule = (id: string, nextAt: number) => ({
      id,
      name: id,
      enabled: true,
      when: { every: 'hours', hours: 1 },
      rules: { kinds: ['containers'], label: [own] },
      engineId,
      engineName: 'lab',
      nextAt: new Date(nextAt).toISOString(),
      last: null,
      missed: null,
    });
    await create('swept', 'lab/busybox:1');
    const now = Date.now();
    await writeFile(
      join(home, 'schedules.json'),
      JSON.stringify([schedule('schedule-soon', now + 2500), schedule('schedule-late', now - 2.5 * hourMs)]),
    );
    // Two at once: one of them runs it.
    const apps = await Promise.all(
      [1, 2].map(() => openApp({ engine: bench.engine.host, home, watch: true })),
    );
    const [first, second] = apps;
    if (first === undefined || second === undefined) throw new Error('two were opened');
    const read = async (id: string) => {
      const all = await ok(first.client.call('disk.schedule', {}));
      return all.find((one) => one.id === id);
    };
    await eventually(
      'the run to be over',
      async () => expect((await read('schedule-soon'))?.last?.reportId).toBeTruthy(),
      20_000,
    );
    const reports = await ok(first.client.call('operations.reports', {}));
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({ origin: 'schedule', subject: 'schedule-soon', counts: { done: 1 } });
    expect((await read('schedule-late'))?.missed).toMatchObject({ count: 3 });
    expect((await read('schedule-late'))?.last).toBeNull();
    expect(Date.parse((await read('schedule-late'))?.nextAt ?? '')).toBeGreaterThan(now);
    expect(await bench.docker('ps', '-a', '--format', '{{.Names}}')).not.toContain(name('swept'));
    await Promise.all(apps.map((app) => app.close()));
  });
});
