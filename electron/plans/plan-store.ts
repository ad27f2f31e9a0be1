import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { fail } from '../../shared/contract/failure.ts';
import type { Plan } from '../../shared/contract/plans.ts';

/** A plan with what its executor needs beside the items. */
export interface StoredPlan {
  plan: Plan;
  params: Readonly<Record<string, boolean | number | string>>;
}

const lifetimeMs = 60 * 60 * 1000;
const sweepEveryMs = 10 * 60 * 1000;

/**
 * Plans as files, so that one process (`slipway call containers.remove`) can make a plan and another execute it.
 * A plan is claimed by renaming its file, which only one process can do.
 */
export class PlanStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  newId(): string {
    return `plan-${randomBytes(6).toString('hex')}`;
  }

  async save(stored: StoredPlan): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await this.sweep();
    await writeFileAtomic(this.#path(stored.plan.id), JSON.stringify(stored), { mode: 0o600 });
  }

  /** @throws not-found `plan-unknown`, conflict `plan-running` */
  async load(id: string): Promise<StoredPlan> {
    return this.#read(this.#path(id), id);
  }

  /** Takes the plan for execution: from here on nobody else can. */
  async claim(id: string): Promise<StoredPlan> {
    const claimed = this.#claimedPath(id);
    try {
      await rename(this.#path(id), claimed);
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
      throw await this.#absence(id);
    }
    try {
      return await this.#read(claimed, id);
    } catch (thrown) {
      // Too old or unreadable: nobody is executing it.
      await this.finish(id);
      throw thrown;
    }
  }

  /** Puts a claimed plan back: nothing of it was done. */
  async unclaim(id: string): Promise<void> {
    await rename(this.#claimedPath(id), this.#path(id));
  }

  /**
   * Leaves of a claimed plan only what holds its place. Nobody reads it again, and what its executor needs may be secret,
   * such as the variables of a container.
   */
  async empty(id: string): Promise<void> {
    await writeFileAtomic(this.#claimedPath(id), '{}', { mode: 0o600 });
  }

  async finish(id: string): Promise<void> {
    await rm(this.#claimedPath(id), { force: true });
  }

  /** True when there was such a plan. */
  async discard(id: string): Promise<boolean> {
    try {
      await rm(this.#path(id));
      return true;
    } catch (thrown) {
      if (isMissing(thrown)) return false;
      throw thrown;
    }
  }

  async #read(path: string, id: string): Promise<StoredPlan> {
    try {
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs > lifetimeMs) throw fail('not-found', 'plan-unknown', { id });
      // Only this class writes these files, whole and private; what they hold is what was saved.
      const stored: StoredPlan = JSON.parse(await readFile(path, 'utf8'));
      return stored;
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
      throw await this.#absence(id);
    }
  }

  async #absence(id: string): Promise<Error> {
    try {
      await stat(this.#claimedPath(id));
      return fail('conflict', 'plan-running', { id });
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
      return fail('not-found', 'plan-unknown', { id });
    }
  }

  /** Sweeps now and from time to time; the answer ends that, and resolves when nothing is swept any more. */
  keepSwept(everyMs = sweepEveryMs): () => Promise<void> {
    let last = Promise.resolve();
    const sweep = () => {
      last = last
        .then(() => this.sweep())
        .catch((thrown: unknown) => {
          process.emitWarning(`Old plans could not be removed from ${this.#folder}: ${String(thrown)}`);
        });
    };
    sweep();
    const timer = setInterval(sweep, everyMs).unref();
    return () => {
      clearInterval(timer);
      return last;
    };
  }

  /** Removes what is older than a plan lasts, also what a process left that was killed. */
  async sweep(): Promise<void> {
    const now = Date.now();
    const names = await readdir(this.#folder).catch((thrown: unknown) => {
      if (isMissing(thrown)) return [];
      throw thrown;
    });
    for (const name of names) {
      const path = join(this.#folder, name);
      const { mtimeMs } = await stat(path).catch((thrown: unknown) => {
        if (isMissing(thrown)) return { mtimeMs: now };
        throw thrown;
      });
      if (now - mtimeMs > lifetimeMs) await rm(path, { force: true });
    }
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }

  #claimedPath(id: string): string {
    return join(this.#folder, `${id}.running.json`);
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}
