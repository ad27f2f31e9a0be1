import type { z } from 'zod';
import { SlipwayError } from '../../shared/contract/failure.ts';
import type {
  images as contract,
  ImageDetails,
  ImageHistory,
  ImagePlatform,
  ListedImage,
} from '../../shared/contract/images.ts';
import { readHistory } from '../../shared/model/image-history.ts';
import { groupUsers, imageTitle, projectsOfImage, usersOf } from '../../shared/model/image-users.ts';
import { isTrashTag } from '../../shared/model/trash-names.ts';
import { listContainers } from '../engine/api/containers.ts';
import { imageHistory, listPlatforms, readImage } from '../engine/api/images.ts';
import { listImageNodes, readSizes } from '../engine/api/prune.ts';
import { listImages } from '../engine/api/resources.ts';
import type { EngineClient } from '../engine/client.ts';
import { isoFromText, list, num, record, text, texts } from '../engine/raw/fields.ts';
import { imageSettings } from '../engine/raw/images.ts';

type ListInput = z.output<typeof contract.list.input>;

/** Measuring walks layers only; an engine that is busy may take a while. */
const sizeDeadlineMs = 60_000;
const looksAtOnce = 6;

/** The images as they are now, those in the trash left out. */
export async function listWithUsers(
  client: EngineClient,
  input: ListInput,
  isProtected: (id: string) => boolean,
  signal: AbortSignal,
): Promise<ListedImage[]> {
  const [rows, containers, sizes] = await Promise.all([
    listImages(client, { signal }),
    listContainers(client, { all: true, signal }),
    input.sizes ? readSizes(client, ['image'], sizeDeadlineMs, signal) : null,
  ]);
  const users = groupUsers(containers);
  const measured = new Map((sizes?.images ?? []).map((one) => [one.id, one]));
  const wanted = input.name?.toLowerCase();
  const chosen = rows
    .filter(({ tags }) => !tags.some(isTrashTag))
    .map((row): ListedImage => {
      const usedBy = usersOf(users, row.id);
      const size = measured.get(row.id);
      return {
        ...row,
        protected: isProtected(row.id),
        usedBy,
        projects: projectsOfImage(row, usedBy),
        sharedBytes: size?.sharedBytes ?? null,
        uniqueBytes: size?.uniqueBytes ?? null,
        platforms: null,
      };
    })
    .filter(
      (one) =>
        (input.dangling === undefined || one.dangling === input.dangling) &&
        (input.unused === undefined || (one.usedBy.length === 0) === input.unused) &&
        (input.project === undefined || one.projects.includes(input.project)) &&
        (wanted === undefined || [...one.tags, one.id].some((name) => name.toLowerCase().includes(wanted))),
    );
  if (input.platforms) await addPlatforms(client, chosen, signal);
  return chosen;
}

/** What keeps several platforms under a name tells them all; of the rest each image is looked at. */
async function addPlatforms(
  client: EngineClient,
  images: readonly ListedImage[],
  signal: AbortSignal,
): Promise<void> {
  const told = await listPlatforms(client, signal);
  const queue = images[Symbol.iterator]();
  const worker = async () => {
    for (const image of queue) {
      const several = told.get(image.id)?.filter(({ kind }) => kind === 'image');
      image.platforms =
        several !== undefined && several.length > 0
          ? several.map(({ platform }) => platform)
          : await platformOf(client, image.id, signal);
    }
  };
  await Promise.all(Array.from({ length: looksAtOnce }, worker));
}

/** null for one that went meanwhile. */
async function platformOf(client: EngineClient, id: string, signal: AbortSignal): Promise<string[] | null> {
  try {
    const { platform } = await readImage(client, id, signal);
    return platform.platform === '' ? null : [platform.platform];
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return null;
    throw thrown;
  }
}

/** Everything about one image. @throws not-found `object-unknown` */
export async function inspectImage(
  client: EngineClient,
  reference: string,
  isProtected: (id: string) => boolean,
  signal: AbortSignal,
): Promise<ImageDetails> {
  const { id, raw, platform } = await readImage(client, reference, signal);
  const [containers, nodes, manifests] = await Promise.all([
    listContainers(client, { all: true, signal }),
    listImageNodes(client, signal),
    listPlatforms(client, signal),
  ]);
  const several: ImagePlatform[] = manifests.get(id) ?? [];
  const names = (value: unknown) => texts(value).filter((name) => !name.includes('<none>'));
  const parent = text(raw.Parent);
  const settings = imageSettings(raw.Config ?? raw.ContainerConfig);
  const sizeBytes = Math.max(0, num(raw.Size));
  return {
    id,
    tags: names(raw.RepoTags)
      .filter((tag) => !isTrashTag(tag))
      .sort(),
    digests: names(raw.RepoDigests),
    createdAt: isoFromText(raw.Created) ?? '',
    taggedAt: isoFromText(record(raw.Metadata).LastTagTime) ?? null,
    sizeBytes,
    author: text(raw.Author),
    comment: text(raw.Comment),
    builtBy: text(raw.DockerVersion),
    // Podman leaves the algorithm out.
    parentId: parent === '' || parent.includes(':') ? parent : `sha256:${parent}`,
    settings,
    layers: texts(record(raw.RootFS).Layers),
    storageDriver: text(record(raw.GraphDriver).Name),
    platforms: several.length > 0 ? several : [{ ...platform, sizeBytes }],
    multiPlatform: several.length > 0,
    usedBy: usersOf(groupUsers(containers), id),
    children: nodes
      .filter(({ parentId, tags }) => parentId === id && !tags.some(isTrashTag))
      .map((one) => ({ id: one.id, name: imageTitle(one) })),
    protected: isProtected(id),
  };
}

/** How an image was made. @throws not-found `object-unknown` */
export async function historyOf(
  client: EngineClient,
  reference: string,
  signal: AbortSignal,
): Promise<ImageHistory> {
  const { id, raw } = await readImage(client, reference, signal);
  const steps = await imageHistory(client, id, signal);
  const parents = steps.flatMap(
    ({ comment }) => /^merge sha256:\w+ to (sha256:\w+)$/.exec(comment)?.[1] ?? [],
  );
  const known = new Map<string, number>();
  for (const parent of new Set(parents)) {
    const count = await stepsOf(client, parent, signal);
    if (count !== null) known.set(parent, count);
  }
  const told = readHistory(steps, (parent) => known.get(parent) ?? null);
  return {
    id,
    name: imageTitle({ id, tags: texts(raw.RepoTags), digests: list(raw.RepoDigests).map(text) }),
    ...told,
    layers: told.steps.filter(({ sizeBytes }) => sizeBytes > 0).length,
    totalBytes: told.steps.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

/** null where the image is not here. */
async function stepsOf(client: EngineClient, id: string, signal: AbortSignal): Promise<number | null> {
  try {
    return (await imageHistory(client, id, signal)).length;
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return null;
    throw thrown;
  }
}
