import type { Container } from '../../../shared/contract/containers.ts';
import type { ImageNode } from '../../engine/api/prune.ts';
import type { PruneFilter } from './rules.ts';

/**
 * The images that may go, each before those it is made from. An image stays whole, with all of its tags, while a container
 * or an image that stays needs it: taking a tag off it would free nothing.
 * `isKept` is asked only of images that would go otherwise.
 */
export function chooseImages(
  images: readonly ImageNode[],
  filter: Pick<PruneFilter, 'images' | 'untilMs' | 'fits'>,
  staying: readonly Container[],
  isKept: (id: string, name: string) => boolean,
  isTrashed: (tags: readonly string[]) => boolean,
): ImageNode[] {
  const children = new Map<string, ImageNode[]>();
  for (const one of images)
    if (one.parentId !== '') children.set(one.parentId, [...(children.get(one.parentId) ?? []), one]);
  const usedIds = new Set(staying.map(({ imageId }) => imageId));
  const usedNames = new Set(staying.map(({ image }) => image));
  const isUsed = (one: ImageNode) => usedIds.has(one.id) || one.tags.some((tag) => usedNames.has(tag));
  const isOld = ({ createdAt }: ImageNode) =>
    filter.untilMs === null || (createdAt !== '' && Date.parse(createdAt) <= filter.untilMs);

  const goes = new Map<string, boolean>();
  /** Children first: `goes` holds what became of each of them. */
  const chosen: ImageNode[] = [];
  const decide = (one: ImageNode): boolean => {
    const known = goes.get(one.id);
    if (known !== undefined) return known;
    // An image that is its own ancestor would be a fault of the engine; it stays.
    goes.set(one.id, false);
    const below = children.get(one.id) ?? [];
    const allGo = below.map(decide).every((gone) => gone);
    const isStep = one.tags.length === 0 && below.length > 0;
    if (isStep) {
      // A step on the way to others goes with the last of them, and is not listed by itself.
      goes.set(one.id, allGo && !isUsed(one));
      return allGo && !isUsed(one);
    }
    const wanted = one.tags.length === 0 || filter.images === 'all';
    const fits = wanted && isOld(one) && filter.fits(one.labels) && !isTrashed(one.tags) && !isUsed(one);
    const name = one.tags[0] ?? one.id.slice(7, 19);
    const gone = fits && allGo && !isKept(one.id, name);
    goes.set(one.id, gone);
    if (gone) chosen.push(one);
    return gone;
  };
  for (const one of images) decide(one);
  return chosen;
}
