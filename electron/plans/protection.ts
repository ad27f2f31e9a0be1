import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { ProtectedMark } from '../../shared/contract/disk.ts';

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

  constructor(file: string) {
    this.#file = file;
  }

  /** Reads the file again: another process may have marked something. @throws when it is there and unreadable: nothing may then be removed */
  async load(): Promise<void> {
    try {
      this.#marks = z.array(markSchema).parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) throw thrown;
      this.#marks = [];
    }
  }

  has(engineId: string, kind: ProtectedMark['kind'], id: string): boolean {
    return this.#marks.some((mark) => mark.id === id && mark.kind === kind && mark.engineId === engineId);
  }

  list(engineId: string): ProtectedMark[] {
    return this.#marks.filter((mark) => mark.engineId === engineId);
  }

  async add(mark: ProtectedMark): Promise<void> {
    await this.load();
    if (this.has(mark.engineId, mark.kind, mark.id)) return;
    await this.#save([...this.#marks, mark]);
  }

  /** True when there was such a mark. */
  async remove(engineId: string, kind: ProtectedMark['kind'], id: string): Promise<boolean> {
    await this.load();
    const kept = this.#marks.filter(
      (mark) => mark.id !== id || mark.kind !== kind || mark.engineId !== engineId,
    );
    if (kept.length === this.#marks.length) return false;
    await this.#save(kept);
    return true;
  }

  async #save(marks: ProtectedMark[]): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    await writeFileAtomic(this.#file, `${JSON.stringify(marks, null, 2)}\n`, { mode: 0o600 });
    this.#marks = marks;
  }
}
