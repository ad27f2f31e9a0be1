import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { RepositoryPage, TagPage } from '../../../shared/contract/registry-login.ts';
import { record, text, texts } from '../../engine/raw/fields.ts';
import type { Received } from '../client/exchange.ts';
import type { RegistryClient } from '../client/registry-client.ts';

export interface PageInput {
  after?: string | undefined;
  limit: number;
}

/** Marks a page that we cut ourselves, of a registry that sends everything at once. */
const ownMark = 'after ';

/**
 * Repositories, a page at a time.
 * @throws unsupported `registry-no-catalog` where the registry lets nobody list them, or not this person
 */
export async function repositoryPage(
  client: RegistryClient,
  host: string,
  { after, limit }: PageInput,
  signal: AbortSignal,
): Promise<RepositoryPage> {
  try {
    const page = await readPage(
      client,
      { path: '/v2/_catalog', scope: 'registry:catalog:*', member: 'repositories' },
      { after, limit },
      signal,
    );
    return { repositories: page.names, next: page.next };
  } catch (thrown) {
    const status = thrown instanceof SlipwayError ? thrown.error.status : undefined;
    if (status === undefined || ![400, 401, 403, 404, 405].includes(status)) throw thrown;
    // Only where this person gets in at all is it the list that is refused.
    await client.check(signal);
    throw fail('unsupported', 'registry-no-catalog', { host }, { status });
  }
}

/** Tags of a repository, a page at a time. @throws not-found `registry-unknown` */
export async function tagPage(
  client: RegistryClient,
  repository: string,
  { after, limit }: PageInput,
  signal: AbortSignal,
): Promise<TagPage> {
  const what = { path: `/v2/${repository}/tags/list`, scope: pullScope(repository), member: 'tags' };
  const page = await readPage(client, what, { after, limit }, signal);
  return { tags: page.names, next: page.next };
}

/**
 * Every tag there is.
 * @throws unsupported `registry-tags-cut` where there are more that cannot be asked for
 */
export async function allTags(
  client: RegistryClient,
  repository: string,
  signal: AbortSignal,
): Promise<string[]> {
  const found = new Set<string>();
  let after: string | undefined;
  const what = { path: `/v2/${repository}/tags/list`, scope: pullScope(repository), member: 'tags' };
  for (;;) {
    const before = found.size;
    const page = await readPage(client, what, { after, limit: 1000 }, signal);
    for (const tag of page.names) found.add(tag);
    // A registry that sends the same page for ever is not followed for ever.
    if (page.cut || (page.next !== null && found.size === before))
      throw fail('unsupported', 'registry-tags-cut', { repository });
    if (page.next === null) return [...found];
    after = page.next;
  }
}

export function pullScope(repository: string): string {
  return `repository:${repository}:pull`;
}

async function readPage(
  client: RegistryClient,
  { path, scope, member }: { path: string; scope: string; member: string },
  { after, limit }: PageInput,
  signal: AbortSignal,
): Promise<{ names: string[]; next: string | null; cut: boolean }> {
  const own = after?.startsWith(ownMark) === true ? after.slice(ownMark.length) : null;
  const isLink = after !== undefined && own === null;
  // What comes back from the caller must not lead elsewhere.
  if (isLink && !after.startsWith(`${path}?`)) throw fail('invalid-input', 'registry-page', {});
  const first = `${path}?n=${limit}`;
  const { value, answer } = await client.json(isLink ? after : first, { scope, signal });
  const names = texts(record(value)[member]);
  const linked = nextPath(answer, path);
  if (linked !== null) return { names, next: linked, cut: false };
  const cut = hasMore(answer);
  const start = own === null ? 0 : names.indexOf(own) + 1;
  const shown = names.slice(start, start + limit);
  const last = shown.at(-1);
  const next = start + limit < names.length && last !== undefined ? ownMark + last : null;
  return { names: shown, next, cut };
}

/** Whether a header tells of a further page, in whatever way. Links to other things name what they are. */
function hasMore({ headers }: Received): boolean {
  const link = linkOf(headers);
  return link !== '' && (/\bnext\b/i.test(link.replace(/<[^>]*>/g, '')) || !/\brel\s*=/i.test(link));
}

const linkOf = ({ link }: Received['headers']): string => text(Array.isArray(link) ? link.join(', ') : link);

/** Path and query of the next page: some registries name themselves in it, some only the path. */
function nextPath({ headers }: Received, path: string): string | null {
  const [, target] = /<([^>]*)>\s*;[^,]*rel="?next"?/i.exec(linkOf(headers)) ?? [];
  if (target === undefined || !URL.canParse(target, `https://registry${path}`)) return null;
  const url = new URL(target, `https://registry${path}`);
  return url.pathname === path && url.search !== '' ? `${path}${url.search}` : null;
}
