import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

const noteSchema = z.object({
  engineId: z.string(),
  containerId: z.string(),
  containerName: z.string(),
  image: z.string(),
  name: z.string(),
  directory: z.string().nullable(),
  createdAt: z.string(),
  /** Where the memory of its first process was; empty where it could not be read. */
  layout: z.string(),
  /** Taken off so that the engine does not start it afresh; put back with a restore. */
  restart: z.object({ name: z.string(), maximumRetryCount: z.number() }).nullable(),
  /** Written before the engine is asked for it. */
  phase: z.enum(['freezing', 'made']),
  owner: z.object({ pid: z.number(), started: z.string() }),
});

/** What Slipway knows of a checkpoint it made and the engine does not keep. */
export type CheckpointNote = z.output<typeof noteSchema>;

type Key = Pick<CheckpointNote, 'engineId' | 'containerId' | 'name' | 'directory'>;

/** Notes on checkpoints, in one file. Without it checkpoints still work, and less is known of them. */
export class CheckpointBook {
  readonly #file: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  async list(engineId: string): Promise<CheckpointNote[]> {
    return (await this.#read()).filter((note) => note.engineId === engineId);
  }

  async find(key: Key): Promise<CheckpointNote | undefined> {
    return (await this.#read()).find((note) => isOf(note, key));
  }

  /** Writes a note, in place of one of the same checkpoint. */
  save(note: CheckpointNote): Promise<void> {
    return this.#change((notes) => [...notes.filter((other) => !isOf(other, note)), note]);
  }

  /** Forgets what the containers that are there no longer have a use for. */
  forgetGone(engineId: string, containerIds: ReadonlySet<string>): Promise<void> {
    const isGone = (note: CheckpointNote) =>
      note.engineId === engineId && note.directory === null && !containerIds.has(note.containerId);
    return this.#change((notes) => (notes.some(isGone) ? notes.filter((note) => !isGone(note)) : notes));
  }

  forget(key: Key): Promise<void> {
    return this.#change((notes) => notes.filter((note) => !isOf(note, key)));
  }

  #change(change: (notes: CheckpointNote[]) => CheckpointNote[]): Promise<void> {
    const turn = this.#last.then(async () => {
      const before = await this.#read();
      const notes = change(before);
      if (notes === before) return;
      await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
      await writeFileAtomic(this.#file, `${JSON.stringify(notes, null, 1)}\n`, { mode: 0o600 });
    });
    // Its own caller is told of a failure; the next change goes ahead.
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #read(): Promise<CheckpointNote[]> {
    try {
      return z.array(noteSchema).parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
      if (!(thrown instanceof SyntaxError) && !(thrown instanceof z.ZodError)) throw thrown;
      process.emitWarning(`${this.#file} is no list of checkpoints; it is written anew with the next one.`);
      return [];
    }
  }
}

function isOf(note: CheckpointNote, key: Key): boolean {
  return (
    note.engineId === key.engineId &&
    note.containerId === key.containerId &&
    note.name === key.name &&
    note.directory === key.directory
  );
}
