import { create } from 'zustand';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { LoadItem, PullProgress } from '../../shared/contract/images-transfer.ts';
import type { InputOf } from '../../shared/contract/index.ts';
import { type LayerProgress, withStep } from '../../shared/model/image-progress.ts';
import { linkDown } from './files/download.ts';
import { openSession, openStream } from './link.ts';
import { openOperations, useOperations } from './operations.ts';
import { saveBlob } from './save-file.ts';
import { toast, toastError } from './toasts.ts';

export type TransferKind = 'pull' | 'push' | 'save' | 'load' | 'import';
export type TransferPhase =
  | 'asking'
  | 'moving'
  | 'receiving'
  | 'checking'
  | 'loading'
  | 'stopping'
  | 'done'
  | 'failed'
  | 'cancelled';

/** An image on its way: a pull, push or load goes on without this page, what is sent from or to it does not. */
export interface Transfer {
  /** The id of an operation, where it is shown for one. */
  key: string;
  /** The operation that one of this page became. */
  operationId?: string;
  kind: TransferKind;
  /** Of the image, or of the file. */
  name: string;
  phase: TransferPhase;
  layers: readonly LayerProgress[];
  /** The last line that was about the whole. */
  line: string;
  bytes: number;
  /** null where it is not known. */
  totalBytes: number | null;
  error: ApiError | null;
  /** Begins the same once more. */
  again: (() => void) | null;
}

/** Those of this page alone. */
export const useTransfers = create<{ list: readonly Transfer[] }>()(() => ({ list: [] }));

const stops = new Map<string, () => void>();
const pieceBytes = 256 * 1024;
const gatherBytes = 8 * 1024 * 1024;
const flushMs = 100;
/** Of those that are over. */
const mostKept = 20;
let lastKey = 0;

export const isOver = ({ phase }: Transfer): boolean =>
  phase === 'done' || phase === 'failed' || phase === 'cancelled';

/** Says that it is under way, where the list does not show it. */
export function tellBegun(kind: TransferKind, name: string, key: string): void {
  // The list would cover what the person is about to do next.
  if (useOperations.getState().open) return;
  toast({
    key: `begun-${key}`,
    tone: 'info',
    title: (words) => words.images.kinds[kind](name),
    action: { label: (words) => words.show, run: () => openOperations(true) },
    anyEngine: true,
  });
}

/** Says how it ended. Where the list is open it tells why something failed. */
export function tellEnd(
  { kind, name, key }: Pick<Transfer, 'kind' | 'name' | 'key'>,
  again: (() => void) | null,
  error?: ApiError,
): void {
  if (error === undefined) toast({ tone: 'done', title: (words) => words.images.done[kind](name) });
  else if (!useOperations.getState().open)
    toastError((words) => words.images.failed[kind](name), error, key, again ?? undefined);
}

