import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { Plan, PlanItem } from '../../../shared/contract/plans.ts';
import { shortId } from '../../../shared/model/names.ts';
import { registryHost } from '../../docker-config/credentials.ts';
import type { PlanExecutor, Plans, StepResult } from '../../plans/plans.ts';
import { openRegistry, type RegistryTools } from '../client/open.ts';
import type { RegistryClient } from '../client/registry-client.ts';
import { digestOf } from './manifests.ts';
import { allTags, pullScope } from './pages.ts';
import { forget, holdersOf, readTagged, type Tagged } from './tagged.ts';

interface Wanted {
  host: string;
  repository: string;
  tags: readonly string[];
}

/** Parts of an item's id: none of them can hold this. */
const parting = '\n';
/** What was read at the start of a plan is taken for true so long, in ms. */
const freshMs = 30_000;

/**
 * Lists what tags name, and every other tag of the same: a registry deletes by digest, and they all go with it. What a
 * manifest list that stays is made of stays, too.
 * @throws not-found `all-gone`, in-use `registry-part-of`, unsupported `registry-tags-cut`
 */
export async function planDeletion(
  tools: RegistryTools,
  plans: Plans,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Plan> {
  const host = registryHost(wanted.host);
  const { repository } = wanted;
  const engineId = await tools.engine.engineId(signal);
  const client = await openRegistry(tools, host, signal);
  const tagged = await readTagged(client, repository, signal);
  const left = new Set(wanted.tags);
  const asked = new Map<string, string[]>();
  for (const [digest, tags] of tagged.tags) {
    const some = tags.filter((tag) => left.delete(tag));
    if (some.length > 0) asked.set(digest, some);
  }
  if (asked.size === 0) throw fail('not-found', 'all-gone');
  const isPart = (digest: string) => [...(tagged.holders.get(digest) ?? [])].some((one) => !asked.has(one));
  const parts = [...asked].filter(([digest]) => isPart(digest));
  const partNames = parts.map(
    ([digest, tags]) => `${tags.join(', ')} (${holdersOf(tagged, digest).join(', ')})`,
  );
  // Lists first: what they are made of is free once they are gone.
  const going = [...asked.keys()]
    .filter((digest) => !isPart(digest))
    .sort((a, b) => (tagged.holders.get(a)?.size ?? 0) - (tagged.holders.get(b)?.size ?? 0));
  if (going.length === 0) throw fail('in-use', 'registry-part-of', { names: partNames.join('; ') });
  const tagsOf = (digest: string) => tagged.tags.get(digest) ?? [];
  const along = going.flatMap((one) => tagsOf(one).filter((tag) => !asked.get(one)?.includes(tag)));
  return plans.make({
    kind: 'registries.delete',
    engineId,
    items: going.map((digest) => itemOf(host, repository, digest, tagsOf(digest))),
    warnings: [
      ...(parts.length > 0 ? [{ kind: 'part-of' as const, names: partNames }] : []),
      ...(along.length > 0 ? [{ kind: 'tags-along' as const, names: along }] : []),
      ...(left.size > 0 ? [{ kind: 'gone' as const, names: [...left] }] : []),
    ],
    params: {},
  });
}

function itemOf(host: string, repository: string, digest: string, tags: string[]): PlanItem {
  return {
    kind: 'registry-image',
    id: [host, repository, digest].join(parting),
    name: `${host}/${repository}@${shortId(digest)}`,
    reason: 'Asked for.',
    reasonKey: 'asked-for',
    // Registries give the room back when they collect garbage.
    bytes: null,
    action: 'remove',
    tags,
  };
}

/** Deletes what is listed, unless it has other tags or became part of something by now. */
export function deletionExecutor(tools: RegistryTools): PlanExecutor {
  const reads = new WeakMap<Plan, { at: number; tagged: Tagged }>();
  /** Read once for all items of a plan, and again when tags came or it is old. */
  const taggedFor = async (plan: Plan, client: RegistryClient, repository: string, signal: AbortSignal) => {
    const known = reads.get(plan);
    if (known !== undefined && performance.now() - known.at < freshMs) {
      const names = await allTags(client, repository, signal);
      if (names.every((name) => known.tagged.names.has(name))) return known.tagged;
    }
    const at = performance.now();
    const tagged = await readTagged(client, repository, signal);
    reads.set(plan, { at, tagged });
    return tagged;
  };
  const opened = async (item: PlanItem, signal: AbortSignal) => {
    const [host = '', repository = '', digest = ''] = item.id.split(parting);
    return { host, repository, digest, client: await openRegistry(tools, host, signal) };
  };
  return {
    kind: 'registries.delete',
    async step(item, _params, signal, { plan }): Promise<StepResult> {
      const { host, repository, digest, client } = await opened(item, signal);
      if ((await digestOf(client, repository, digest, signal)) === null) return gone;
      const tagged = await taggedFor(plan, client, repository, signal);
      const unlisted = (tagged.tags.get(digest) ?? []).filter((tag) => !item.tags?.includes(tag));
      if (unlisted.length > 0) return changed('It has further tags by now', unlisted);
      const holders = holdersOf(tagged, digest);
      if (holders.length > 0) return changed('It is part of what other tags name', holders);
      const removed = await remove(client, { host, repository, digest }, signal);
      forget(tagged, digest);
      return removed ? done : gone;
    },
    async whereIs(item, _engineId, signal) {
      const { repository, digest, client } = await opened(item, signal);
      return (await digestOf(client, repository, digest, signal)) === null ? 'gone' : 'there';
    },
  };
}

function changed(how: string, tags: readonly string[]): StepResult {
  const detail = `${how}: ${tags.slice(0, 20).join(', ')}.`;
  return { outcome: 'skipped', outcomeKey: 'changed-since', detail };
}

const gone: StepResult = { outcome: 'skipped', outcomeKey: 'already-gone', detail: 'It was gone already.' };
const done: StepResult = { outcome: 'done', outcomeKey: 'removed', detail: 'Deleted.' };

/** False where it was gone. @throws unsupported `registry-no-delete` */
async function remove(
  client: RegistryClient,
  { host, repository, digest }: { host: string; repository: string; digest: string },
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const { status } = await client.ask(`/v2/${repository}/manifests/${digest}`, {
      method: 'DELETE',
      scope: `${pullScope(repository)},delete`,
      expect: [404],
      signal,
    });
    return status !== 404;
  } catch (thrown) {
    const status = thrown instanceof SlipwayError ? thrown.error.status : undefined;
    if (status === 405 || status === 501)
      throw fail('unsupported', 'registry-no-delete', { host }, { status });
    throw thrown;
  }
}
