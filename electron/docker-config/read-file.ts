import { constants, type FileHandle, open } from 'node:fs/promises';
import { fail } from '../../shared/contract/failure.ts';

/** A bundle of every public authority is 230 KB. */
const mostBytes = 1024 * 1024;

/**
 * The bytes of a file of this machine that may be a certificate or a key.
 * @throws not-found `certificate-file-missing`, permission-denied `certificate-file-refused`, invalid-input
 * `certificate-file-folder`, `certificate-file-special`, `certificate-file-large`, `certificate-file-unreadable`
 */
export async function readSmallFile(path: string): Promise<Buffer> {
  let file: FileHandle | undefined;
  try {
    // A pipe that nobody writes to would hold up the opening for ever.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const found = await file.stat();
    if (found.isDirectory()) throw fail('invalid-input', 'certificate-file-folder', { path });
    if (!found.isFile()) throw fail('invalid-input', 'certificate-file-special', { path });
    if (found.size > mostBytes)
      throw fail('invalid-input', 'certificate-file-large', { path, bytes: String(found.size) });
    return await file.readFile();
  } catch (thrown) {
    throw fileFailure(thrown, path);
  } finally {
    await file?.close();
  }
}

/** What the system says of a file of this machine, as a failure of ours; anything else as it is. */
export function fileFailure(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof Error) || !('code' in thrown)) return thrown;
  switch (thrown.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return fail('not-found', 'certificate-file-missing', { path });
    case 'EACCES':
    case 'EPERM':
      return fail('permission-denied', 'certificate-file-refused', { path });
    case 'EISDIR':
      return fail('invalid-input', 'certificate-file-folder', { path });
    default:
      return fail('invalid-input', 'certificate-file-unreadable', { path, detail: String(thrown.code) });
  }
}
