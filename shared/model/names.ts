/** The first 12 characters of an id, without its algorithm, as the docker CLI shows it. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

export interface ImageName {
  /** Registry host and port; absent for Docker Hub. */
  registry?: string;
  repository: string;
  tag?: string;
  /** `sha256:...` */
  digest?: string;
}

/** Takes an image reference apart. A bare id (`sha256:...`) comes back as a digest with an empty repository. */
export function splitImageName(reference: string): ImageName {
  if (/^sha256:[0-9a-f]+$/.test(reference)) return { repository: '', digest: reference };
  const at = reference.indexOf('@');
  const digest = at < 0 ? undefined : reference.slice(at + 1);
  let rest = at < 0 ? reference : reference.slice(0, at);
  let tag: string | undefined;
  const colon = rest.lastIndexOf(':');
  if (colon > rest.lastIndexOf('/')) {
    tag = rest.slice(colon + 1);
    rest = rest.slice(0, colon);
  }
  const slash = rest.indexOf('/');
  const first = slash < 0 ? '' : rest.slice(0, slash);
  // The distribution rule: a first part is a host only if it has a dot or a port, or is localhost.
  const registry = /[.:]|^localhost$/.test(first) ? first : undefined;
  return {
    ...(registry === undefined ? {} : { registry }),
    repository: registry === undefined ? rest : rest.slice(slash + 1),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** How a list shows an image: no digest where there is a tag, ids shortened. */
export function shortImageName(reference: string): string {
  const { registry, repository, tag, digest } = splitImageName(reference);
  if (repository === '') return shortId(digest ?? reference);
  const name = registry === undefined ? repository : `${registry}/${repository}`;
  if (tag !== undefined) return `${name}:${tag}`;
  return digest === undefined ? name : `${name}@${shortId(digest)}`;
}

/** Whether the engine accepts this as a container name (`RestrictedNameChars` of moby). */
export function isContainerName(name: string): boolean {
  return /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name);
}

const sortKeys = new Map<string, string>();
const keptSortKeys = 20_000;

function sortKey(name: string): string {
  const known = sortKeys.get(name);
  if (known !== undefined) return known;
  const key = name
    .toLowerCase()
    .replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(12, '0'));
  if (sortKeys.size >= keptSortKeys) sortKeys.clear();
  sortKeys.set(name, key);
  return key;
}

/**
 * Order of names in a list: letters without regard to case, numbers by value (`web-2` before `web-10`).
 * Many times quicker than `Intl.Collator`, which a list of a thousand rows would feel.
 */
export function compareNames(a: string, b: string): number {
  const left = sortKey(a);
  const right = sortKey(b);
  if (left !== right) return left < right ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}
