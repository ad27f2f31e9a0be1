import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fail } from '../../../shared/contract/failure.ts';
import { ownMark, whoseMark } from '../../plans/place.ts';
import { checksumName, type ExportedFile, manifestName } from '../manifest.ts';

const partName = /^\.slipway-part-([0-9a-f-]+)$/;
const subfolders = ['volumes', 'networks', 'containers', 'swarm'] as const;

/**
 * The folder an export goes to. All of it is written into a hidden folder inside and moved up at the end, the manifest last:
 * without one there is no export. Only its owner can read it, for definitions hold what environments do.
 */
export class ExportFolder {
  readonly path: string;
  readonly #part: string;
  readonly #made: boolean;
  readonly #moved: string[] = [];
  readonly files: ExportedFile[] = [];

  private constructor(folder: string, part: string, made: boolean) {
    this.path = folder;
    this.#part = part;
    this.#made = made;
  }

  /**
   * Makes it, or takes one that is empty.
   * @throws invalid-input `export-folder-relative`, conflict `export-folder-full`, permission-denied `export-folder-unusable`
   */
  static async open(wanted: string): Promise<ExportFolder> {
    if (!path.isAbsolute(wanted)) throw fail('invalid-input', 'export-folder-relative', { folder: wanted });
    const folder = path.normalize(wanted).replace(/(?<=.)\/+$/, '');
    return explained(folder, async () => {
      const made = await makeFolder(folder);
      try {
        if (!made) await mustBeEmpty(folder);
        const part = path.join(folder, `.slipway-part-${await ownMark()}`);
        await mkdir(part, { mode: 0o700 });
        for (const name of subfolders) await mkdir(path.join(part, name), { mode: 0o700 });
        return new ExportFolder(folder, part, made);
      } catch (thrown) {
        if (made) await rmdir(folder);
        throw thrown;
      }
    });
  }

  /** Writes a file as its pieces come; `written` is told how many bytes each adds. */
  async write(
    name: string,
    pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
    written: (bytes: number) => void = () => undefined,
  ): Promise<ExportedFile> {
    const hash = createHash('sha256');
    let bytes = 0;
    await explained(this.path, async () => {
      const file = await open(path.join(this.#part, name), 'wx', 0o600);
      try {
        for await (const piece of pieces) {
          hash.update(piece);
          await file.writeFile(piece);
          bytes += piece.length;
          written(piece.length);
        }
        await file.sync();
      } finally {
        await file.close();
      }
    });
    const entry = { path: name, bytes, sha256: hash.digest('hex') };
    this.files.push(entry);
    return entry;
  }

  writeJson(name: string, value: unknown): Promise<ExportedFile> {
    return this.write(name, [Buffer.from(`${JSON.stringify(value, null, 1)}\n`)]);
  }

  /** Takes back a file that is not to be in the export. */
  async drop(name: string): Promise<void> {
    await rm(path.join(this.#part, name), { force: true });
    const at = this.files.findIndex((file) => file.path === name);
    if (at >= 0) this.files.splice(at, 1);
  }

  /** Writes the manifest and moves everything to its place. Answers the manifest's checksum. */
  async commit(manifest: unknown): Promise<string> {
    const { sha256 } = await this.writeJson(manifestName, manifest);
    await this.write(checksumName, [Buffer.from(`${sha256}  ${manifestName}\n`)]);
    await explained(this.path, async () => {
      const names = (await readdir(this.#part)).filter((name) => name !== manifestName);
      for (const name of [...names, manifestName]) {
        await rename(path.join(this.#part, name), path.join(this.path, name));
        // Not before: what is in its way is somebody else's.
        this.#moved.push(name);
      }
      await rmdir(this.#part);
    });
    return sha256;
  }

  /** Removes all that was written. */
  async abandon(): Promise<void> {
    for (const name of [...this.#moved].reverse())
      await rm(path.join(this.path, name), { recursive: true, force: true });
    await rm(this.#part, { recursive: true, force: true });
    if (this.#made) await rmdir(this.path);
  }
}

async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { mode: 0o700 });
    return true;
  } catch (thrown) {
    if (!isCode(thrown, 'EEXIST')) throw thrown;
    return false;
  }
}

/** What an export left that was killed is no content. */
async function mustBeEmpty(folder: string): Promise<void> {
  // Of a file the reason is told by reading it as a folder.
  await stat(folder);
  for (const name of await readdir(folder)) {
    const mark = partName.exec(name)?.[1];
    // Each new file system has this one.
    if (name === 'lost+found') continue;
    // On a share it may be another machine's, which is still at it.
    if (mark === undefined || (await whoseMark(mark)) !== 'dead')
      throw fail('conflict', 'export-folder-full', { folder });
    await rm(path.join(folder, name), { recursive: true, force: true });
  }
}

const isCode = (thrown: unknown, ...codes: string[]): boolean =>
  thrown instanceof Error && 'code' in thrown && codes.includes(String(thrown.code));

/** What the file system refuses, as a failure that says what to do. */
async function explained<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (isCode(thrown, 'ENOSPC', 'EDQUOT')) throw fail('conflict', 'export-disk-full', { folder });
    const system = thrown instanceof Error && 'syscall' in thrown && 'path' in thrown;
    if (!system && !isCode(thrown, 'EIO', 'EROFS')) throw thrown;
    const missing = isCode(thrown, 'ENOENT', 'ENOTDIR');
    throw fail(missing ? 'not-found' : 'permission-denied', 'export-folder-unusable', {
      folder,
      detail: thrown instanceof Error ? thrown.message : '',
    });
  }
}
