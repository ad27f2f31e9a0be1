import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PlanStore } from '../../../electron/plans/plan-store.ts';
import { type PlanExecutor, Plans, type Whereabouts } from '../../../electron/plans/plans.ts';
import { Protection } from '../../../electron/plans/protection.ts';
import { fail } from '../../../shared/contract/failure.ts';
import type { PlanItem } from '../../../shared/contract/plans.ts';

const never = new AbortController().signal;
const item = (name: string): PlanItem => ({
  ...{ kind: 'volume', id: name, name, reason: '', reasonKey: 'reset', bytes: null, action: 'remove' },
});

describe('a plan that stops when its engine is lost', () => {
  let folder: string;
  let touched: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-plans-'));
    touched = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = async (more: Partial<PlanExecutor>) => {
    const protection = new Protection(join(folder, 'protected.json'));
    await protection.load();
    const plans = new Plans(new PlanStore(join(folder, 'plans')), protection, async () => 'engine-1');
    plans.register({
      kind: 'reset',
      stopsWhenLost: true,
      async step({ name }) {
        touched.push(name);
        if (name === 'slow') throw fail('timeout', 'no-answer', { address: 'a', seconds: '1' });
        return { outcome: 'done', outcomeKey: 'removed', detail: '' };
      },
      ...more,
    });
    const draft = { kind: 'reset' as const, engineId: 'engine-1', warnings: [], params: {} };
    return { plans, plan: await plans.make({ ...draft, items: ['a', 'slow', 'b'].map(item) }) };
  };
  const keys = async (whereIs: () => Promise<Whereabouts>) => {
    const { plans, plan } = await open({ whereIs });
    return (await plans.execute(plan.id, never)).items.map(({ outcomeKey }) => outcomeKey);
  };

  it('looks where an item is that took too long, and goes on where the engine tells', async () => {
    expect(await keys(async () => 'gone')).toEqual(['removed', 'removed', 'removed']);
    expect(await keys(async () => 'there')).toEqual(['removed', 'still-there', 'removed']);
    const silent = () => Promise.reject(fail('timeout', 'no-answer', { address: 'a', seconds: '1' }));
    expect(await keys(silent)).toEqual(['removed', 'unknown', 'not-reached']);
  });

  it('touches nothing where what is to stay cannot be read before, and can be executed once it can', async () => {
    let readable = false;
    const { plans, plan } = await open({
      whereIs: async () => 'gone',
      proof: {
        before: async () => {
          if (!readable) throw new Error('no such disk');
          return {};
        },
        after: async () => ({}),
        isComplete: () => true,
      },
    });
    await expect(plans.execute(plan.id, never)).rejects.toMatchObject({
      error: { reason: 'proof-unreadable' },
    });
    expect(touched).toEqual([]);
    readable = true;
    await plans.execute(plan.id, never);
    expect(touched).toEqual(['a', 'slow', 'b']);
  });
});
