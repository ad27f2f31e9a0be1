import { z } from 'zod';
import { answer, call, session, stream } from './define.ts';

export const fileTypes = [
  'file',
  'directory',
  'symlink',
  'character-device',
  'block-device',
  'fifo',
  'socket',
  'other',
] as const;
export type FileType = (typeof fileTypes)[number];

/**
 * What is in a folder of a container. Names are hostile text, and keep bytes that are no UTF-8 as lone surrogates
 * U+DC80 to U+DCFF, so that a path made of them leads back to the file.
 */
export interface FileEntry {
  name: string;
  type: FileType;
  /** Bytes; 0 for what is no file. */
  size: number;
  /** Permissions with setuid, setgid and sticky, such as 0o644. */
  mode: number;
  /** By the container's numbering; absent where the engine does not tell. */
  uid?: number;
  gid?: number;
  /** ISO 8601. */
  modifiedAt: string;
  /** Of a link, as it is written in it: it may lead nowhere. */
  linkTarget?: string;
}

/** Why the engine shows less than a process in the container sees: something is mounted there only while it runs. */
export type HiddenBy = 'tmpfs' | 'kernel';

export interface FolderListing {
  /** Without doubled or trailing slashes. */
  path: string;
  entries: FileEntry[];
  /** False where reading was stopped at a limit: there may be more. */
  complete: boolean;
  /** What was read for it: the engine hands over a folder only with all that is below. */
  readBytes: number;
  hiddenBy?: HiddenBy;
}

/** A listing as it grows; entries come once each. */
export interface FolderPart extends FolderListing {
  /** True in the last one. */
  ended: boolean;
}

export interface FileStat extends FileEntry {
  /** What a link leads to; null where that is nothing. Absent for what is no link. */
  target?: { path: string; type: FileType } | null;
}

export type DownloadItem =
  /** `tar`: a folder, as the engine packs it. `size` is not known beforehand for these. */
  | { type: 'start'; name: string; as: 'file' | 'tar'; size: number | null }
  | { type: 'data'; data: Uint8Array };

export type UploadItem =
  /** These would be replaced: nothing goes on until `go` names them. Empty: it goes on with `go` just the same. */
  | { type: 'existing'; paths: string[] }
  | { type: 'received'; bytes: number }
  /** Everything is here and checked; the engine writes. Cancelled from now on, some may be written. */
  | { type: 'writing'; bytes: number }
  | { type: 'done'; files: number; bytes: number };

/** The most bytes one message of an upload holds. */
export const uploadPieceBytes = 256 * 1024;

const id = z.string().min(1).describe('id or name');
const path = z.string().min(1).describe('absolute, inside of the container');
const maxBytes = z
  .int()
  .min(1)
  .max(Number.MAX_SAFE_INTEGER)
  .default(512 * 1024 * 1024)
  .describe('reading stops there; the engine hands over a folder only with all that is below it');
const bytes = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** The filesystem of a container, running or not, with a shell or without: only through the engine's archives. */
export const containerFiles = {
  readDir: call('What is in a folder', z.strictObject({ id, path, maxBytes }), answer<FolderListing>()),
  browse: stream(
    'What is in a folder, as it is found; entries come once each',
    z.strictObject({ id, path, maxBytes }),
    answer<FolderPart>(),
  ),
  statPath: call('One file, folder or link', z.strictObject({ id, path }), answer<FileStat>()),
  download: stream(
    'The bytes of a file, or of a folder as a tar; a link is followed',
    z.strictObject({ id, path }),
    answer<DownloadItem>(),
  ),
  upload: session(
    'Write files into a folder, or unpack a tar there; what it replaces has to be agreed to first',
    z
      .strictObject({
        id,
        path,
        /** One after the other in the messages; or `tar`. */
        files: z
          .array(
            z.strictObject({
              name: z.string().min(1),
              size: bytes,
              modifiedAt: z.iso.datetime({ offset: true }).optional(),
            }),
          )
          .min(1)
          .max(1000)
          .optional(),
        /** Bytes of a tar, or of one packed with gzip. */
        tar: z.strictObject({ size: bytes }).optional(),
      })
      .refine(({ files, tar }) => (files === undefined) !== (tar === undefined), {
        message: 'give either files or tar',
      }),
    z.discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('data'),
        data: z
          .instanceof(Uint8Array)
          .refine((data) => data.length <= uploadPieceBytes, `at most ${uploadPieceBytes} bytes`)
          .describe('bytes'),
      }),
      z.strictObject({
        type: z.literal('go'),
        replace: z.array(z.string()).max(100_000).describe('what may be replaced: the paths of existing'),
      }),
    ]),
    answer<UploadItem>(),
  ),
};
