import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { fail } from '../../shared/contract/failure.ts';

/** Where the bytes of a stream's items go: standard output, or a file that gets its name once it is whole. */
export class ByteFile {
  readonly #name: string;
  readonly #stdout: Writable;
  #file: FileHandle | null = null;

  constructor(name: string, stdout: Writable) {
    this.#name = name;
    this.#stdout = stdout;
  }

  /** Writes the bytes in an item's `data`; an item without any says something else, and is left out. */
  async take(item: unknown): Promise<void> {
    const data: unknown = typeof item === 'object' && item !== null && 'data' in item ? item.data : null;
    if (this.#name === '-') {
      if (data instanceof Uint8Array)
        await new Promise<void>((resolve) => this.#stdout.write(data, () => resolve()));
      return;
    }
    await this.#told(async () => {
      this.#file ??= await open(this.#part, 'w');
      if (data instanceof Uint8Array) await this.#file.writeFile(data);
    });
  }

  /** Gives the file its name, or takes it away where not all of it is there. */
  async close(whole: boolean): Promise<void> {
    const file = this.#file;
    if (file === null) return;
    this.#file = null;
    await file.close();
    if (whole) await this.#told(() => rename(this.#part, this.#name));
    else await rm(this.#part, { force: true });
  }

  get #part(): string {
    return `${this.#name}.part`;
  }

  async #told(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const detail = `${this.#name} cannot be written: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
      throw fail('invalid-input', 'input-invalid', { detail });
    }
  }
}
