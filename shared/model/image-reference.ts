import { splitImageName } from './names.ts';

/** Why a text is no name of an image. */
export type ReferenceProblem =
  | 'empty'
  | 'capitals'
  | 'registry'
  | 'repository'
  | 'tag'
  | 'digest'
  | 'no-digest'
  | 'no-tag'
  | 'too-long'
  | 'like-an-id';

const hostPart = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const host = new RegExp(`^(?:${hostPart}(?:\\.${hostPart})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const pathPart = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagForm = /^\w[\w.-]{0,127}$/;
const digestForm = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const sha256Form = /^sha256:[0-9a-f]{64}$/;
/** Of registry and repository together. */
const longest = 255;

/**
 * What is wrong with the name of an image by the grammar of distribution/reference, null where nothing is.
 * `tag`: a name that is given or pushed, which has no digest. `repository`: with neither tag nor digest.
 */
export function referenceProblem(
  reference: string,
  form: 'any' | 'tag' | 'repository' = 'any',
): ReferenceProblem | null {
  if (reference === '') return 'empty';
  const { registry, repository, tag, digest } = splitImageName(reference);
  if (digest !== undefined) {
    if (form === 'tag') return 'no-digest';
    const known = digest.startsWith('sha256:');
    if (!(known ? sha256Form : digestForm).test(digest)) return 'digest';
  }
  if (repository === '') return 'empty';
  if (form === 'repository' && (tag !== undefined || digest !== undefined)) return 'no-tag';
  if (tag !== undefined && !tagForm.test(tag)) return 'tag';
  if (registry !== undefined && !host.test(registry)) return 'registry';
  const parts = repository.split('/');
  if (parts.some((part) => !pathPart.test(part)))
    return parts.every((part) => pathPart.test(part.toLowerCase())) ? 'capitals' : 'repository';
  if (registry === undefined && parts.length === 1 && /^[a-f0-9]{64}$/.test(repository)) return 'like-an-id';
  // The engine counts what it puts in front as well.
  const name =
    registry === undefined
      ? `docker.io/${parts.length === 1 ? 'library/' : ''}${repository}`
      : `${registry}/${repository}`;
  return name.length > longest ? 'too-long' : null;
}

/** With `:latest` where neither tag nor digest is given, as the engine reads it. */
export function withTag(reference: string): string {
  const { repository, tag, digest } = splitImageName(reference);
  return repository === '' || tag !== undefined || digest !== undefined ? reference : `${reference}:latest`;
}

/**
 * Whether two names stand for the same. Podman writes the registry out and puts `localhost/` in front of what has none;
 * for Docker that is a registry like others.
 */
export function sameName(a: string, b: string, engine: 'docker' | 'podman'): boolean {
  return plainName(a, engine) === plainName(b, engine);
}

/** The one of an image's names that is meant: written just so, else one that stands for the same. */
export function nameAmong(
  names: readonly string[],
  reference: string,
  engine: 'docker' | 'podman',
): string | undefined {
  const exact = withTag(reference);
  return names.find((name) => name === exact) ?? names.find((name) => sameName(name, reference, engine));
}

function plainName(name: string, engine: 'docker' | 'podman'): string {
  const whole = withTag(name);
  const bare = engine === 'podman' ? whole.replace(/^localhost\//, '') : whole;
  return bare.replace(/^(?:index\.)?docker\.io\/(?:library\/)?/, '');
}
