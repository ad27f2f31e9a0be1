import type { Container } from '../contract/containers.ts';
import type { Image } from '../contract/engine.ts';
import type { ImageUser } from '../contract/images.ts';
import { compareNames, shortId } from './names.ts';
import { isTrashTag } from './trash-names.ts';

/** Podman writes some ids without their algorithm. */
const bare = (id: string): string => id.replace(/^sha256:/, '');

/** Containers by the id of their image; ask with `usersOf`. */
export type ImageUsers = ReadonlyMap<string, readonly ImageUser[]>;

export function groupUsers(containers: Iterable<Container>): ImageUsers {
  const groups = new Map<string, ImageUser[]>();
  for (const { id, name, state, project, imageId } of containers) {
    const user: ImageUser = { id, name, state, ...(project === undefined ? {} : { project }) };
    const key = bare(imageId);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [user]);
    else group.push(user);
  }
  for (const group of groups.values()) group.sort((a, b) => compareNames(a.name, b.name));
  return groups;
}

export function usersOf(users: ImageUsers, imageId: string): ImageUser[] {
  return [...(users.get(bare(imageId)) ?? [])];
}

/** Projects of its containers, and the one that compose built it for. */
export function projectsOfImage({ labels }: Pick<Image, 'labels'>, users: readonly ImageUser[]): string[] {
  const built = labels['com.docker.compose.project'];
  const names = new Set(users.flatMap(({ project }) => (project === undefined ? [] : [project])));
  if (built !== undefined && built !== '') names.add(built);
  return [...names].sort(compareNames);
}

/** What an image is called where one name will do. */
export function imageTitle({ id, tags, digests }: Pick<Image, 'id' | 'tags' | 'digests'>): string {
  const tag = tags.find((one) => !isTrashTag(one));
  if (tag !== undefined) return tag;
  // Pulled by its digest: the repository is known all the same.
  const digest = digests[0];
  return digest === undefined
    ? shortId(id)
    : `${digest.replace(/@.*/, '')}@${shortId(digest.replace(/.*@/, ''))}`;
}
