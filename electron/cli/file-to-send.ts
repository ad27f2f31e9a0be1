import { type FileHandle, open } from 'node:fs/promises';
import type { ApiError, Result } from '../../shared/contract/errors.ts';
import { failure } from '../../shared/contract/failure.ts';

/** Sessions whose messages are the bytes of one file. */
export type FileSession = 'images.load' | 'images.import';

const pieceBytes = 256 * 1024;

interface Receiver {
  send(message: { type: 'data'; data: Uint8Array }): Promise<void>;
  cancel(): void;
}

/** A file that is sent in pieces, no faster than they are taken. */
export class FileToSend {
  readonly size: number;
  readonly #name: string;
  readonly #file: FileHandle;
  #over = false;
  #sending: Promise<void> = Promise.resolve();

  private constructor(name: string, file: FileHandle, size: number) {
    this.#name = name;
    this.#file = file;
    this.size = size;
  }

  static async open(name: string): Promise<Result<FileToSend>> {
    try {
      const file = await open(name, 'r');
      return { ok: true, value: new FileToSend(name, file, (await file.stat()).size) };
    } catch (thrown) {
      return { ok: false, error: unreadable(name, thrown) };
    }
  }

  /** `failed` is called where the file cannot be read on; the session is then cancelled. */
  sendTo(receiver: Receiver, failed: (error: ApiError) => void): void {
    this.#sending = this.#send(receiver).catch((thrown: unknown) => {
      receiver.cancel();
      failed(unreadable(this.#name, thrown));
    });
  }

  async close(): Promise<void> {
    this.#over = true;
    await this.#sending;
    await this.#file.close();
  }

  async #send(receiver: Receiver): Promise<void> {
    for (let at = 0; at < this.size && !this.#over; ) {
      const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(pieceBytes), 0, pieceBytes, at);
      if (bytesRead === 0) throw new Error('it became shorter while it was read');
      at += bytesRead;
      await receiver.send({ type: 'data', data: Uint8Array.from(buffer.subarray(0, bytesRead)) });
    }
  }
}

function unreadable(name: string, thrown: unknown): ApiError {
  const detail = `${name} cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  return failure('invalid-input', 'input-invalid', { detail });
}
