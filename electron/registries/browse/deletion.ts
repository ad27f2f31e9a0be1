import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { Plan, PlanItem } from '../../../shared/contract/plans.ts';
import { shortId } from '../../../shared/model/names.ts';
import { registryHost } from '../../docker-config/credentials.ts';
import type { PlanExecutor, Plans, StepResult } from '../../plans/plans.ts';
import { openRegistry, type RegistryTools } from '../client/open.ts';
import type { RegistryClient } from '../client/registry-client.ts';
import { inTurns } from './in-turns.ts';
import { digestOf } from './manifests.ts';
import { allTags, pullScope } from './pages.ts';

interface Wanted {
  host: string;
  repository: string;
  tags: readonly string[];
}

/** Parts of an item's id: none of them can hold this. */
const parting = '\n';
const atOnce = 8;

/**
 * Lists what tags name, and every other tag of the same: a registry deletes by digest, and they all go with it.
 * @throws not-found `all-gone`
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
  const byDigest = await tagsByDigest(client, repository, signal);
  const items: PlanItem[] = [];
  const along: string[] = [];
  const left = new Set(wanted.tags);
  for (const [digest, tags] of byDigest) {
    const asked = tags.filter((tag) => left.delete(tag));
    if (asked.length === 0) continue;
    along.push(...tags.filter((tag) => !asked.includes(tag)));
    items.push(itemOf(host, repository, digest, tags));
  }
  if (items.length === 0) throw fail('not-found', 'all-gone');
  return plans.make({
    kind: 'registries.delete',
    engineId,
    items,
    warnings: [
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

export function deletionExecutor(tools: RegistryTools): PlanExecutor {
  const opened = async (item: PlanItem, signal: AbortSignal) => {
    const [host = '', repository = '', digest = ''] = item.id.split(parting);
    return { host, repository, digest, client: await openRegistry(tools, host, signal) };
  };
  return {
    kind: 'registries.delete',
    async step(item, _params, signal): Promise<StepResult> {
      const { host, repository, digest, client } = await opened(item, signal);
      if ((await digestOf(client, repository, digest, signal)) === null) return gone;
      const now = (await tagsByDigest(client, repository, signal)).get(digest) ?? [];
      const unlisted = now.filter((tag) => !item.tags?.includes(tag));
      if (unlisted.length > 0)
        return {
          outcome: 'skipped',
          outcomeKey: 'changed-since',
          detail: `It has further tags by now: ${unlisted.slice(0, 20).join(', ')}.`,
        };
      return (await remove(client, { host, repository, digest }, signal)) ? done : gone;
    },
    async whereIs(item, _engineId, signal) {
      const { repository, digest, client } = await opened(item, signal);
      return (await digestOf(client, repository, digest, signal)) === null ? 'gone' : 'there';
    },
  };
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

async function tagsByDigest(
  client: RegistryClient,
  repository: string,
  signal: AbortSignal,
): Promise<Map<string, string[]>> {
  const tags = await allTags(client, repository, signal);
  const digests = await inTurns(tags, atOnce, async (tag) => ({
    tag,
    digest: await digestOf(client, repository, tag, signal),
  }));
  const found = new Map<string, string[]>();
  for (const { tag, digest } of digests)
    if (digest !== null) found.set(digest, [...(found.get(digest) ?? []), tag]);
  return found;
}
