import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { fail } from '../../../shared/contract/failure.ts';
import { type PruneSchedule, pruneRules, pruneWhen } from '../../../shared/contract/prune.ts';

const at = z.iso.datetime();
const stored = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    enabled: z.boolean(),
    when: pruneWhen,
    rules: pruneRules,
    engineId: z.string(),
    engineName: z.string(),
    nextAt: at.nullable(),
    last: z
      .object({ at, reportId: z.string().nullable(), error: z.custom<PruneScheduleError>().nullable() })
      .nullable(),
    missed: z.object({ count: z.int().min(1), lastAt: at }).nullable(),
  }),
);
type PruneScheduleError = NonNullable<NonNullable<PruneSchedule['last']>['error']>;

const claimsKeptMs = 48 * 60 * 60 * 1000;

/** The schedules in one file, which several Slipways may share: it is read before each change. */
export class ScheduleStore {
  readonly #file: string;
  readonly #claims: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(home: string) {
    this.#file = join(home, 'schedules.json');
    this.#claims = join(home, 'schedule-runs');
  }

  /** @throws internal `schedules-unreadable`: it is there and not understood */
  list(): Promise<PruneSchedule[]> {
    return this.#inTurn(() => this.#read());
  }

  /** Changes the list; what `change` answers is kept. */
  update(change: (schedules: PruneSchedule[]) => PruneSchedule[]): Promise<void> {
    return this.#inTurn(async () => {
      const schedules = change(await this.#read());
      await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
      await writeFileAtomic(this.#file, `${JSON.stringify(schedules, null, 2)}\n`, { mode: 0o600 });
    });
  }

  /**
   * Takes one run, for just one of all the Slipways that share this folder: answers null, or for how many ms another has
   * had it.
   */
  async claim(id: string, plannedAt: string): Promise<number | null> {
    await mkdir(this.#claims, { recursive: true, mode: 0o700 });
    await this.#sweepClaims();
    const file = join(this.#claims, `${id}-${plannedAt.replace(/[^0-9]/g, '')}`);
    try {
      await (await open(file, 'wx', 0o600)).close();
      return null;
    } catch (thrown) {
      if (!hasCode(thrown, 'EEXIST')) throw thrown;
      return Date.now() - (await stat(file)).mtimeMs;
    }
  }

  async #sweepClaims(): Promise<void> {
    for (const name of await readdir(this.#claims)) {
      const path = join(this.#claims, name);
      const { mtimeMs } = await stat(path).catch((thrown: unknown) => {
        if (hasCode(thrown, 'ENOENT')) return { mtimeMs: Date.now() };
        throw thrown;
      });
      if (Date.now() - mtimeMs > claimsKeptMs) await rm(path, { force: true });
    }
  }

  async #read(): Promise<PruneSchedule[]> {
    try {
      return stored.parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch (thrown) {
      if (hasCode(thrown, 'ENOENT')) return [];
      const foreign = thrown instanceof SyntaxError || thrown instanceof z.ZodError;
      const detail = foreign ? 'it is not a list of schedules' : String(thrown);
      throw fail('internal', 'schedules-unreadable', { path: this.#file, detail });
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result;
    return result;
  }
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}
