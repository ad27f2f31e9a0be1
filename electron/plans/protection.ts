import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { ProtectedMark } from '../../shared/contract/disk.ts';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';

const markSchema = z.object({
  engineId: z.string(),
  kind: z.enum(['container', 'image', 'volume', 'network']),
  id: z.string(),
  name: z.string(),
  since: z.string(),
});

/** The marks that keep objects out of every plan; one file, read again before it is relied on. */
export class Protection {
  readonly #file: string;
  #marks: ProtectedMark[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * Reads the file again: another process may have marked something.
   * @throws `marks-unreadable` when it is there and not understood: nothing may then be removed
   */
  async load(): Promise<void> {
    try {
      this.#marks = z.array(markSchema).parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
      if (code !== 'ENOENT') throw this.#unreadable(thrown, code === 'EACCES');
      this.#marks = [];
    }
  }

  /** The same for what only shows marks: where they cannot be read, those read last are shown. */
  async refresh(): Promise<void> {
    try {
      await this.load();
    } catch (thrown) {
      // It is told to whoever wants to remove or mark something.
      if (!(thrown instanceof SlipwayError)) throw thrown;
    }
  }

  #unreadable(thrown: unknown, denied: boolean): SlipwayError {
    const foreign = thrown instanceof SyntaxError || thrown instanceof z.ZodError;
    const detail = foreign ? 'it is not a list of marks' : thrown instanceof Error ? thrown.message : '';
    const params = { path: this.#file, detail };
    return fail(denied ? 'permission-denied' : 'protected', 'marks-unreadable', params);
  }

  has(engineId: string, kind: ProtectedMark['kind'], id: string): boolean {
    return this.#marks.some((mark) => mark.id === id && mark.kind === kind && mark.engineId === engineId);
  }

  list(engineId: string): ProtectedMark[] {
    return this.#marks.filter((mark) => mark.engineId === engineId);
  }

  add(mark: ProtectedMark): Promise<void> {
    return this.#inTurn(async () => {
      await this.load();
      if (this.has(mark.engineId, mark.kind, mark.id)) return;
      await this.#save([...this.#marks, mark]);
    });
  }

  /** True when there was such a mark. */
  remove(engineId: string, kind: ProtectedMark['kind'], id: string): Promise<boolean> {
    return this.#inTurn(async () => {
      await this.load();
      const kept = this.#marks.filter(
        (mark) => mark.id !== id || mark.kind !== kind || mark.engineId !== engineId,
      );
      if (kept.length === this.#marks.length) return false;
      await this.#save(kept);
      return true;
    });
  }

  /** One change after the other: of two at once the second would be made from a list without the first. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#last.then(change, change);
    this.#last = result;
    return result;
  }

  async #save(marks: ProtectedMark[]): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    await writeFileAtomic(this.#file, `${JSON.stringify(marks, null, 2)}\n`, { mode: 0o600 });
    this.#marks = marks;
  }
}
