import { describe, expect, it } from 'vitest';
import type { ResetTools } from '../../../electron/reset/tools.ts';
import { wipeWhole } from '../../../electron/reset/whole.ts';
import type { Plan, PlanItem } from '../../../shared/contract/plans.ts';
import { resetTicks } from '../../../shared/contract/reset.ts';
import { StubClient } from './stub-client.ts';

const engineId = 'e';
const item = (kind: PlanItem['kind'], id: string): PlanItem => ({
  ...{ kind, id, name: id, action: 'remove', bytes: null, reason: '', reasonKey: 'reset-running' },
});
const items = [item('container', 'c'), item('volume', 'v')];
const plan = {
  ...{ id: 'p', kind: 'reset', engineId, items, createdAt: '', totalBytes: 0, warnings: [] },
  reset: { ticks: [...resetTicks], kept: [], swarm: null },
} as unknown as Plan;

interface Now {
  /** Keys of what was marked since the plan was made. */
  marked?: string[];
  /** Containers that something relies on since. */
  held?: string[];
  liveRestore?: boolean;
}

/** What the engine came to: how often it was wiped. */
async function wiped({ marked = [], held = [], liveRestore = false }: Now): Promise<number> {
  let loaded = false;
  let wipes = 0;
  const tools = {
    engine: { connection: { identity: async () => ({ kind: 'docker' }) } },
    plans: { held: async () => new Set(held) },
    protection: {
      load: async () => {
        loaded = true;
      },
      has: (_: string, kind: string, id: string) => loaded && marked.includes(`${kind}:${id}`),
    },
    managed: {
      describe: async () => ({ dataRoot: '/data' }),
      wipe: async () => {
        wipes += 1;
        return { freedBytes: 1 };
      },
    },
  } as unknown as ResetTools;
  const client = new StubClient((request) => {
    switch (request) {
      case 'GET /info':
        return { body: { LiveRestoreEnabled: liveRestore } };
      case 'GET /containers/json':
        return { body: [{ Id: 'c', Names: ['/c'], Image: 'i', State: 'running', Created: 1, Labels: {} }] };
      case 'GET /volumes':
        return { body: { Volumes: [{ Name: 'v', Driver: 'local' }] } };
      case 'GET /system/df':
        return { body: {} };
      default:
        return { body: [] };
    }
  });
  const whole = await wipeWhole(tools, plan, client, new AbortController().signal);
  expect(whole === null).toBe(wipes === 0);
  return wipes;
}

describe('a reset that lists all there is', () => {
  it('wipes the data root as a whole', async () => {
    expect(await wiped({})).toBe(1);
  });

  it.each([
    ['a volume was marked since', { marked: ['volume:v'] }],
    ['a container was marked since', { marked: ['container:c'] }],
    ['a container is being replaced since', { held: ['c'] }],
    ['its containers go on without it', { liveRestore: true }],
  ])('goes item by item where %s', async (_, now) => {
    expect(await wiped(now)).toBe(0);
  });
});
