import { setTimeout as sleep } from 'node:timers/promises';
import { fail, toApiError } from '../../shared/contract/failure.ts';
import type { ObjectKind, PlanItem, ReportItem } from '../../shared/contract/plans.ts';
import type {
  KeptObject,
  LeftObject,
  LeftWhy,
  ResetTick,
  ResetVerified,
  SettingsFile,
} from '../../shared/contract/reset.ts';
import type { PlanProof } from '../plans/plans.ts';
import { keyOf } from './keeping.ts';
import { type Fingerprint, fingerprint } from './settings-places.ts';
import { type Holdings, readHoldings } from './survey.ts';
import type { ResetTools } from './tools.ts';

const deadlineMs = 120_000;

/** Files on a dead network disk never answer. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = async (): Promise<never> => {
    await sleep(deadlineMs, undefined, { signal: over.signal });
    throw fail('timeout', 'settings-late', { seconds: String(deadlineMs / 1000) });
  };
  try {
    return await Promise.race([work, late()]);
  } finally {
    over.abort();
  }
}

/** Settings by their hashes before and after, and what the engine has of each ticked kind afterwards. */
export function resetProof(tools: ResetTools): PlanProof {
  const read = async (engineId: string): Promise<Fingerprint> => {
    const client = await tools.engine.clientOf(engineId, AbortSignal.timeout(deadlineMs));
    const { kind } = await tools.engine.connection.identity();
    return inTime(fingerprint(tools, client, kind));
  };
  return {
    async before(plan) {
      if (plan.reset === undefined) return {};
      const { hashes, places } = await read(plan.engineId);
      const settings = [...hashes.values()].map(
        ({ group, path, sha256 }): SettingsFile => ({ group, path, before: sha256, after: null }),
      );
      // Until it is read again nothing is said of afterwards.
      return {
        reset: { ...plan.reset, verified: null, unverified: null, settings, places, settingsRead: false },
      };
    },
    async after({ reset }, items, engineId) {
      if (reset === undefined) return {};
      try {
        const signal = AbortSignal.timeout(deadlineMs);
        const client = await tools.engine.clientOf(engineId, signal);
        const { kind } = await tools.engine.connection.identity(signal);
        const now = await readHoldings(client, kind, signal);
        const settings = compare(reset.settings, await read(engineId));
        const verified = reset.ticks.map((tick) => verify(tick, now, items, reset.kept));
        return { reset: { ...reset, verified, unverified: null, settings, settingsRead: true } };
      } catch (thrown) {
        return { reset: { ...reset, unverified: toApiError(thrown) } };
      }
    },
    isComplete: ({ reset }) => reset === undefined || reset.verified !== null,
  };
}

/** Each file that was there before or is there now. */
function compare(before: readonly SettingsFile[], { hashes }: Fingerprint): SettingsFile[] {
  const known = new Map(before.map((one) => [`${one.group}:${one.path}`, one]));
  const now = [...hashes.entries()].map(
    ([key, { group, path, sha256 }]): SettingsFile => ({
      ...{ group, path, after: sha256 },
      before: known.get(key)?.before ?? null,
    }),
  );
  const gone = [...known.entries()].filter(([key]) => !hashes.has(key)).map(([, one]) => one);
  return [...now, ...gone.map((one) => ({ ...one, after: null }))].sort((a, b) => (a.path < b.path ? -1 : 1));
}

interface Present {
  kind: ObjectKind;
  id: string;
  name: string;
}

/** What the engine has now of a ticked kind. */
function present(tick: ResetTick, now: Holdings): Present[] {
  const as = (kind: ObjectKind, rows: readonly { id: string; name: string }[]) =>
    rows.map(({ id, name }): Present => ({ kind, id, name }));
  switch (tick) {
    case 'containers':
      return as('container', now.containers);
    case 'images':
      return now.images.map(({ id, tags }) => ({
        ...{ kind: 'image', id, name: tags[0] ?? id.replace(/^sha256:/, '').slice(0, 12) },
      }));
    case 'volumes':
      return now.volumes.map(({ name }) => ({ kind: 'volume', id: name, name }));
    case 'networks':
      return as(
        'network',
        now.networks.filter(({ scope }) => scope !== 'swarm'),
      );
    case 'build-cache':
      return (now.cache ?? []).map(({ id, description }) => ({
        ...{ kind: 'build-cache', id, name: description === '' ? id.slice(0, 12) : description },
      }));
    case 'plugins':
      return as('plugin', now.plugins ?? []);
    case 'swarm': {
      if (now.swarm === null) return [];
      const { nodeId, clusterId, role } = now.swarm;
      const id = nodeId || clusterId || 'membership';
      return [
        { kind: 'swarm', id, name: role },
        ...as('service', now.services),
        ...as('secret', now.secrets),
        ...as('config', now.configs),
        ...as(
          'network',
          now.networks.filter(({ scope }) => scope === 'swarm'),
        ),
      ];
    }
  }
}

const kindsOf: Record<ResetTick, readonly ObjectKind[]> = {
  swarm: ['service', 'secret', 'config', 'swarm'],
  containers: ['container'],
  images: ['image'],
  volumes: ['volume'],
  networks: ['network'],
  'build-cache': ['build-cache'],
  plugins: ['plugin'],
};

/** Everything that is there and why; empty when all of that was to be kept. */
export function verify(
  tick: ResetTick,
  now: Holdings,
  items: readonly ReportItem[],
  kept: readonly KeptObject[],
): ResetVerified {
  const listed = new Map(items.map((one) => [keyOf(one.kind, one.id), one]));
  const keptKeys = new Set(kept.map(({ kind, id }) => keyOf(kind, id)));
  const left = present(tick, now).map(({ kind, id, name }): LeftObject => {
    // A membership has one key in the plan, whatever the node is called.
    const isKept =
      keptKeys.has(keyOf(kind, id)) || (kind === 'swarm' && kept.some((one) => one.kind === 'swarm'));
    return { kind, id, name, why: isKept ? 'kept' : whyLeft(listed.get(keyOf(kind, id))) };
  });
  const ours = ({ kind, reasonKey }: PlanItem) =>
    reasonKey === 'reset-network-of-swarm' ? tick === 'swarm' : kindsOf[tick].includes(kind);
  return { tick, listed: items.filter(ours).length, empty: left.every(({ why }) => why === 'kept'), left };
}

function whyLeft(item: ReportItem | undefined): LeftWhy {
  if (item === undefined) return 'came-since';
  if (item.outcomeKey === 'cancelled' || item.outcomeKey === 'not-reached') return 'not-reached';
  // Done, and there again under the same name: somebody made it anew.
  if (item.outcome === 'done' || item.outcomeKey === 'already-gone' || item.outcomeKey === 'changed-since')
    return 'came-since';
  return item.outcome === 'failed' ? 'failed' : 'skipped';
}
