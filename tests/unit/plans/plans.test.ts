import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PlanStore } from '../../../electron/plans/plan-store.ts';
import { type PlanDraft, type PlanExecutor, Plans } from '../../../electron/plans/plans.ts';
import { Protection } from '../../../electron/plans/protection.ts';
import { fail } from '../../../shared/contract/failure.ts';
import type { PlanItem } from '../../../shared/contract/plans.ts';

const item = (name: string, bytes: number | null = 10): PlanItem => ({
  kind: 'container',
  id: `id-${name}`,
  name,
  reason: 'Asked for.',
  reasonKey: 'asked-for',
  bytes,
  action: 'remove',
});

const draft = (...names: string[]): PlanDraft => ({
  kind: 'containers.remove',
  engineId: 'engine-1',
  items: names.map((name) => item(name)),
  warnings: [],
  params: {},
});

const never = new AbortController().signal;

describe('Plans', () => {
  let folder: string;
  let engineId: string;
  let touched: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-plans-'));
    engineId = 'engine-1';
    touched = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const executor = (step?: (item: PlanItem) => Promise<void>): PlanExecutor => ({
    kind: 'containers.remove',
    async step(next) {
      touched.push(next.name);
      await step?.(next);
      return { outcome: 'done', outcomeKey: 'removed', detail: 'Removed.' };
    },
  });

  const open = async (step?: (item: PlanItem) => Promise<void>) => {
    const protection = new Protection(join(folder, 'protected.json'));
    await protection.load();
    const plans = new Plans(new PlanStore(join(folder, 'plans')), protection, async () => engineId);
    plans.register(executor(step));
    return { plans, protection };
  };

  it('begins nothing that its executor does not let begin now, and can be executed later', async () => {
    const { plans } = await open();
    let busy = true;
    const mayBegin = () => {
      if (busy) throw fail('conflict', 'export-running', { folder: '/there' });
    };
    plans.register({ ...executor(), mayBegin });
    const { id } = await plans.make(draft('a'));
    await expect(plans.execute(id, never)).rejects.toMatchObject({ error: { reason: 'export-running' } });
    expect(touched).toEqual([]);
    busy = false;
    expect((await plans.execute(id, never)).items).toMatchObject([{ outcome: 'done' }]);
  });

  it('touches nothing until it is executed, then what is listed, in order', async () => {
    const { plans } = await open();
    const plan = await plans.make({ ...draft('a', 'b'), items: [item('a', 5), item('b', null)] });
    expect(plan).toMatchObject({ engineId: 'engine-1', totalBytes: 5, kind: 'containers.remove' });
    expect(touched).toEqual([]);
    const report = await plans.execute(plan.id, never);
    expect(touched).toEqual(['a', 'b']);
    expect(report.items.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['a', 'done'],
      ['b', 'done'],
    ]);
    expect(report.cancelled).toBe(false);
  });

  it('is executed once, also by two processes at the same moment', async () => {
    const { plans } = await open();
    const other = (await open()).plans;
    const plan = await plans.make(draft('a'));
    const outcomes = await Promise.allSettled([plans.execute(plan.id, never), other.execute(plan.id, never)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(touched).toEqual(['a']);
    await expect(plans.execute(plan.id, never)).rejects.toMatchObject({ error: { reason: 'plan-unknown' } });
  });

  it('is known to another process', async () => {
    const plan = await (await open()).plans.make(draft('a'));
    expect(await (await open()).plans.show(plan.id)).toEqual(plan);
  });

  it('is refused on another engine, and can still be executed on its own', async () => {
    const { plans } = await open();
    const plan = await plans.make(draft('a'));
    engineId = 'engine-2';
    await expect(plans.execute(plan.id, never)).rejects.toMatchObject({
      error: { reason: 'plan-other-engine' },
    });
    expect(touched).toEqual([]);
    engineId = 'engine-1';
    await plans.execute(plan.id, never);
    expect(touched).toEqual(['a']);
  });

  it('goes no further when another engine is chosen between two items, nor when the first is chosen again', async () => {
    const { plans } = await open(async ({ name }) => {
      engineId = name === 'b' ? 'engine-2' : 'engine-1';
    });
    const report = await plans.execute((await plans.make(draft('a', 'b', 'c', 'd'))).id, never);
    expect(touched).toEqual(['a', 'b']);
    expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual([
      'removed',
      'removed',
      'not-reached',
      'not-reached',
    ]);
    expect(report.items[2]).toMatchObject({ outcome: 'skipped', error: { reason: 'plan-other-engine' } });
  });

  it('has not reached an item whose step was refused a client of its engine', async () => {
    const { plans } = await open(async ({ name }) => {
      if (name === 'b') throw fail('conflict', 'plan-other-engine');
    });
    const report = await plans.execute((await plans.make(draft('a', 'b', 'c'))).id, never);
    expect(touched).toEqual(['a', 'b']);
    expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual([
      'removed',
      'not-reached',
      'not-reached',
    ]);
  });

  it('skips what was protected after it was made, also by another process', async () => {
    const { plans } = await open();
    const plan = await plans.make(draft('a', 'b'));
    const other = await open();
    await other.protection.add({ engineId, kind: 'container', id: 'id-a', name: 'a', since: '' });
    const report = await plans.execute(plan.id, never);
    expect(touched).toEqual(['b']);
    expect(report.items[0]).toMatchObject({ outcome: 'skipped', outcomeKey: 'now-protected' });
  });

  it('does nothing when the marks cannot be read', async () => {
    const { plans } = await open();
    const plan = await plans.make(draft('a'));
    await writeFile(join(folder, 'protected.json'), '{ broken');
    await expect(plans.execute(plan.id, never)).rejects.toThrow();
    expect(touched).toEqual([]);
    await rm(join(folder, 'protected.json'));
    await plans.execute(plan.id, never);
    expect(touched).toEqual(['a']);
  });

  it('leaves alone what a guard holds, when it is planned and at each step', async () => {
    const { plans } = await open();
    let held = ['id-a', 'fresh-new-1'];
    plans.guard({ kind: 'containers.replace', held: async () => new Set(held) });
    const plan = await plans.make(draft('a', 'b', 'c', 'fresh-new-1'));
    expect(plan.items.map(({ name }) => name)).toEqual(['b', 'c']);
    expect(plan.warnings).toEqual([{ kind: 'replacing', names: ['a', 'fresh-new-1'] }]);
    await expect(plans.make(draft('a'))).rejects.toMatchObject({
      error: { code: 'conflict', reason: 'replacement-unfinished', params: { name: 'a' } },
    });
    held = ['id-b'];
    const report = await plans.execute(plan.id, never);
    expect(touched).toEqual(['c']);
    expect(report.items[0]).toMatchObject({ outcome: 'skipped', outcomeKey: 'now-replacing' });
    // Its own kind of plan works on them.
    plans.guard({ kind: 'containers.remove', held: async () => new Set(['id-c']) });
    expect((await plans.make(draft('c'))).items).toHaveLength(1);
  });

  it('stops between items when cancelled, and says what was left', async () => {
    const cancel = new AbortController();
    const { plans } = await open(async () => cancel.abort());
    const plan = await plans.make(draft('a', 'b', 'c'));
    const report = await plans.execute(plan.id, cancel.signal);
    expect(touched).toEqual(['a']);
    expect(report.cancelled).toBe(true);
    expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['removed', 'cancelled', 'cancelled']);
  });

  it('goes on after an item that failed, and tells an unknown outcome from a refusal', async () => {
    const { plans } = await open(async ({ name }) => {
      if (name === 'a') throw fail('engine-error', 'engine-error', { detail: 'boom' });
      if (name === 'b') throw fail('unreachable', 'connection-lost', { address: 'x' });
    });
    const report = await plans.execute((await plans.make(draft('a', 'b', 'c'))).id, never);
    expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['failed', 'unknown', 'removed']);
    expect(report.items[0]?.detail).toContain('boom');
  });

  it('lasts an hour', async () => {
    const { plans } = await open();
    const plan = await plans.make(draft('a'));
    const past = Date.now() / 1000 - 3700;
    await utimes(join(folder, 'plans', `${plan.id}.json`), past, past);
    await expect(plans.show(plan.id)).rejects.toMatchObject({ error: { reason: 'plan-unknown' } });
    await expect(plans.execute(plan.id, never)).rejects.toMatchObject({ error: { reason: 'plan-unknown' } });
    expect(touched).toEqual([]);
  });

  it('leaves nothing of what its executor needs on disk once it is executing', async () => {
    let seen = '';
    const { plans } = await open(async () => {
      for (const name of await readdir(join(folder, 'plans')))
        seen += `${name} ${await readFile(join(folder, 'plans', name), 'utf8')}`;
    });
    const plan = await plans.make({ ...draft('a'), params: { changes: 'TOKEN=hush' } });
    await plans.execute(plan.id, never);
    expect(touched).toEqual(['a']);
    expect(seen).toBe(`${plan.id}.running.json {}`);
    expect(await readdir(join(folder, 'plans'))).toEqual([]);
  });

  it('is swept at the start and from time to time, also what a killed process left', async () => {
    const plans = join(folder, 'plans');
    const nowhere = new PlanStore(join(folder, 'nowhere')).keepSwept(10);
    await nowhere();
    const store = new PlanStore(plans);
    const plan = await (await open()).plans.make(draft('a'));
    const old = async (name: string) => {
      await writeFile(join(plans, name), 'secret');
      const past = Date.now() / 1000 - 3700;
      await utimes(join(plans, name), past, past);
    };
    await old('plan-one.running.json');
    const stop = store.keepSwept(10);
    const left = async (): Promise<void> =>
      expect.poll(() => readdir(plans), { timeout: 5000 }).toEqual([`${plan.id}.json`]);
    await left();
    await old('plan-two.json');
    await left();
    await stop();
    await old('plan-three.json');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await readdir(plans)).toContain('plan-three.json');
  });

  it('can be discarded', async () => {
    const { plans } = await open();
    const plan = await plans.make(draft('a'));
    expect(await plans.discard(plan.id)).toBe(true);
    expect(await plans.discard(plan.id)).toBe(false);
  });
});

describe('Protection', () => {
  it('keeps marks by engine, kind and id', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-marks-'));
    const protection = new Protection(join(folder, 'deep', 'protected.json'));
    await protection.load();
    await protection.add({ engineId: 'e', kind: 'volume', id: 'data', name: 'data', since: '' });
    await protection.add({ engineId: 'e', kind: 'volume', id: 'data', name: 'data', since: '' });
    expect(protection.list('e')).toHaveLength(1);
    expect([
      protection.has('e', 'volume', 'data'),
      protection.has('f', 'volume', 'data'),
      protection.has('e', 'image', 'data'),
    ]).toEqual([true, false, false]);
    expect(await protection.remove('e', 'volume', 'data')).toBe(true);
    expect(await protection.remove('e', 'volume', 'data')).toBe(false);
    await rm(folder, { recursive: true });
  });
});
