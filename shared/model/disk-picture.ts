import type { DiskDetails, DiskKind } from '../contract/disk-usage.ts';
import { isActive } from './disk-lines.ts';

/** `shared`: in layers of several images. `rest`: many small ones together. */
export type PieceState = 'used' | 'unused' | 'shared' | 'rest';

export interface Piece {
  key: string;
  kind: DiskKind;
  name: string;
  bytes: number;
  state: PieceState;
  /** How many objects it stands for. */
  count: number;
}

export interface PieceGroup {
  kind: DiskKind;
  bytes: number;
  pieces: Piece[];
}

/** More than so many of a kind cannot be told apart on screen. */
const mostPieces = 40;

/** What a picture of the disk shows: each byte once, so shared layers are a piece of their own. */
export function pictureOf(details: DiskDetails): PieceGroup[] {
  const { images, containers, volumes, buildCache, usage } = details;
  const own: Piece[] = images.map(({ id, tags, uniqueBytes, sizeBytes, containers: users }) => ({
    ...{ key: id, kind: 'images', count: 1 },
    name: tags[0] ?? id.replace(/^sha256:/, '').slice(0, 12),
    // Where nothing is known of what is shared, each is shown whole.
    bytes: uniqueBytes ?? (usage.images.sizeBytes === null ? (sizeBytes ?? 0) : 0),
    state: users === 0 ? 'unused' : 'used',
  }));
  const ownBytes = own.reduce((sum, { bytes }) => sum + bytes, 0);
  const sharedBytes = Math.max(0, (usage.images.sizeBytes ?? 0) - ownBytes);
  const groups: PieceGroup[] = [
    group('images', [
      ...own,
      { key: 'shared', kind: 'images', name: '', bytes: sharedBytes, state: 'shared', count: images.length },
    ]),
    group(
      'containers',
      containers.map((one) => ({
        ...{ key: one.id, kind: 'containers', name: one.name, bytes: one.writtenBytes ?? 0, count: 1 },
        state: isActive(one) ? 'used' : 'unused',
      })),
    ),
    group(
      'volumes',
      volumes.map(({ name, sizeBytes, links }) => ({
        ...{ key: name, kind: 'volumes', name, bytes: sizeBytes ?? 0, count: 1 },
        state: links === 0 ? 'unused' : 'used',
      })),
    ),
    group(
      'buildCache',
      buildCache
        .filter(({ shared }) => !shared)
        .map(({ id, description, sizeBytes, inUse }) => ({
          ...{ key: id, kind: 'buildCache', bytes: sizeBytes, count: 1 },
          name: description || id.slice(0, 12),
          state: inUse ? 'used' : 'unused',
        })),
    ),
  ];
  return groups.filter(({ bytes }) => bytes > 0);
}

function group(kind: DiskKind, all: Piece[]): PieceGroup {
  const pieces = all.filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes);
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  if (pieces.length <= mostPieces) return { kind, bytes, pieces };
  const small = pieces.slice(mostPieces - 1);
  const rest: Piece = {
    ...{ key: `rest of ${kind}`, kind, name: '', state: 'rest', count: small.length },
    bytes: small.reduce((sum, piece) => sum + piece.bytes, 0),
  };
  return { kind, bytes, pieces: [...pieces.slice(0, mostPieces - 1), rest] };
}
