import type {
  DiskCacheRecord,
  DiskContainer,
  DiskImage,
  DiskVolume,
} from '../../../shared/contract/disk-usage.ts';
import { isTrashName, isTrashTag } from '../../../shared/model/trash-names.ts';
import { containerRow } from './containers.ts';
import { flag, isoFromText, list, num, record, text, texts } from './fields.ts';
import { imageRow, volumeRow } from './resources.ts';

/** Bytes or counts: engines write -1, or nothing, for what they do not know. */
function known(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** An item of `Images` in `/system/df`. */
export function diskImage(raw: unknown): DiskImage | null {
  const row = imageRow(raw);
  if (row === null) return null;
  const from = record(raw);
  const sizeBytes = known(from.Size) ?? known(from.VirtualSize);
  const sharedBytes = known(from.SharedSize);
  const tags = row.tags.filter((tag) => !isTrashTag(tag));
  return {
    id: row.id,
    tags,
    createdAt: row.createdAt,
    sizeBytes,
    sharedBytes,
    uniqueBytes: sizeBytes === null || sharedBytes === null ? null : Math.max(0, sizeBytes - sharedBytes),
    containers: known(from.Containers),
    dangling: row.dangling,
    protected: false,
    trashed: tags.length < row.tags.length,
  };
}

/** An item of `Containers`. The engine leaves a size of zero out. */
export function diskContainer(raw: unknown): DiskContainer | null {
  const row = containerRow(raw);
  if (row === null) return null;
  const from = record(raw);
  const { id, name, image, imageId, command, state, createdAt } = row;
  return {
    ...{ id, name, image, imageId, command, state, createdAt },
    writtenBytes: from.SizeRw === undefined ? 0 : known(from.SizeRw),
    rootBytes: from.SizeRootFs === undefined ? 0 : known(from.SizeRootFs),
    localVolumes: list(from.Mounts).filter((mount) => text(record(mount).Driver) === 'local').length,
    protected: false,
    trashed: isTrashName(name),
  };
}

/** An item of `Volumes`. */
export function diskVolume(raw: unknown): DiskVolume | null {
  const row = volumeRow(raw);
  if (row === null) return null;
  const usage = record(record(raw).UsageData);
  return {
    name: row.name,
    driver: row.driver,
    createdAt: row.createdAt ?? '',
    sizeBytes: known(usage.Size),
    links: known(usage.RefCount),
    anonymous: row.anonymous,
    protected: false,
  };
}

/** An item of `BuildCache`. Engines before API 1.42 tell one parent, later ones a list under a key that begins with a space. */
export function diskCacheRecord(raw: unknown): DiskCacheRecord | null {
  const from = record(raw);
  const id = text(from.ID);
  if (id === '') return null;
  const parents = [from.Parents, from[' Parents']].flatMap(texts);
  return {
    id,
    type: text(from.Type),
    description: text(from.Description),
    sizeBytes: Math.max(0, num(from.Size)),
    createdAt: isoFromText(from.CreatedAt) ?? '',
    lastUsedAt: isoFromText(from.LastUsedAt) ?? '',
    usageCount: num(from.UsageCount),
    inUse: flag(from.InUse),
    shared: flag(from.Shared),
    parents: parents.length > 0 ? parents : [text(from.Parent)].filter((parent) => parent !== ''),
  };
}
