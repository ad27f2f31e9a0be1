import { createReadStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import { TarError, type TarVisitor, TarWalker } from '../../shared/model/tar-walk.ts';

/** A gzip is unpacked to no more than so much: a small one can hold anything. */
const mostUnpackedBytes = 64 * 1024 ** 3;

/** A private file that holds an upload until all of it is here and was looked at; gone after `remove`. */
export class Spool {
  readonly #folder: string;
  readonly #path: string;
  readonly #file: FileHandle;
  bytes = 0;

  private constructor(folder: string, path: string, file: FileHandle) {
    this.#folder = folder;
    this.#path = path;
    this.#file = file;
  }

  static async open(): Promise<Spool> {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-upload-'));
    const path = join(folder, 'archive.tar');
    return new Spool(folder, path, await open(path, 'wx', 0o600));
  }

  /** @throws engine-error `spool-failed` where the disk is full */
  async write(piece: Uint8Array): Promise<void> {
    try {
      await this.#file.writeFile(piece);
      this.bytes += piece.length;
    } catch (thrown) {
      throw fail('conflict', 'spool-failed', {
        path: tmpdir(),
        detail: thrown instanceof Error ? thrown.message : String(thrown),
      });
    }
  }

  read(): Readable {
    return createReadStream(this.#path);
  }

  /** Whether it is packed in a way that only the engine unpacks: bzip2, xz, zstd. */
  async packedOtherwise(): Promise<boolean> {
    const start = Buffer.from(await this.#firstBytes()).toString('latin1');
    return start.startsWith('BZh') || start.startsWith('\xfd7zXZ') || start.startsWith('\x28\xb5\x2f\xfd');
  }

  /**
   * Walks over what was written as a tar, unpacked where it is a gzip. `strict`: as what writes the entries one by one
   * needs it. @throws invalid-input `upload-not-tar`
   */
  async walk(visitor: TarVisitor, signal: AbortSignal, strict = true): Promise<void> {
    const walker = new TarWalker(visitor, { strict });
    const [first, second] = await this.#firstBytes();
    const gzip = first === 0x1f && second === 0x8b;
    const file = this.read();
    const source: Readable = gzip ? file.pipe(createGunzip()) : file;
    if (gzip) file.once('error', (fault) => source.destroy(fault));
    let unpacked = 0;
    let entries = 0;
    try {
      for await (const piece of source) {
        if (signal.aborted) throw fail('cancelled', 'cancelled');
        unpacked += (piece as Buffer).length;
        if (unpacked > mostUnpackedBytes) throw new TarError('it unpacks to more than 64 GB');
        walker.push(piece as Buffer);
        entries += 1;
      }
      walker.end();
      if (entries === 0 || !walker.finished) throw new TarError('it has no end');
    } catch (thrown) {
      if (thrown instanceof SlipwayError) throw thrown;
      const detail = thrown instanceof Error ? thrown.message : String(thrown);
      throw fail('invalid-input', 'upload-not-tar', { detail });
    } finally {
      source.destroy();
      file.destroy();
    }
  }

  async remove(): Promise<void> {
    await this.#file.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #firstBytes(): Promise<Uint8Array> {
    const { size } = await stat(this.#path);
    const reader = await open(this.#path, 'r');
    try {
      const { buffer } = await reader.read(Buffer.alloc(6), 0, Math.min(6, size), 0);
      return buffer;
    } finally {
      await reader.close();
    }
  }
}
