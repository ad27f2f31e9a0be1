import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { InputOf } from '../../shared/contract/index.ts';
import type { Plan, PlanReport, ReportItem } from '../../shared/contract/plans.ts';
import { dockerInspect, dockerNames } from '../rig/docker-view.ts';
import { type OpenApp, ok, openApp, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';
import { waitFor } from '../rig/wait-for.ts';

const prefix = 'it-plan-';

onEachEngine('containers.remove and plans', { prefix }, (bench) => {
  const plan = (input: InputOf<'containers.remove'>, by: OpenApp = bench.slipway): Promise<Plan> =>
    ok(by.client.call('containers.remove', input));
  const execute = (id: string, by: OpenApp = bench.slipway): Promise<PlanReport> =>
    ok(by.client.call('plans.execute', { id }));
  const create = async (name: string, image = 'lab/busybox:1', ...flags: string[]): Promise<string> => {
    await bench.docker('create', '--name', `${prefix}${name}`, ...flags, image);
    return `${prefix}${name}`;
  };
  const run = async (name: string): Promise<string> => {
    await bench.docker('run', '-d', '--name', `${prefix}${name}`, 'lab/counter:1');
    return `${prefix}${name}`;
  };
  const there = async (...names: string[]): Promise<string[]> => {
    const all = await dockerNames(bench.engine);
    return names.filter((name) => all.includes(name));
  };
  const volumes = async (): Promise<string[]> => (await bench.docker('volume', 'ls', '-q')).split('\n');
  const outcomes = (items: readonly ReportItem[]): string[] =>
    items.map(({ name, outcome, outcomeKey }) => `${name.slice(prefix.length)} ${outcome} ${outcomeKey}`);

  it('lists what was asked for, once, and removes nothing before it is executed', async () => {
    const [a, b] = [await create('a'), await create('b')];
    const { Id } = await dockerInspect(bench.engine, a);
    const made = await plan({ ids: [a, Id, Id.slice(0, 12), b] });
    expect(made.kind).toBe('containers.remove');
    expect(made.warnings).toEqual([]);
    expect(made.items).toEqual([
      expect.objectContaining({
        kind: 'container',
        id: Id,
        name: a,
        action: 'remove',
        reasonKey: 'asked-for',
      }),
      expect.objectContaining({ kind: 'container', name: b, action: 'remove', reasonKey: 'asked-for' }),
    ]);
    expect(made.totalBytes).toBe(made.items.reduce((sum, item) => sum + (item.bytes ?? 0), 0));
    expect(await ok(bench.client.call('plans.show', { id: made.id }))).toEqual(made);
    expect(await there(a, b)).toEqual([a, b]);
    const report = await execute(made.id);
    expect(report).toMatchObject({ planId: made.id, cancelled: false });
    expect(outcomes(report.items)).toEqual(['a done removed', 'b done removed']);
    expect(await there(a, b)).toEqual([]);
  });

  it('lists anonymous volumes when asked, and never named ones', async () => {
    const named = `${prefix}kept`;
    const name = await create('stores', 'lab/volume:1', '-v', `${named}:/named`);
    const { Mounts } = await dockerInspect(bench.engine, name);
    const anonymous = Mounts.find((mount) => mount.Destination === '/data')?.Name ?? 'none';
    const without = await plan({ ids: [name] });
    expect(without.items).toHaveLength(1);
    const made = await plan({ ids: [name], volumes: true });
    expect(made.items.slice(1)).toEqual([
      expect.objectContaining({ kind: 'volume', id: anonymous, reasonKey: 'anonymous-volume-of' }),
    ]);
    const report = await execute(made.id);
    expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['removed', 'removed']);
    expect(await volumes()).toContain(named);
    expect(await volumes()).not.toContain(anonymous);
  });

  it('leaves the anonymous volume of a container that is removed without', async () => {
    const name = await create('leaves', 'lab/volume:1');
    const { Mounts } = await dockerInspect(bench.engine, name);
    const made = await plan({ ids: [name] });
    await execute(made.id);
    expect(await there(name)).toEqual([]);
    expect(await volumes()).toContain(Mounts[0]?.Name);
    await bench.docker('volume', 'rm', Mounts[0]?.Name ?? '');
  });

  it('touches only what is listed, whatever happened meanwhile', async () => {
    const names = [await create('m1'), await create('m2'), await create('m3'), await create('m4')];
    const [started = '', removed = '', replaced = '', last = ''] = names;
    const made = await plan({ ids: names });
    const extra = await create('extra');
    await bench.docker('rm', started);
    await run('m1');
    await bench.docker('rm', removed, replaced);
    await create('m3');
    await bench.docker('start', last);
    const counter = await create('counter', 'lab/counter:1');
    const second = await plan({ ids: [counter] });
    await bench.docker('start', counter);
    const report = await execute(made.id);
    // The first and the third were replaced by others of the same name: those were never listed.
    expect(outcomes(report.items).slice(0, 3)).toEqual([
      'm1 skipped already-gone',
      'm2 skipped already-gone',
      'm3 skipped already-gone',
    ]);
    expect(await there(started, removed, replaced, extra)).toEqual([started, replaced, extra]);
    expect(outcomes((await execute(second.id)).items)).toEqual(['counter skipped now-running']);
    expect((await dockerInspect(bench.engine, counter)).State.Status).toBe('running');
  });

  it('leaves running ones alone unless they are to be killed', async () => {
    const [running, stopped] = [await run('up'), await create('down')];
    expect(await refused(bench.client.call('containers.remove', { ids: [running] }))).toMatchObject({
      code: 'in-use',
      reason: 'only-running',
      params: { names: running },
    });
    const careful = await plan({ ids: [running, stopped] });
    expect(careful.items.map(({ name }) => name)).toEqual([stopped]);
    expect(careful.warnings).toEqual([{ kind: 'not-running-only', names: [running] }]);
    const forced = await plan({ ids: [running, stopped], force: true });
    expect(forced.items.map(({ name, action }) => `${name} ${action}`)).toEqual([
      `${running} stop-and-remove`,
      `${stopped} remove`,
    ]);
    expect(forced.warnings).toEqual([{ kind: 'running', names: [running] }]);
    await execute(forced.id);
    expect(await there(running, stopped)).toEqual([]);
  });

  it('tells those that are gone, and refuses when nothing is left', async () => {
    const name = await create('one');
    const made = await plan({ ids: [name, `${prefix}nobody`] });
    expect(made.items.map((item) => item.name)).toEqual([name]);
    expect(made.warnings).toEqual([{ kind: 'gone', names: [`${prefix}nobody`] }]);
    const single = bench.client.call('containers.remove', { ids: [`${prefix}nobody`] });
    expect(await refused(single)).toMatchObject({ code: 'not-found', reason: 'object-unknown' });
    const both = bench.client.call('containers.remove', { ids: [`${prefix}nobody`, `${prefix}nil`] });
    expect(await refused(both)).toMatchObject({ code: 'not-found', reason: 'all-gone' });
  });

  it('keeps protected ones out, also those protected after it was made', async () => {
    const [safe, late, free] = [await create('safe'), await create('late'), await create('free')];
    const protect = (id: string) => ok(bench.client.call('disk.protect', { kind: 'container', id }));
    await protect(safe);
    const listed = await ok(bench.client.call('containers.list', { all: true, name: safe }));
    expect(listed.map((row) => row.protected)).toEqual([true]);
    expect(await refused(bench.client.call('containers.remove', { ids: [safe], force: true }))).toMatchObject(
      {
        code: 'protected',
        reason: 'object-protected',
        params: { name: safe },
      },
    );
    const made = await plan({ ids: [safe, late, free] });
    expect(made.items.map(({ name }) => name)).toEqual([late, free]);
    expect(made.warnings).toEqual([{ kind: 'protected', names: [safe] }]);
    await protect(late);
    expect(outcomes((await execute(made.id)).items)).toEqual([
      'late skipped now-protected',
      'free done removed',
    ]);
    expect(await there(safe, late, free)).toEqual([safe, late]);
    const unprotect = (id: string) => ok(bench.client.call('disk.unprotect', { kind: 'container', id }));
    expect(await Promise.all([safe, late].map(unprotect))).toEqual([{ removed: true }, { removed: true }]);
    // All at once: none of the marks may be lost.
    await Promise.all([safe, late].map(protect));
    expect(await ok(bench.client.call('disk.protected', {}))).toHaveLength(2);
    await Promise.all([safe, late].map(unprotect));
    expect(await ok(bench.client.call('disk.protected', {}))).toEqual([]);
    await execute((await plan({ ids: [safe, late] })).id);
    expect(await there(safe, late)).toEqual([]);
  });

  it('is executed once, by whoever comes first', async () => {
    const name = await create('once');
    const made = await plan({ ids: [name] });
    const tries = await Promise.all([1, 2, 3].map(() => bench.client.call('plans.execute', { id: made.id })));
    const refusals = tries.flatMap((result) => (result.ok ? [] : [result.error.reason ?? '']));
    expect(refusals).toHaveLength(2);
    for (const reason of refusals) expect(['plan-running', 'plan-unknown']).toContain(reason);
    const again = bench.client.call('plans.execute', { id: made.id });
    expect(await refused(again)).toMatchObject({ code: 'not-found', reason: 'plan-unknown' });
  });

  it('knows no plan that was discarded, is old or never was', async () => {
    const name = await create('kept');
    const made = await plan({ ids: [name] });
    expect(await ok(bench.client.call('plans.discard', { id: made.id }))).toEqual({ discarded: true });
    expect(await ok(bench.client.call('plans.discard', { id: made.id }))).toEqual({ discarded: false });
    const old = await plan({ ids: [name] });
    const before = Date.now() / 1000 - 2 * 3600;
    await utimes(join(bench.slipway.home, 'plans', `${old.id}.json`), before, before);
    for (const id of [made.id, old.id, 'plan-0123456789ab'])
      for (const method of ['plans.execute', 'plans.show'] as const)
        expect(await refused<unknown>(bench.client.call(method, { id })), id).toMatchObject({
          code: 'not-found',
          reason: 'plan-unknown',
        });
    for (const id of ['', 'x', '../../settings', 'plan-A', 'plan/1', 'a'.repeat(65)])
      expect(await refused(bench.client.call('plans.execute', { id })), id).toMatchObject({
        code: 'invalid-input',
      });
    expect(await there(name)).toEqual([name]);
  });

  it('is made by one Slipway and executed by another with the same home', async () => {
    const name = await create('shared');
    const { home } = bench.slipway;
    const maker = await openApp({ engine: bench.engine.host, home });
    const made = await plan({ ids: [name] }, maker);
    await maker.close();
    const doer = await openApp({ engine: bench.engine.host, home });
    expect(outcomes((await execute(made.id, doer)).items)).toEqual(['shared done removed']);
    await doer.close();
    expect(await there(name)).toEqual([]);
    expect((await readdir(join(home, 'plans'))).filter((file) => file.startsWith(made.id))).toEqual([]);
  });

  it('stops between items when it is cancelled', async () => {
    const names = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => run(`cancel-${n}`)));
    const made = await plan({ ids: names, force: true });
    const cancel = new AbortController();
    const answer = bench.client.call('plans.execute', { id: made.id }, { signal: cancel.signal });
    await waitFor('the first to go', async () => (await there(...names)).length < names.length);
    cancel.abort();
    const result = await answer;
    const left = await there(...names);
    expect(left.length).toBeGreaterThan(0);
    if (!result.ok) throw new Error(`no report: ${result.error.message}`);
    expect(result.value.cancelled).toBe(true);
    const skipped = result.value.items.filter(({ outcomeKey }) => outcomeKey === 'cancelled');
    expect(skipped.map((item) => item.name).sort()).toEqual([...left].sort());
  });
});
