import type { ContainerState } from '../../../../shared/contract/containers.ts';
import type { DiskDetails, DiskKind } from '../../../../shared/contract/disk-usage.ts';
import type { InspectableKind } from '../../../../shared/contract/inspect.ts';
import { isActive } from '../../../../shared/model/disk-lines.ts';
import { shortId } from '../../../../shared/model/names.ts';

/** An object of any kind as the lists show it. Sizes in bytes, null where not known. */
export interface DiskRow {
  key: string;
  kind: DiskKind;
  name: string;
  /** Further names, the image, the driver or the type. */
  more: string;
  /** Has no name of its own. */
  nameless: boolean;
  /** The whole of it; of a container with its image. */
  sizeBytes: number | null;
  sharedBytes: number | null;
  /** What its removal frees at least. */
  ownBytes: number | null;
  /** How many containers use it. */
  users: number | null;
  inUse: boolean | null;
  /** Of a container. */
  state: ContainerState | null;
  createdAt: string;
  lastUsedAt: string;
  uses: number;
  protected: boolean;
  trashed: boolean;
  /** What it is marked and shown as; null for build cache. */
  object: { kind: Extract<InspectableKind, 'container' | 'image' | 'volume'>; id: string } | null;
}

const blank = { sharedBytes: null, state: null, lastUsedAt: '', uses: 0, trashed: false } as const;

/** The rows of one kind; what was removed since the measurement is left out by the caller. */
export function rowsOf(details: DiskDetails, kind: DiskKind): DiskRow[] {
  switch (kind) {
    case 'images':
      return details.images.map((one) => ({
        ...blank,
        ...{ key: one.id, kind, createdAt: one.createdAt },
        name: one.tags[0] ?? shortId(one.id),
        more: one.tags.slice(1).join(', '),
        nameless: one.tags.length === 0,
        sizeBytes: one.sizeBytes,
        sharedBytes: one.sharedBytes,
        ownBytes: one.uniqueBytes,
        users: one.containers,
        inUse: one.containers === null ? null : one.containers > 0,
        protected: one.protected,
        trashed: one.trashed,
        object: { kind: 'image', id: one.id },
      }));
    case 'containers':
      return details.containers.map((one) => ({
        ...blank,
        ...{ key: one.id, kind, name: one.name, more: one.image, nameless: false, createdAt: one.createdAt },
        sizeBytes: one.rootBytes,
        ownBytes: one.writtenBytes,
        users: null,
        inUse: isActive(one),
        state: one.state,
        protected: one.protected,
        trashed: one.trashed,
        object: { kind: 'container', id: one.id },
      }));
    case 'volumes':
      return details.volumes.map((one) => ({
        ...blank,
        ...{ key: one.name, kind, name: one.name, more: one.driver, nameless: one.anonymous },
        sizeBytes: one.sizeBytes,
        ownBytes: one.sizeBytes,
        users: one.links,
        inUse: one.links === null ? null : one.links > 0,
        createdAt: one.createdAt,
        protected: one.protected,
        object: { kind: 'volume', id: one.name },
      }));
    case 'buildCache':
      return details.buildCache.map((one) => ({
        ...blank,
        ...{ key: one.id, kind, name: one.id.slice(0, 12), nameless: false },
        more: one.description || one.type,
        sizeBytes: one.sizeBytes,
        sharedBytes: one.shared ? one.sizeBytes : 0,
        ownBytes: one.shared ? 0 : one.sizeBytes,
        users: null,
        inUse: one.inUse,
        createdAt: one.createdAt,
        lastUsedAt: one.lastUsedAt,
        uses: one.usageCount,
        protected: false,
        object: null,
      }));
  }
}

/** Whether a text is in what a row is known by. */
export function fits({ key, name, more }: DiskRow, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return wanted === '' || [key, name, more].some((part) => part.toLowerCase().includes(wanted));
}
