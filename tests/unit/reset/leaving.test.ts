import { describe, expect, it } from 'vitest';
import type { Protection } from '../../../electron/plans/protection.ts';
import { resetItems } from '../../../electron/reset/items.ts';
import { nodesOf, whatStays } from '../../../electron/reset/keeping.ts';
import { removeTask } from '../../../electron/reset/steps-of-containers.ts';
import { leave } from '../../../electron/reset/steps-of-swarm.ts';
import { readHoldings } from '../../../electron/reset/survey.ts';
import type { Plan, PlanItem, PlanReason } from '../../../shared/contract/plans.ts';
import { resetTicks } from '../../../shared/contract/reset.ts';
import { StubClient } from './stub-client.ts';

const never = new AbortController().signal;

interface Has {
  swarm?: Record<string, unknown>;
  containers?: Record<string, unknown>[];
  networks?: Record<string, unknown>[];
  services?: string[];
  /** What the engine says instead of listing services. */
  refusal?: string;
}

const active = { LocalNodeState: 'active', NodeID: 'node', ControlAvailable: true, Nodes: 1, Managers: 1 };
const locked = { LocalNodeState: 'locked', NodeID: 'node' };

function engine({ swarm = active, containers = [], networks = [], services = [], refusal }: Has): StubClient {
  return new StubClient((request) => {
    switch (request) {
      case 'GET /info':
        return { body: { Swarm: swarm } };
      case 'GET /containers/json':
        return { body: containers };
      case 'GET /networks':
        return { body: networks };
      case 'GET /services':
        if (refusal !== undefined) return { status: 500, body: refusal };
        return { body: services.map((ID) => ({ ID, Spec: { Name: ID } })) };
      case 'GET /images/json':
      case 'GET /secrets':
      case 'GET /configs':
      case 'GET /plugins':
        return { body: [] };
      case 'GET /volumes':
        return { body: { Volumes: [{ Name: 'data', Driver: 'local' }] } };
      case 'GET /system/df':
        return { body: {} };
      case 'POST /swarm/leave':
        return {};
      default:
        return null;
    }
  });
}

const row = (Id: string, labels: Record<string, string>, network = 'bridge') => ({
  ...{ Id, Names: [`/${Id}`], Image: 'i', ImageID: 'i', State: 'running', Created: 1, Labels: labels },
  NetworkSettings: { Networks: { [network]: { NetworkID: `id-${network}` } } },
});
const task = (id: string, service: string) =>
  row(id, { 'com.docker.swarm.service.id': service, 'com.docker.swarm.task.id': id });
const overlay = (Name: string) => ({
  ...{ Id: `id-${Name}`, Name, Driver: 'overlay', Scope: 'swarm', Created: '2026-01-01T00:00:00Z' },
});

async function leaveAs(
  reasonKey: PlanReason,
  client: StubClient,
  { state = 'active', listed = [], marks = [] }: { state?: string; listed?: string[]; marks?: string[] } = {},
) {
  const of = (key: string): PlanItem => ({
    kind: key.split(':')[0] as PlanItem['kind'],
    id: key.split(':')[1] ?? '',
    ...{ name: '', reason: '', reasonKey, bytes: null, action: 'leave' },
  });
  const item = of('swarm:node');
  const plan = {
    ...{ id: 'p', engineId: 'e', items: [...listed.map(of), item] },
    reset: { ticks: ['swarm'], kept: [], engineName: 'e', swarm: { state } },
  } as unknown as Plan;
  const protection = {
    has: (_engine: string, kind: string, id: string) => marks.includes(`${kind}:${id}`),
  } as unknown as Protection;
  const result = await leave(client, item, { plan, protection }, never);
  const sent = client.asked.filter((request) => request.startsWith('POST /swarm/leave'));
  return { ...result, sent };
}

