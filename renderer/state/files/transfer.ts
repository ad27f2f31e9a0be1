import { uploadPieceBytes } from '../../../shared/contract/container-files.ts';
import type { ApiError } from '../../../shared/contract/errors.ts';
import { shownText } from '../../../shared/model/byte-text.ts';
import { bytesText } from '../../i18n/index.ts';
import { openSession } from '../link.ts';
import { dismissToast, toast, toastError } from '../toasts.ts';
import { linkDown } from './download.ts';

let lastUpload = 0;

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
  lastUpload += 1;
  const key = `upload-${lastUpload}`;
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
