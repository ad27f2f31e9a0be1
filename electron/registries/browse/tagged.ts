import { list, record, text } from '../../engine/raw/fields.ts';
import type { RegistryClient } from '../client/registry-client.ts';
import { inTurns } from './in-turns.ts';
import { headOf, isDigest, manifestOptions } from './manifests.ts';
import { allTags } from './pages.ts';

/** What the tags of a repository name at one time. */
export interface Tagged {
  /** Every tag in the list, also one that names nothing. */
  names: ReadonlySet<string>;
  /** Tags by digest. */
  tags: Map<string, string[]>;
  /** Digests that manifest lists hold, to those of the tagged lists that hold them, over other lists too. */
  holders: Map<string, Set<string>>;
}

const atOnce = 8;
/** What is surely no list of others. */
const single = /^application\/vnd\.(?:docker\.distribution\.manifest\.v[12]|oci\.image\.manifest\.v1)\+/;

/**
 * Reads every tag, and what each tagged manifest list is made of.
 * @throws unsupported `registry-tags-cut` where the tags cannot be listed to their end
 */
export async function readTagged(
  client: RegistryClient,
  repository: string,
  signal: AbortSignal,
): Promise<Tagged> {
  const names = await allTags(client, repository, signal);
  const heads = await inTurns(names, atOnce, async (tag) => ({
    tag,
    head: await headOf(client, repository, tag, signal),
  }));
  const tags = new Map<string, string[]>();
  const lists = new Set<string>();
  for (const { tag, head } of heads) {
    if (head === null) continue;
    tags.set(head.digest, [...(tags.get(head.digest) ?? []), tag]);
    if (!single.test(head.mediaType)) lists.add(head.digest);
  }
  const holders = new Map<string, Set<string>>();
  await inTurns([...lists], atOnce, async (top) => {
    for (const part of await partsOf(client, repository, top, signal))
      holders.set(part, new Set([...(holders.get(part) ?? []), top]));
  });
  return { names: new Set(names), tags, holders };
}

/** Takes a digest that is gone out of what was read. */
export function forget({ tags, holders }: Tagged, digest: string): void {
  tags.delete(digest);
  for (const [part, held] of holders) if (held.delete(digest) && held.size === 0) holders.delete(part);
}

/** Tags of the lists that hold this digest; empty where none does. */
export function holdersOf({ tags, holders }: Tagged, digest: string): string[] {
  return [...(holders.get(digest) ?? [])].flatMap((holder) => tags.get(holder) ?? []);
}

/** Everything below a manifest, over lists in lists. A list may name what the registry does not have. */
async function partsOf(
  client: RegistryClient,
  repository: string,
  top: string,
  signal: AbortSignal,
): Promise<Set<string>> {
  const found = new Set<string>();
  const open = [top];
  for (let digest = open.pop(); digest !== undefined; digest = open.pop()) {
    const { value, answer } = await client.json(`/v2/${repository}/manifests/${digest}`, {
      ...manifestOptions(repository),
      expect: [404],
      signal,
    });
    if (answer.status === 404) continue;
    for (const entry of list(record(value).manifests).map(record)) {
      const part = text(entry.digest);
      if (!isDigest(part) || part === top || found.has(part)) continue;
      found.add(part);
      if (!single.test(text(entry.mediaType))) open.push(part);
    }
  }
  return found;
}
