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
});

const policySchema = z.object({
  engineId: z.string(),
  containerId: z.string(),
  restart: z.object({ name: z.string(), maximumRetryCount: z.number() }),
  /** Somebody is about to freeze it: whoever that is gives the policy back if nothing comes of it. */
  freezing: z.boolean(),
  owner: z.object({ pid: z.number(), started: z.string() }),
});

const fileSchema = z.object({ notes: z.array(noteSchema), policies: z.array(policySchema) });

/** What Slipway knows of a checkpoint it made and the engine does not keep. */
export type CheckpointNote = z.output<typeof noteSchema>;
/** A restart policy that was taken off a container so that the engine does not start it afresh. */
export type TakenPolicy = z.output<typeof policySchema>;
type Content = z.output<typeof fileSchema>;

export type CheckpointKey = Pick<CheckpointNote, 'engineId' | 'containerId' | 'name' | 'directory'>;

/** Notes on checkpoints, in one file: what a restore is compared with, and what is to be put back. */
export class CheckpointBook {
  readonly #file: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  async notes(engineId: string): Promise<CheckpointNote[]> {
    return (await this.#read()).notes.filter((note) => note.engineId === engineId);
  }

  async find(key: CheckpointKey): Promise<CheckpointNote | undefined> {
    return (await this.#read()).notes.find((note) => isOf(note, key));
  }

  /** Writes a note, in place of one of the same checkpoint. */
  save(note: CheckpointNote): Promise<void> {
    return this.#change(({ notes, policies }) => ({
      policies,
      notes: [...notes.filter((other) => !isOf(other, note)), note],
    }));
  }

  forget(key: CheckpointKey): Promise<void> {
    return this.#change((content) => ({
      ...content,
      notes: content.notes.filter((note) => !isOf(note, key)),
    }));
  }

  /** Forgets checkpoints that went with their containers. */
  forgetGone(engineId: string, containerIds: ReadonlySet<string>): Promise<void> {
    const isGone = (note: CheckpointNote) =>
      note.engineId === engineId && note.directory === null && !containerIds.has(note.containerId);
    return this.#change((content) =>
      content.notes.some(isGone)
        ? { ...content, notes: content.notes.filter((note) => !isGone(note)) }
        : content,
    );
  }

  async policies(engineId: string): Promise<TakenPolicy[]> {
    return (await this.#read()).policies.filter((policy) => policy.engineId === engineId);
  }

  async policyOf(engineId: string, containerId: string): Promise<TakenPolicy | undefined> {
    return (await this.policies(engineId)).find((policy) => policy.containerId === containerId);
  }

  savePolicy(policy: TakenPolicy): Promise<void> {
    return this.#change(({ notes, policies }) => ({
      notes,
      policies: [...policies.filter((other) => !isSame(other, policy)), policy],
    }));
  }

  forgetPolicy(policy: Pick<TakenPolicy, 'engineId' | 'containerId'>): Promise<void> {
    return this.#change((content) => ({
      ...content,
      policies: content.policies.filter((other) => !isSame(other, policy)),
    }));
  }

  #change(change: (content: Content) => Content): Promise<void> {
    const turn = this.#last.then(async () => {
      const before = await this.#read();
      const after = change(before);
      if (after === before) return;
      await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
      await writeFileAtomic(this.#file, `${JSON.stringify(after, null, 1)}\n`, { mode: 0o600 });
    });
    // Its own caller is told of a failure; the next change goes ahead.
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #read(): Promise<Content> {
    try {
      return fileSchema.parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')
        return { notes: [], policies: [] };
      if (!(thrown instanceof SyntaxError) && !(thrown instanceof z.ZodError)) throw thrown;
      process.emitWarning(`${this.#file} holds no notes on checkpoints; it is written anew with the next.`);
      return { notes: [], policies: [] };
    }
  }
}

function isOf(note: CheckpointNote, key: CheckpointKey): boolean {
  return isSame(note, key) && note.name === key.name && note.directory === key.directory;
}

function isSame(
  a: Pick<TakenPolicy, 'engineId' | 'containerId'>,
  b: Pick<TakenPolicy, 'engineId' | 'containerId'>,
): boolean {
  return a.engineId === b.engineId && a.containerId === b.containerId;
}
