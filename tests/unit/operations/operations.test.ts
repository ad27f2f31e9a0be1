import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Operations } from '../../../electron/operations/operations.ts';
import { Reports } from '../../../electron/operations/reports.ts';
import { PlanStore } from '../../../electron/plans/plan-store.ts';
import { type PlanExecutor, Plans } from '../../../electron/plans/plans.ts';
import { Protection } from '../../../electron/plans/protection.ts';
import { fail } from '../../../shared/contract/failure.ts';
import type { StoredReport } from '../../../shared/contract/operations.ts';
import type { PlanItem } from '../../../shared/contract/plans.ts';

const never = new AbortController().signal;
const item = (name: string): PlanItem => ({
  ...{ kind: 'volume', id: name, name, bytes: 10, action: 'remove' },
  ...{ reason: 'Asked for.', reasonKey: 'asked-for' },
});

describe('Operations', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-operations-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const reportsFolder = () => join(folder, 'reports');
  const onDisk = async (): Promise<StoredReport> => {
    const [name] = await readdir(reportsFolder());
    return JSON.parse(await readFile(join(reportsFolder(), name ?? ''), 'utf8'));
  };
  /** `step` does the work; of what is unknown `b` is gone. */
  const open = (step: (item: PlanItem) => Promise<void>, more: Partial<PlanExecutor> = {}) => {
    const store = new PlanStore(join(folder, 'plans'));
    const plans = new Plans(store, new Protection(join(folder, 'marks.json')), async () => 'engine-1');
    plans.register({
      kind: 'disk.prune',
      stopsWhenLost: true,
      async step(next) {
        await step(next);
        return { outcome: 'done', outcomeKey: 'removed', detail: 'Removed.' };
      },
      whereIs: async ({ name }) => (name === 'b' ? 'gone' : 'there'),
      ...more,
    });
    const operations = new Operations(plans, new Reports(reportsFolder()));
    const begin = async (...names: string[]) => {
      const items = names.map(item);
      const plan = await plans.make({
        ...{ kind: 'disk.prune', engineId: 'engine-1', items, warnings: [], params: {} },
      });
      return operations.execute(plan.id, never, { origin: 'person' });
    };
    return { operations, begin };
  };

  it('lets reports of nothing go before those that tell of something', async () => {
    const { begin } = open(async () => undefined);
    const { reportId } = await begin('a');
    const reports = new Reports(reportsFolder());
    const told = await reports.load(reportId ?? '');
    const idle = { ...told, report: { ...told.report, items: [] } };
    // Later by their names, and with them one too many.
    for (let count = 0; count < 100; count += 1)
      await reports.save({ ...idle, id: `29991231235959${String(count).padStart(3, '0')}-idle` });
    const left = (await reports.list()).map(({ id }) => id);
    expect(left).toHaveLength(100);
    expect(left).toContain(reportId);
    expect(left).not.toContain('29991231235959000-idle');
  });

  it('keeps as many reports as the settings say at the time', async () => {
    const { begin } = open(async () => undefined);
    const { reportId } = await begin('a');
    let kept = 3;
    const reports = new Reports(reportsFolder(), () => kept);
    const told = await reports.load(reportId ?? '');
    for (let count = 0; count < 5; count += 1)
      await reports.save({ ...told, id: `2999123123595900${count}-more` });
    expect((await reports.list()).map(({ id }) => id.slice(0, 17))).toEqual(
      [4, 3, 2].map((count) => `2999123123595900${count}`),
    );
    kept = 1;
    await reports.save({ ...told, id: '29991231235959009-more' });
    expect(await reports.list()).toHaveLength(1);
  });

  it('has a report on disk from before the first item, which whoever comes after a death settles', async () => {
    let atFirst: StoredReport | undefined;
    const { operations, begin } = open(async ({ name }) => {
      if (name !== 'a') return;
      atFirst = await onDisk();
      // It is under way: nobody is told of it as a report, and nobody settles it.
      expect(await new Reports(reportsFolder()).list()).toEqual([]);
      expect((await operations.report(atFirst.id, never)).report.items[1]?.outcomeKey).toBe('unknown');
    });
    const { reportId } = await begin('a', 'b', 'c');
    expect(atFirst?.report.items.map(({ outcomeKey }) => outcomeKey)).toEqual([
      'unknown',
      'unknown',
      'unknown',
    ]);
    expect(await onDisk()).not.toHaveProperty('owner');
    expect((await new Reports(reportsFolder()).list())[0]).toMatchObject({ unknown: 0, counts: { done: 3 } });

    // As if its process had died then.
    const left = { ...atFirst, owner: { pid: process.pid, started: '1' } };
    await writeFile(join(reportsFolder(), `${reportId}.json`), JSON.stringify(left));
    const after = open(async () => undefined).operations;
    expect((await new Reports(reportsFolder()).list())[0]).toMatchObject({ unknown: 3 });
    await after.settleAll(never);
    const { report, owner } = await onDisk();
    expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual([
      'still-there',
      'removed',
      'still-there',
    ]);
    expect(owner).toBeUndefined();
  });

  it('writes what is over while the rest goes on', async () => {
    const { begin } = open(async ({ name }) => {
      if (name === 'b')
        await expect
          .poll(async () => (await onDisk()).report.items[0]?.outcomeKey, { timeout: 15_000 })
          .toBe('removed');
    });
    const { unkept } = await begin('a', 'b');
    expect(unkept).toBeNull();
  });

  it('keeps the report when what comes after the last item fails', async () => {
    const broken = async (): Promise<never> => {
      throw fail('internal', 'internal', { detail: 'boom' });
    };
    const { operations, begin } = open(async () => undefined, { measure: broken, finished: broken });
    const { report, reportId } = await begin('a', 'b');
    expect(report).toMatchObject({ freedBytes: null, estimatedBytes: 20 });
    expect((await operations.report(reportId ?? '', never)).report).toEqual(report);
  });

  it('goes on where no report can be written, and tells its caller', async () => {
    const touched: string[] = [];
    const { operations, begin } = open(async ({ name }) => void touched.push(name));
    await writeFile(reportsFolder(), '');
    const { unkept, reportId } = await begin('a', 'b');
    expect(touched).toEqual(['a', 'b']);
    expect(unkept).toMatchObject({ reason: 'report-unwritable' });
    expect(reportId).toBeNull();
    expect(operations.book.list()[0]).toMatchObject({ error: { reason: 'report-unwritable' } });
  });

  it('failed when the engine went away, until it is known that all was done', async () => {
    const { operations, begin } = open(async ({ name }) => {
      if (name === 'b') throw fail('unreachable', 'connection-lost', { address: 'x' });
    });
    const state = () => operations.book.list()[0]?.state;
    await begin('a', 'b');
    expect(state()).toBe('failed');
    await operations.settleAll(never);
    expect(state()).toBe('done');
    const { report } = await begin('b', 'c');
    await operations.settleAll(never);
    expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['unknown', 'not-reached']);
    // What was not reached is not done, though nothing of it is unknown.
    expect(state()).toBe('failed');
  });
});
