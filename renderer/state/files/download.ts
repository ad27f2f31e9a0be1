import type { ApiError } from '../../../shared/contract/errors.ts';
import { shownText } from '../../../shared/model/byte-text.ts';
import { baseName } from '../../../shared/model/file-paths.ts';
import { bytesText } from '../../i18n/index.ts';
import { openStream } from '../link.ts';
import { saveBlob } from '../save-file.ts';
import { dismissToast, toast, toastError } from '../toasts.ts';

const gatherBytes = 8 * 1024 * 1024;
/** A connection carries so many streams at most, and the engine packs each by itself. */
const atOnce = 2;

/** What a transfer fails with where there is no link to begin it on. */
export const linkDown: ApiError = {
  code: 'unreachable',
  reason: 'connection-closed',
  message: 'The connection to Slipway was closed.',
};

let lastDownload = 0;
const newKey = (): string => {
  lastDownload += 1;
  return `download-${lastDownload}`;
};

interface Receiving {
  name: string;
  /** Not known of a folder. */
  size: number | null;
  received: number;
}

interface Watcher {
  /** At the beginning, and now and then. */
  tell(state: Receiving): void;
  /** Saved, or failed. */
  done(state: Receiving, error: ApiError | undefined): void;
}

/** Reads a file, or a folder as a tar, and hands it to the browser; answers the way to stop. */
function receive(id: string, path: string, watcher: Watcher): () => void {
  const state: Receiving = { name: shownText(baseName(path)) || '/', size: null, received: 0 };
  let blobs: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  const gather = () => {
    blobs.push(new Blob(pieces));
    pieces = [];
    held = 0;
  };
  const handle = openStream(
    'containers.download',
    { id, path },
    {
      item: (item) => {
        if (item.type === 'start') {
          state.name = shownText(item.name);
          state.size = item.size;
          watcher.tell(state);
          return;
        }
        pieces.push(Uint8Array.from(item.data));
        held += item.data.length;
        state.received += item.data.length;
        if (held < gatherBytes) return;
        // The browser keeps what is in a blob, on disk where it is much.
        gather();
        watcher.tell(state);
      },
      done: (error) => {
        if (error === undefined) {
          gather();
          saveBlob(state.name, new Blob(blobs));
        }
        blobs = [];
        watcher.done(state, error);
      },
    },
  );
  if (handle === null) watcher.done(state, linkDown);
  return () => handle?.cancel();
}

/** Saves a file, or a folder as a tar; progress shows as a message that can cancel it. */
export function downloadPath(id: string, path: string): void {
  const key = newKey();
  let over = false;
  const stop = receive(id, path, {
    tell: ({ name, size, received }) => {
      if (over) return;
      toast({
        key,
        tone: 'info',
        title: (words) => words.files.downloading(name),
        detail: (words) =>
          size === null ? bytesText(received) : words.files.of(bytesText(received), bytesText(size)),
        sticky: true,
        ...(size === null || size === 0 ? {} : { progress: received / size }),
        action: {
          label: (words) => words.cancel,
          run: () => {
            over = true;
            stop();
            dismissToast(key);
          },
        },
      });
    },
    done: ({ name, received }, error) => {
      if (over) return;
      dismissToast(key);
      if (error !== undefined) {
        toastError(
          (words) => words.files.notDownloaded(name),
          error,
          key,
          () => downloadPath(id, path),
        );
        return;
      }
      toast({
        key,
        tone: 'done',
        sticky: false,
        title: (words) => words.files.downloaded(name),
        detail: () => bytesText(received),
      });
    },
  });
}

/** Saves several, a few at a time, told of in one message that can cancel what is left. */
export function downloadPaths(id: string, paths: readonly string[]): void {
  const [first] = paths;
  if (first === undefined) return;
  if (paths.length === 1) {
    downloadPath(id, first);
    return;
  }
  const key = newKey();
  const queue = paths[Symbol.iterator]();
  const stops = new Map<string, () => void>();
  const received = new Map<string, number>();
  const failed: { path: string; error: ApiError }[] = [];
  let finished = 0;
  let over = false;
  const bytes = () => bytesText([...received.values()].reduce((sum, each) => sum + each, 0));
  const cancel = () => {
    over = true;
    for (const stop of stops.values()) stop();
    dismissToast(key);
  };
  const tell = () => {
    if (over) return;
    const [done, wrong, size] = [finished, failed.length, bytes()];
    toast({
      key,
      tone: 'info',
      sticky: true,
      title: (words) => words.files.downloadingSome(paths.length),
      detail: (words) => words.files.ofSome(done, paths.length, wrong, size),
      progress: done / paths.length,
      action: { label: (words) => words.cancel, run: cancel },
    });
  };
  const end = () => {
    over = true;
    dismissToast(key);
    const [worst] = failed;
    if (worst === undefined) {
      const size = bytes();
      toast({
        key,
        tone: 'done',
        sticky: false,
        title: (words) => words.files.downloadedSome(paths.length),
        detail: () => size,
      });
      return;
    }
    toastError(
      (words) => words.files.someNotDownloaded(failed.length, paths.length),
      worst.error,
      key,
      () =>
        downloadPaths(
          id,
          failed.map(({ path }) => path),
        ),
    );
  };
  const next = (): void => {
    const { value: path, done } = queue.next();
    if (over || done === true) return;
    const stop = receive(id, path, {
      tell: (state) => {
        received.set(path, state.received);
        tell();
      },
      done: (state, error) => {
        if (over) return;
        stops.delete(path);
        finished += 1;
        received.set(path, state.received);
        if (error !== undefined) failed.push({ path, error });
        tell();
        if (finished === paths.length) end();
        // Not at once: where there is no link all of them would fail within each other.
        else queueMicrotask(next);
      },
    });
    stops.set(path, stop);
  };
  tell();
  for (let at = 0; at < atOnce; at += 1) next();
}
