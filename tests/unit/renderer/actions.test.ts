import { beforeEach, describe, expect, it } from 'vitest';
import { actOnMany, useBulk } from '../../../renderer/state/bulk.ts';
import { actOnOne } from '../../../renderer/state/container-actions.ts';
import { planRemoval } from '../../../renderer/state/container-dialogs.ts';
import { attachBridge } from '../../../renderer/state/link.ts';
import { closePlan, executePlan, openPlan, usePlanDialog } from '../../../renderer/state/plans.ts';
import { applyWatchItems, tables } from '../../../renderer/state/resources.ts';
import { useToasts } from '../../../renderer/state/toasts.ts';
import { failure } from '../../../shared/contract/failure.ts';
import type { Plan } from '../../../shared/contract/plans.ts';
import { fakeLink } from './fake-link.ts';
import { fresh, sampleContainer } from './samples.ts';

const busy = failure('engine-error', 'engine-error', { detail: 'busy' });
const ok = (value: unknown) => ({ ok: true as const, value });
const no = (error = busy) => ({ ok: false as const, error });

beforeEach(() => {
  useToasts.setState({ toasts: [] });
  useBulk.setState({ open: null, runs: new Map() });
  closePlan();
});

describe('an action', () => {
  it('on one container tells what was done', async () => {
    const { link, calls } = fakeLink({ 'containers.kill': () => ok({ changed: true }) });
    attachBridge(link);
    await actOnOne(sampleContainer({ id: 'a' }), { action: 'kill', signal: 'SIGTERM' });
    expect(calls).toEqual([['containers.kill', { id: 'a', signal: 'SIGTERM' }]]);
    expect(useToasts.getState().toasts).toMatchObject([{ tone: 'done' }]);
  });

  it('that fails shows an error card that can try again', async () => {
    let turn = 0;
    const { link } = fakeLink({ 'containers.start': () => (turn++ === 0 ? no() : ok({ changed: true })) });
    attachBridge(link);
    expect(await actOnOne(sampleContainer(), { action: 'start' })).toBe(busy);
    const [card] = useToasts.getState().toasts;
    expect(card).toMatchObject({ tone: 'problem', error: busy, sticky: true });
    card?.action?.run();
    await expect.poll(() => useToasts.getState().toasts[0]?.tone).toBe('done');
    expect(useToasts.getState().toasts).toHaveLength(1);
  });

  it('on many goes to those it makes sense for, and keeps a result for each', async () => {
    const { link, calls } = fakeLink({
      'containers.stop': ({ id }) => (id === 'c' ? no() : ok({ changed: id !== 'b' })),
    });
    attachBridge(link);
    const rows = ['a', 'b', 'c'].map((id) => sampleContainer({ id, name: id }));
    await actOnMany([...rows, sampleContainer({ id: 'd', state: 'exited' })], { action: 'stop' });
    expect(calls).toHaveLength(3);
    const [run] = [...useBulk.getState().runs.values()];
    expect(run?.rows.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      'a done',
      'b unchanged',
      'c failed',
    ]);
    expect(useToasts.getState().toasts).toMatchObject([{ tone: 'problem', sticky: true }]);
  });
});

describe('a plan', () => {
  const plan = (id: string): Plan => ({
    id,
    kind: 'containers.remove',
    createdAt: '2024-11-03T10:00:00Z',
    engineId: 'one',
    items: [],
    totalBytes: 0,
    warnings: [],
  });
  const request = { kind: 'containers.remove' as const, ids: ['a'], volumes: false, force: false };

  it('is discarded when the dialog is closed, and when another takes its place', async () => {
    let made = 0;
    const { link, calls } = fakeLink({
      'containers.remove': () => ok(plan(`plan-${++made}`)),
      'plans.discard': () => ok({ discarded: true }),
    });
    attachBridge(link);
    await openPlan(request);
    await openPlan({ ...request, force: true });
    closePlan();
    expect(calls.map(([method, input]) => `${method} ${JSON.stringify(input)}`)).toEqual([
      'containers.remove {"ids":["a"],"volumes":false,"force":false}',
      'plans.discard {"id":"plan-1"}',
      'containers.remove {"ids":["a"],"volumes":false,"force":true}',
      'plans.discard {"id":"plan-2"}',
    ]);
    expect(usePlanDialog.getState()).toEqual({ phase: 'closed' });
  });

  it('is executed once and not discarded afterwards', async () => {
    const { link, calls } = fakeLink({
      'containers.remove': () => ok(plan('plan-1')),
      'plans.execute': () => ok({ items: [] }),
    });
    attachBridge(link);
    await openPlan(request);
    await Promise.all([executePlan(), executePlan()]);
    expect(usePlanDialog.getState().phase).toBe('report');
    closePlan();
    expect(calls.map(([method]) => method)).toEqual(['containers.remove', 'plans.execute']);
  });

  it('that was cut off in the middle is not told as one that was not executed', async () => {
    for (const [error, phase] of [
      [failure('unreachable', 'connection-closed'), 'unknown'],
      [failure('internal', 'internal', { detail: 'disk full' }), 'unknown'],
      [failure('conflict', 'plan-other-engine'), 'not-executed'],
      [failure('not-found', 'plan-unknown', { id: 'plan-1' }), 'not-executed'],
    ] as const) {
      const { link } = fakeLink({
        'containers.remove': () => ok(plan('plan-1')),
        'plans.execute': () => no(error),
      });
      attachBridge(link);
      await openPlan(request);
      await executePlan();
      expect(usePlanDialog.getState()).toMatchObject({ phase, error });
      closePlan();
    }
  });

  it('kills running containers from the start only where nothing else is selected', async () => {
    const { link, calls } = fakeLink({
      'containers.remove': () => ok(plan('plan-1')),
      'plans.discard': () => ok({ discarded: true }),
    });
    attachBridge(link);
    const running = sampleContainer({ id: 'a' });
    planRemoval([running]);
    planRemoval([running, sampleContainer({ id: 'b', state: 'exited' })]);
    await expect.poll(() => usePlanDialog.getState().phase).toBe('review');
    expect(
      calls.filter(([method]) => method === 'containers.remove').map(([, input]) => input),
    ).toMatchObject([
      { ids: ['a'], force: true },
      { ids: ['a', 'b'], force: false },
    ]);
  });
});

describe('rows', () => {
  it('of each kind go to their own store; a failed reading keeps them', () => {
    const container = sampleContainer({ id: 'a' });
    applyWatchItems([
      {
        type: 'snapshot',
        kind: 'container',
        revision: 1,
        engineId: 'one',
        rows: [container],
        freshness: fresh,
      },
      { type: 'snapshot', kind: 'network', revision: 1, engineId: 'one', rows: [], freshness: fresh },
      { type: 'patch', kind: 'container', revision: 2, upsert: [{ ...container, name: 'b' }], remove: [] },
      {
        type: 'freshness',
        kind: 'container',
        revision: 3,
        freshness: { ...fresh, stale: true, error: busy },
      },
    ]);
    expect(tables.container.getState().rows.get('a')?.name).toBe('b');
    expect(tables.container.getState().freshness.error).toBe(busy);
    expect(tables.network.getState().engineId).toBe('one');
    expect(tables.image.getState().engineId).toBeNull();
  });
});
