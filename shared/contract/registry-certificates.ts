import { z } from 'zod';
import { answer, call } from './define.ts';

/** A file or folder on the machine that Slipway runs on, to choose certificates from. Names are hostile text. */
export interface LocalEntry {
  name: string;
  type: 'folder' | 'file';
  /** Bytes; 0 for a folder. */
  size: number;
}

export interface LocalFolder {
  /** Absolute. */
  path: string;
  /** null at the top. */
  parent: string | null;
  /** Folders first, then by name. */
  entries: LocalEntry[];
  /** False where there are more than are listed. */
  complete: boolean;
}

const path = z.string().min(1).max(4096).describe('a path on the machine that Slipway runs on');

/** Certificates for registries. Keys are read by path: no byte of one ever goes over the contract. */
export const certificateMembers = {
  localFiles: call(
    'What is in a folder of the machine that Slipway runs on, to choose a certificate from; names only',
    z.strictObject({ path: path.optional().describe('the home folder where it is left out') }),
    answer<LocalFolder>(),
  ),
};
