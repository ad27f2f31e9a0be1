import type { ApiError } from '../../shared/contract/errors.ts';
import type { InputOf } from '../../shared/contract/index.ts';
import type { Operation } from '../../shared/contract/operations.ts';
import { linkDown } from './files/download.ts';
import { type Transfer, type TransferPhase, tellBegun, tellEnd } from './image-transfers.ts';
import { openStream } from './link.ts';

type MoveKind = 'pull' | 'push' | 'load';

const kinds: Partial<Record<Operation['kind'], MoveKind>> = {
  'images.pull': 'pull',
  'images.push': 'push',
  'images.load': 'load',
};
let lastKey = 0;

export function pullImage(input: InputOf<'images.pull'>): void {
  move(
    'pull',
    input.reference,
    () => pullImage(input),
    (on) => openStream('images.pull', input, on),
  );
}

export function pushImage(reference: string): void {
  move(
    'push',
    reference,
    () => pushImage(reference),
    (on) => openStream('images.push', { reference }, on),
  );
}

/** Pulls and pushes are operations: how far they are is in the list of those, and goes on without this page. */
function move(
  kind: MoveKind,
  name: string,
  again: () => void,
  open: (on: { item(): void; done(error: ApiError | undefined): void }) => object | null,
): void {
  lastKey += 1;
  const key = `move-${lastKey}`;
  tellBegun(kind, name, key);
  const done = (error: ApiError | undefined) => {
    // It goes on, and the list tells how it ends.
    if (error?.reason === 'connection-closed') return;
    tellEnd({ kind, name, key }, again, error);
  };
  if (open({ item: () => undefined, done }) === null) tellEnd({ kind, name, key }, again, linkDown);
}

/** A pull, push or load as the list of images on their way shows it; null for other operations. */
export function moveOf(operation: Operation): Transfer | null {
  const kind = kinds[operation.kind];
  if (kind === undefined) return null;
  const { id, subject: name, error } = operation;
  const { layers = [], line = '', platform = '', allTags = false } = operation.image ?? {};
  const again = {
    pull: () => pullImage({ reference: name, platform, allTags }),
    push: () => pushImage(name),
    // The file is gone.
    load: null,
  }[kind];
  const phase = phaseOf(operation, kind, layers.length > 0 || line !== '');
  return { key: id, kind, name, phase, layers, line, bytes: 0, totalBytes: null, error, again };
}

function phaseOf({ state }: Operation, kind: MoveKind, begun: boolean): TransferPhase {
  if (state !== 'running') return state;
  if (kind === 'load') return begun ? 'loading' : 'checking';
  return begun ? 'moving' : 'asking';
}
