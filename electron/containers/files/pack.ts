import { once } from 'node:events';
import { type Pack, pack } from 'tar-stream';

interface NewFile {
  name: string;
  size: number;
  modifiedAt?: string | undefined;
}

/**
 * Packs files whose bytes come one after the other into a tar, as `docker cp` does for files of root: a browser knows
 * neither owner nor permissions.
 */
export class FilePacker {
  readonly #files: Iterator<NewFile>;
  readonly #pack: Pack = pack();
  readonly #written: Promise<void>;
  #entry: ReturnType<Pack['entry']> | null = null;
  #left = 0;

  /** `write` is given the tar, a piece at a time. */
  constructor(files: readonly NewFile[], write: (piece: Uint8Array) => Promise<void>) {
    this.#files = files[Symbol.iterator]();
    this.#written = (async () => {
      for await (const piece of this.#pack) await write(piece as Uint8Array);
    })();
    // Whoever pushes next, or ends it, is told.
    this.#written.catch(() => undefined);
  }

  /** The next bytes; they may end one file and begin another. */
  async push(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      while (this.#left === 0 && this.#next());
      if (this.#entry === null || this.#left === 0)
        throw new Error('There are more bytes than the files have.');
      const step = Math.min(this.#left, bytes.length - at);
      const room = this.#entry.write(Buffer.from(bytes.subarray(at, at + step)));
      this.#left -= step;
      at += step;
      if (this.#left === 0) {
        const ended = once(this.#entry, 'close');
        this.#entry.end();
        await Promise.race([ended, this.#written]);
      } else if (!room) await Promise.race([once(this.#entry, 'drain'), this.#written]);
    }
  }

  /** Closes the tar; every byte has to be there. */
  async end(): Promise<void> {
    while (this.#left === 0 && this.#next());
    if (this.#left > 0) throw new Error('There are fewer bytes than the files have.');
    this.#pack.finalize();
    await this.#written;
  }

  /** Lets go of it half-way; after the end it does nothing. */
  abandon(): void {
    this.#pack.destroy();
  }

  /** Begins the next file; false when there is none. */
  #next(): boolean {
    const next = this.#files.next();
    if (next.done === true) return false;
    const { name, size, modifiedAt } = next.value;
    const mtime = modifiedAt === undefined ? new Date() : new Date(modifiedAt);
    const header = { name, size, mtime, mode: 0o644, uid: 0, gid: 0, type: 'file' as const };
    if (size === 0) this.#pack.entry(header, Buffer.alloc(0));
    else this.#entry = this.#pack.entry(header);
    this.#left = size;
    return true;
  }
}