/** One transfer as it goes; changes show ten times a second at the most. */
class Run {
  #state: Transfer;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(kind: 'save' | 'load' | 'import', name: string, again: (() => void) | null) {
    lastKey += 1;
    this.#state = {
      ...{ key: `transfer-${lastKey}`, kind, name, again, error: null },
      phase: kind === 'save' ? 'moving' : 'receiving',
      ...{ layers: [], line: '', bytes: 0, totalBytes: null },
    };
    const { list } = useTransfers.getState();
    const finished = list.filter(isOver);
    const dropped = new Set(finished.slice(mostKept - 1));
    useTransfers.setState({ list: [this.#state, ...list.filter((one) => !dropped.has(one))] });
    tellBegun(kind, name, this.#state.key);
  }

  get state(): Transfer {
    return this.#state;
  }

  /** What stops it, should somebody want that. */
  stopWith(stop: () => void): void {
    stops.set(this.#state.key, () => {
      stop();
      this.#end({ phase: 'cancelled' });
    });
  }

  change(change: Partial<Transfer>): void {
    if (isOver(this.#state)) return;
    this.#state = { ...this.#state, ...change };
    this.#timer ??= setTimeout(() => this.#flush(), flushMs);
  }

  step(step: PullProgress, phase: TransferPhase): void {
    const { layers } = this.#state;
    const next = withStep(layers, step);
    this.change({ phase, layers: next, ...(next === layers ? { line: step.status } : {}) });
  }

  done(error: ApiError | undefined): void {
    if (isOver(this.#state)) return;
    const { again } = this.#state;
    if (error?.reason === 'connection-closed' && this.#state.operationId !== undefined) {
      // It goes on, and the list of operations tells how it ends.
      this.#end({ phase: 'cancelled' });
      dismissTransfer(this.#state.key);
    } else if (error?.code === 'cancelled') {
      this.#end({ phase: 'cancelled' });
    } else if (error !== undefined) {
      this.#end({ phase: 'failed', error });
      tellEnd(this.#state, again, error);
    } else {
      this.#end({ phase: 'done' });
      tellEnd(this.#state, again);
    }
  }

  #end(change: Partial<Transfer>): void {
    this.#state = { ...this.#state, ...change };
    stops.delete(this.#state.key);
    this.#flush();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    useTransfers.setState(({ list }) => ({
      list: list.map((one) => (one.key === this.#state.key ? this.#state : one)),
    }));
  }
}

/** Stops one of this page; the engine stops with it. */
export function cancelTransfer(key: string): void {
  stops.get(key)?.();
}

/** Takes one of this page that is over off the list. */
export function dismissTransfer(key: string): void {
  useTransfers.setState(({ list }) => ({ list: list.filter((one) => one.key !== key || !isOver(one)) }));
}

/** Saves images into one tar and hands it to the browser, or to the desktop's window. */
export function saveImages(references: readonly string[], name: string): void {
  const run = new Run('save', name, () => saveImages(references, name));
  let file = 'images.tar';
  let blobs: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  let bytes = 0;
  const gather = () => {
    // The browser keeps what is in a blob, on disk where it is much.
    blobs.push(new Blob(pieces));
    pieces = [];
    held = 0;
  };
  const handle = openStream(
    'images.save',
    { references: [...references] },
    {
      item: (item) => {
        if (item.type === 'start') {
          file = item.name;
          run.change({ totalBytes: item.aboutBytes });
          return;
        }
        pieces.push(Uint8Array.from(item.data));
        held += item.data.length;
        bytes += item.data.length;
        if (held >= gatherBytes) gather();
        run.change({ bytes });
      },
      done: (error) => {
        if (error === undefined) {
          gather();
          saveBlob(file, new Blob(blobs));
        }
        blobs = [];
        run.done(error);
      },
    },
  );
  if (handle === null) run.done(linkDown);
  else run.stopWith(() => handle.cancel());
}

/** Sends a tar in pieces, no faster than it is taken. */
async function sendFile(
  file: File,
  send: (message: { type: 'data'; data: Uint8Array<ArrayBuffer> }) => Promise<unknown>,
  isOn: () => boolean,
): Promise<void> {
  for (let at = 0; at < file.size && isOn(); at += pieceBytes) {
    const piece = await file.slice(at, at + pieceBytes).arrayBuffer();
    await send({ type: 'data', data: new Uint8Array(piece) });
  }
}

function takeItem(run: Run, item: LoadItem): void {
  switch (item.type) {
    case 'received':
      run.change({ bytes: item.bytes });
      break;
    case 'checking':
      run.change({
        phase: 'checking',
        ...(item.operationId === undefined ? {} : { operationId: item.operationId }),
      });
      break;
    case 'loading':
      run.step(item.progress, 'loading');
      break;
    case 'done': {
      const names = item.images.map(({ id, names }) => names[0] ?? id.slice(7, 19));
      if (names.length > 0) run.change({ name: names.join(', ') });
      break;
    }
  }
}

function sendTar(run: Run, file: File, open: (on: Consumer) => Session | null): void {
  run.change({ totalBytes: file.size });
  const session = open({
    item: (item) => takeItem(run, item),
    done: (error) => run.done(error),
  });
  if (session === null) {
    run.done(linkDown);
    return;
  }
  run.stopWith(() => session.cancel());
  sendFile(
    file,
    (message) => session.send(message),
    () => !isOver(run.state),
  ).catch((fault: unknown) => {
    // The browser cannot read it any more: it was moved or changed meanwhile.
    session.cancel();
    run.done({ code: 'invalid-input', message: fault instanceof Error ? fault.message : String(fault) });
  });
}

interface Consumer {
  item(item: LoadItem): void;
  done(error: ApiError | undefined): void;
}

type Session = Pick<NonNullable<ReturnType<typeof openSession<'images.load'>>>, 'send' | 'cancel'>;

export function loadImages(file: File): void {
  const run = new Run('load', file.name, () => loadImages(file));
  sendTar(run, file, (on) => openSession('images.load', { size: file.size, name: file.name }, on));
}

export function importImage(file: File, input: Omit<InputOf<'images.import'>, 'size'>): void {
  const run = new Run('import', input.reference || file.name, () => importImage(file, input));
  sendTar(run, file, (on) => openSession('images.import', { ...input, size: file.size }, on));
}
