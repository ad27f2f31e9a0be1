import { useEffect, useState } from 'react';
import type { FileEntry, HiddenBy } from '../../../shared/contract/container-files.ts';
import type { FileChange } from '../../../shared/contract/container-insides.ts';
import type { ApiError } from '../../../shared/contract/errors.ts';
import { useStanding } from '../connection.ts';
import { call, openStream } from '../link.ts';

const firstLimitBytes = 512 * 1024 * 1024;
const furtherLimitBytes = 64 * firstLimitBytes;

/** A folder as far as it is known. */
export interface Folder {
  entries: readonly FileEntry[];
  readBytes: number;
  /** False while it is being read. */
  ended: boolean;
  /** False where reading was stopped: by a limit, or by the person. */
  complete: boolean;
  hiddenBy: HiddenBy | null;
  error: ApiError | null;
}

const unread: Folder = {
  entries: [],
  readBytes: 0,
  ended: false,
  complete: false,
  hiddenBy: null,
  error: null,
};

export interface FolderReading extends Folder {
  /** Reads it anew; what is shown stays until then. */
  read(): void;
  /** Reads it anew, and much further. */
  readOn(): void;
  stop(): void;
}

/** Reads a folder of a container; entries show as they are found. */
export function useFolder(id: string, path: string): FolderReading {
  const standing = useStanding();
  const of = `${id}\n${path}`;
  const [turn, setTurn] = useState(0);
  const [far, setFar] = useState('');
  const [reading, setReading] = useState({ of: '', folder: unread });
  const [stopping, setStopping] = useState<{ stop(): void } | null>(null);
  const maxBytes = far === of ? furtherLimitBytes : firstLimitBytes;

  // biome-ignore lint/correctness/useExhaustiveDependencies: turn is what asks for another reading
  useEffect(() => {
    if (standing !== 'ready') return;
    let entries: FileEntry[] = [];
    let over = false;
    const show = (parts: Partial<Folder>) =>
      setReading((before) => {
        // Of the same folder the old entries stay until the new ones are all there.
        const old = before.of === of ? before.folder : unread;
        const settled = parts.ended === true;
        return {
          of,
          folder: {
            ...old,
            ...parts,
            entries: settled || old.entries.length <= entries.length ? entries : old.entries,
          },
        };
      });
    show({ ended: false, error: null });
    const handle = openStream(
      'containers.browse',
      { id, path, maxBytes },
      {
        item: (part) => {
          entries = [...entries, ...part.entries];
          over = part.ended;
          show({
            readBytes: part.readBytes,
            ended: part.ended,
            complete: part.complete,
            hiddenBy: part.hiddenBy ?? null,
          });
        },
        done: (error) => {
          if (error !== undefined) show({ ended: true, complete: false, error });
        },
      },
    );
    setStopping({
      stop: () => {
        handle?.cancel();
        if (!over) show({ ended: true, complete: false });
      },
    });
    return () => handle?.cancel();
  }, [id, path, maxBytes, standing, turn]);

  const folder = reading.of === of ? reading.folder : unread;
  return {
    ...folder,
    read: () => setTurn((count) => count + 1),
    readOn: () => {
      setFar(of);
      setTurn((count) => count + 1);
    },
    stop: () => stopping?.stop(),
  };
}

interface Changes {
  of: string;
  changes: readonly FileChange[] | null;
  error: ApiError | null;
}

/** What differs from the image, read once and when asked. */
export function useChanges(id: string): Omit<Changes, 'of'> & { read(): void } {
  const standing = useStanding();
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<Changes>({ of: '', changes: null, error: null });

  // biome-ignore lint/correctness/useExhaustiveDependencies: turn is what asks for another reading
  useEffect(() => {
    if (standing !== 'ready') return;
    const controller = new AbortController();
    void call('containers.diff', { id }, { signal: controller.signal }).then((result) => {
      if (controller.signal.aborted) return;
      setState((before) =>
        result.ok
          ? { of: id, changes: result.value, error: null }
          : { of: id, changes: before.of === id ? before.changes : null, error: result.error },
      );
    });
    return () => controller.abort();
  }, [id, standing, turn]);

  const ours = state.of === id;
  return {
    changes: ours ? state.changes : null,
    error: ours ? state.error : null,
    read: () => setTurn((count) => count + 1),
  };
}
