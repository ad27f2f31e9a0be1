import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PlanStore } from '../../../electron/plans/plan-store.ts';
import { type PlanDraft, type PlanExecutor, Plans, type StepResult } from '../../../electron/plans/plans.ts';
import { Protection } from '../../../electron/plans/protection.ts';
import type { PlanItem } from '../../../shared/contract/plans.ts';

const never = new AbortController().signal;
const removed: StepResult = { outcome: 'done', outcomeKey: 'removed', detail: '' };
const used: StepResult = { outcome: 'skipped', outcomeKey: 'now-in-use', detail: '' };

const item = (kind: PlanItem['kind'], id: string): PlanItem => ({
  ...{ kind, id, name: id, reason: '', reasonKey: 'reset', bytes: null, action: 'remove' },
});

/** Plans whose executor does `step`, in a folder that is gone afterwards. */
async function withPlans(
  more: Omit<PlanExecutor, 'kind'>,
  work: (plans: Plans) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-runs-'));
  try {
    const protection = new Protection(join(folder, 'protected.json'));
    const plans = new Plans(new PlanStore(join(folder, 'plans')), protection, async () => 'engine');
    plans.register({ kind: 'reset', ...more });
    await work(plans);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const draft = (items: PlanItem[], confirm?: string): PlanDraft => ({
  ...{ kind: 'reset', engineId: 'engine', items, params: {} },
  warnings: [],
  ...(confirm === undefined ? {} : { confirm }),
});

it('tries what is in use again while a round of its kind gets something done, and tells each once, in the order of the plan', async () => {
  const tried: string[] = [];
  const gone = new Set<string>();
  // Each can go once the one after it is gone; the last of the images never.
  const needs: Record<string, string> = { a: 'b', b: 'c', net: 'c', stuck: 'none' };
  const told: string[] = [];
  await withPlans(
    {
      step: async ({ id }) => {
        tried.push(id);
        const blocked = needs[id] !== undefined && !gone.has(needs[id]);
        if (!blocked) gone.add(id);
        return blocked ? used : removed;
      },
      again: (_item, { outcomeKey }) => outcomeKey === 'now-in-use',
    },
    async (plans) => {
      const items = [...['a', 'b', 'c', 'stuck'].map((id) => item('image', id)), item('network', 'net')];
      const { id } = await plans.make(draft(items));
      const report = await plans.execute(id, never, {
        began: async () => undefined,
        working: () => undefined,
        over: (one, place) => told.push(`${place} ${one.id}`),
      });
      expect(report.items.map((one) => [one.id, one.outcomeKey])).toEqual([
        ['a', 'removed'],
        ['b', 'removed'],
        ['c', 'removed'],
        ['stuck', 'now-in-use'],
        ['net', 'removed'],
      ]);
    },
  );
  expect(told.sort()).toEqual(['0 a', '1 b', '2 c', '3 stuck', '4 net']);
  // a b c stuck, then a b stuck (b went), a stuck (a went), stuck, and then the network.
  expect(tried.join(' ')).toBe('a b c stuck a b stuck a stuck stuck net');
});

it('is executed only with its word, and can be still after a wrong one', async () => {
  let touched = 0;
  const step = async () => {
    touched += 1;
    return removed;
  };
  await withPlans({ step }, async (plans) => {
    const { id } = await plans.make(draft([item('volume', 'v')], 'my-engine'));
    for (const word of [undefined, '', 'my-engin', 'My-engine', ' my-engine'])
      await expect(plans.execute(id, never, undefined, word)).rejects.toMatchObject({
        error: { code: 'invalid-input', reason: 'confirm-needed', params: { word: 'my-engine' } },
      });
    expect(touched).toBe(0);
    expect((await plans.execute(id, never, undefined, 'my-engine')).items).toHaveLength(1);
    expect(touched).toBe(1);
    // A plan without one does not ask for any.
    const other = await plans.make(draft([item('volume', 'w')]));
    expect((await plans.execute(other.id, never)).items).toHaveLength(1);
  });
});

it('completes the proof of a report when the engine can be asked again, and not twice', async () => {
  let answers = false;
  let asked = 0;
  const reset = { ticks: [], kept: [], swarm: null, engineName: 'e', unverified: null } as const;
  const proofOf = (verified: [] | null) => ({
    reset: {
      ...reset,
      ticks: [],
      kept: [],
      settings: [],
      settingsRead: verified !== null,
      places: [],
      verified,
    },
  });
  await withPlans(
    {
      step: async () => removed,
      proof: {
        before: async () => proofOf(null),
        after: async () => {
          asked += 1;
          return proofOf(answers ? [] : null);
        },
        isComplete: (proof) => proof.reset?.verified !== null,
      },
    },
    async (plans) => {
      const { id } = await plans.make(draft([item('volume', 'v')]));
      const report = await plans.execute(id, never);
      expect(report.reset?.verified).toBeNull();
      answers = true;
      const settled = await plans.settle(report, 'engine', never);
      expect(settled?.reset?.verified).toEqual([]);
      if (settled === null) throw new Error('not settled');
      expect(await plans.settle(settled, 'engine', never)).toBeNull();
      expect(asked).toBe(2);
    },
  );
});
