import { uploadPieceBytes } from '../../../shared/contract/container-files.ts';
import type { ApiError } from '../../../shared/contract/errors.ts';
import { shownText } from '../../../shared/model/byte-text.ts';
import { baseName } from '../../../shared/model/file-paths.ts';
import { bytesText } from '../../i18n/index.ts';
import { openSession, openStream } from '../link.ts';
import { saveBlob } from '../save-file.ts';
import { dismissToast, toast, toastError } from '../toasts.ts';

const gatherBytes = 8 * 1024 * 1024;
const linkDown: ApiError = {
  code: 'unreachable',
  reason: 'connection-closed',
  message: 'The connection to Slipway was closed.',
};

let lastTransfer = 0;
const newKey = (): string => {
  lastTransfer += 1;
  return `transfer-${lastTransfer}`;
};

/** Saves a file, or a folder as a tar; progress shows as a message that can cancel it. */
export function downloadPath(id: string, path: string): void {
  const key = newKey();
  const shown = shownText(baseName(path)) || '/';
  let name = shown;
  let size: number | null = null;
  let received = 0;
  let blobs: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  const gather = () => {
    blobs.push(new Blob(pieces));
    pieces = [];
    held = 0;
  };
  const tell = () =>
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
          handle?.cancel();
          dismissToast(key);
        },
      },
    });
  const handle = openStream(
    'containers.download',
    { id, path },
    {
      item: (item) => {
        if (item.type === 'start') {
          name = shownText(item.name);
          ({ size } = item);
          tell();
          return;
        }
        pieces.push(Uint8Array.from(item.data));
        held += item.data.length;
        received += item.data.length;
        if (held < gatherBytes) return;
        // The browser keeps what is in a blob, on disk where it is much.
        gather();
        tell();
      },
      done: (error) => {
        dismissToast(key);
        if (error !== undefined) {
          toastError(
            (words) => words.files.notDownloaded(shown),
            error,
            key,
            () => downloadPath(id, path),
          );
          return;
        }
        gather();
        saveBlob(name, new Blob(blobs));
        blobs = [];
        toast({
          key,
          tone: 'done',
          sticky: false,
          title: (words) => words.files.downloaded(name),
          detail: () => bytesText(received),
        });
      },
    },
  );
  if (handle === null) toastError((words) => words.files.notDownloaded(shown), linkDown, key);
}

export interface UploadRequest {
  id: string;
  /** The folder. */
  path: string;
  files: readonly File[];
  /** The one file is a tar whose content is meant. */
  unpack: boolean;
  /** Whether these may be replaced. */
  ask(paths: string[]): Promise<boolean>;
  /** Something was, or may have been, written. */
  done(): void;
}

/** Sends files to a folder, or unpacks a tar there; nothing is replaced without being asked for. */
export function uploadFiles({ id, path, files, unpack, ask, done }: UploadRequest): void {
  const key = newKey();
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const [first] = files;
  if (first === undefined) return;
  let over = false;
  const end = () => {
    over = true;
    dismissToast(key);
  };
  const cancel = () => {
    session?.cancel();
    end();
    done();
  };
  const tell = (received: number, writing: boolean) =>
    toast({
      key,
      tone: 'info',
      sticky: true,
      title: (words) =>
        unpack ? words.files.unpacking(shownText(first.name)) : words.files.uploading(files.length),
      detail: (words) =>
        writing ? words.files.writing : words.files.of(bytesText(received), bytesText(total)),
      ...(total === 0 ? {} : { progress: received / total }),
      action: { label: (words) => words.cancel, run: cancel },
    });
  const fail = (error: ApiError) => {
    end();
    toastError((words) => words.files.notUploaded, error, key);
  };
  const send = async () => {
    for (const file of files)
      for (let at = 0; at < file.size && !over; at += uploadPieceBytes) {
        const piece = await file.slice(at, at + uploadPieceBytes).arrayBuffer();
        await session?.send({ type: 'data', data: new Uint8Array(piece) });
      }
  };
  const sendAll = () =>
    send().catch((fault: unknown) => {
      // The browser cannot read it any more: it was moved or changed meanwhile.
      session?.cancel();
      fail({ code: 'invalid-input', message: fault instanceof Error ? fault.message : String(fault) });
    });
  const session = openSession(
    'containers.upload',
    {
      id,
      path,
      ...(unpack
        ? { tar: { size: first.size } }
        : {
            files: files.map(({ name, size, lastModified }) => ({
              name,
              size,
              modifiedAt: new Date(lastModified).toISOString(),
            })),
          }),
    },
    {
      item: (item) => {
        switch (item.type) {
          case 'existing':
            void (async () => {
              if (item.paths.length > 0 && !(await ask(item.paths))) {
                cancel();
                return;
              }
              await session?.send({ type: 'go', replace: item.paths });
              if (!unpack) await sendAll();
            })();
            break;
          case 'received':
          case 'writing':
            tell(item.type === 'writing' ? total : item.bytes, item.type === 'writing');
            break;
          case 'done':
            end();
            toast({
              key,
              tone: 'done',
              sticky: false,
              title: (words) => words.files.uploaded(item.files, shownText(path)),
            });
            break;
        }
      },
      done: (error) => {
        if (error !== undefined && !over) fail(error);
        done();
      },
    },
  );
  if (session === null) fail(linkDown);
  else {
    tell(0, false);
    if (unpack) void sendAll();
  }
}