describe('leaving a swarm', () => {
  it('goes on without a look at it only where the plan was made in that state', async () => {
    for (const reason of ['reset-leave-manager', 'reset-leave-last', 'reset-leave-worker'] as const)
      expect(await leaveAs(reason, engine({ swarm: locked }))).toMatchObject({
        ...{ outcomeKey: 'changed-since', sent: [] },
      });
    const planned = (state: string, swarm: Record<string, unknown>) =>
      leaveAs('reset-leave-unreadable', engine({ swarm }), { state });
    expect(await planned('locked', active)).toMatchObject({ outcomeKey: 'changed-since', sent: [] });
    expect(await planned('pending', locked)).toMatchObject({ outcomeKey: 'changed-since', sent: [] });
    expect(await planned('locked', locked)).toMatchObject({
      ...{ outcomeKey: 'left', sent: ['POST /swarm/leave force'] },
    });
    const leaderless = { ...active, Managers: 0, Nodes: 0 };
    expect(await planned('no-leader', leaderless)).toMatchObject({ outcomeKey: 'left' });
    expect(await leaveAs('reset-leave-last', engine({ swarm: leaderless }))).toMatchObject({ sent: [] });
  });

  it('as the last manager waits for nothing that was not listed', async () => {
    const last = (has: Has, more: Parameters<typeof leaveAs>[2] = {}) =>
      leaveAs('reset-leave-last', engine(has), more);
    const front = { networks: [overlay('front')] };
    expect(await last({})).toMatchObject({ outcomeKey: 'left' });
    expect(await last(front)).toMatchObject({ outcomeKey: 'changed-since', users: ['front'], sent: [] });
    expect(await last(front, { listed: ['network:id-front'] })).toMatchObject({ outcomeKey: 'left' });
    expect(await last(front, { listed: ['network:id-front'], marks: ['network:id-front'] })).toMatchObject({
      outcomeKey: 'now-protected',
      sent: [],
    });
    expect(
      await last({ ...front, containers: [row('debug', {}, 'front')] }, { listed: ['network:id-front'] }),
    ).toMatchObject({ outcomeKey: 'now-in-use', users: ['debug'], sent: [] });
    expect(await last({ containers: [task('t', 'new')] })).toMatchObject({ sent: [] });
  });

  it('is not held up by a task that a listed service began again, and tells the tasks that a worker takes along', async () => {
    const containers = [task('again', 'shop')];
    expect(
      await leaveAs('reset-leave-last', engine({ containers }), { listed: ['service:shop'] }),
    ).toMatchObject({ outcomeKey: 'left' });
    const worker = { ...active, ControlAvailable: false };
    expect(await leaveAs('reset-leave-worker', engine({ swarm: worker, containers }))).toMatchObject({
      ...{ outcomeKey: 'left', taskNames: ['again'], sent: ['POST /swarm/leave'] },
    });
  });
});

describe('a task of a service', () => {
  const remove = async (has: Has) => {
    const item = { kind: 'container', id: 't', name: 't', action: 'remove' } as PlanItem;
    const client = engine({ containers: [task('t', 'shop')], ...has });
    const stubbed = new StubClient((request, options) =>
      request === 'GET /containers/t/json'
        ? { body: { Id: 't', Name: '/t', Config: { Labels: { 'com.docker.swarm.service.id': 'shop' } } } }
        : request === 'DELETE /containers/t'
          ? {}
          : client.answer(request, options),
    );
    const { outcomeKey } = await removeTask(stubbed, item, 1000, never);
    return [outcomeKey, stubbed.asked.some((request) => request.startsWith('DELETE '))];
  };
  it('is removed only once its service or the membership is gone', { timeout: 60_000 }, async () => {
    const results = await Promise.all([
      remove({ services: ['shop'] }),
      remove({ swarm: { ...active, ControlAvailable: false } }),
      remove({ swarm: locked }),
      remove({ services: [] }),
      remove({ swarm: { LocalNodeState: 'inactive' } }),
    ]);
    const stays = ['now-in-use', false];
    const goes = ['gone-with', true];
    expect(results).toEqual([stays, stays, stays, goes, goes]);
  });
});

describe('a swarm that cannot be read', () => {
  const look = async (has: Has) => {
    const from = await readHoldings(engine(has), 'docker', never);
    const none = new Map<string, string[]>();
    const sizes = { imageBytes: new Map(), volumeBytes: new Map(), layersBytes: null, sizesLate: false };
    const ticks = new Set(resetTicks);
    const kept = whatStays(nodesOf(from, none), ticks, new Map());
    const items = resetItems({ ...from, ...sizes }, ticks, kept, none);
    const { role, state, services, lastManager } = from.swarm ?? {};
    return {
      ...{ role, state, services, lastManager },
      items: items.map(({ kind, reasonKey }) => `${kind} ${reasonKey}`),
    };
  };
  const items = ['swarm reset-leave-unreadable', 'volume reset'];
  it('keeps nothing else from being listed, and is left for a reason of its own', async () => {
    const refusal = 'rpc error: code = Unknown desc = The swarm does not have a leader.';
    const leaderless = { role: 'manager', state: 'no-leader', services: null, lastManager: false, items };
    expect(await look({ refusal })).toEqual(leaderless);
    expect(await look({ swarm: { ...active, Managers: 0 }, refusal })).toEqual(leaderless);
    expect(await look({ swarm: locked })).toMatchObject({ role: 'manager', items });
    const pending = { LocalNodeState: 'pending', NodeID: 'node' };
    expect(await look({ swarm: pending })).toMatchObject({ role: 'member', items });
    expect(
      await look({ swarm: { ...pending, RemoteManagers: [{ NodeID: 'node', Addr: 'a' }] } }),
    ).toMatchObject({ role: 'manager', items });
    await expect(look({ refusal: 'something else' })).rejects.toThrow();
  });
});
