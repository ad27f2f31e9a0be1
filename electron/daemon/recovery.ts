import { failure, toApiError } from '../../shared/contract/failure.ts';
import type { Engine } from '../engine/engine.ts';
import { type Applied, type ApplyTools, placeOf, putBack, takeOver } from './apply.ts';
import { type Entry, isWorkedOn } from './journal.ts';
import type { FindKeeper, Keeper } from './keeper.ts';
import { readSettings, revisionOf } from './settings-file.ts';

const lookWithinMs = 15_000;
const nobody = () => undefined;

/** Finishes, or takes back, what a Slipway left that was ended in the middle of it. */
export class Recovery {
  readonly #tools: ApplyTools;
  readonly #find: FindKeeper;
  #running: Promise<void> = Promise.resolve();
  #soon = false;
  #unlisten: () => void = () => undefined;

  constructor(tools: ApplyTools, find: FindKeeper) {
    this.#tools = tools;
    this.#find = find;
  }

  /** Resolves once nothing is left that can be settled now. */
  recover(): Promise<void> {
    const turn = this.#running.then(() => {
      this.#soon = false;
      return this.#recoverNow();
    });
    this.#running = turn.catch(() => undefined);
    return turn;
  }

  /** The same in its own time; once, however often it is asked for before it begins. */
  recoverSoon(): void {
    if (this.#soon) return;
    this.#soon = true;
    this.recover().catch((thrown: unknown) => {
      process.emitWarning(`Settings of the engine could not be settled: ${toApiError(thrown).message}`);
    });
  }

  /** Settles now, and each time an engine answers again: whoever looks after one may not be found before. */
  follow({ connection }: Engine): void {
    this.recoverSoon();
    this.#unlisten();
    this.#unlisten = connection.listen({
      ready: () => this.recoverSoon(),
      event: () => undefined,
      gap: () => undefined,
      lost: () => undefined,
      switched: () => undefined,
    });
  }

  /** Follows no longer. Resolves once nothing is settled any more. */
  async ended(): Promise<void> {
    this.#unlisten();
    await this.#running;
  }

  async #recoverNow(): Promise<void> {
    for (const entry of await this.#tools.journal.list()) {
      if (entry.told !== undefined || (await isWorkedOn(entry))) continue;
      const keeper = await this.#find(entry.address, AbortSignal.timeout(lookWithinMs));
      // It is not there to be told; a later start may find it.
      const own = keeper === null ? null : await this.#tools.journal.take(entry);
      if (keeper === null || own === null) continue;
      try {
        await this.#settle(keeper, own);
      } catch (thrown) {
        await this.#tools.journal.note({ ...own, told: 'stuck', error: toApiError(thrown) });
      }
    }
  }

  async #settle(keeper: Keeper, entry: Entry): Promise<void> {
    const { journal } = this.#tools;
    const now = revisionOf(await readSettings(await placeOf(keeper, entry.path)));
    // It was ended before it wrote anything.
    if (now === entry.before && entry.phase === 'writing') return journal.end(entry);
    if (now !== entry.after && now !== entry.before) {
      const error = failure('conflict', 'daemon-file-changed', { path: entry.path });
      return journal.note({ ...entry, told: 'stuck', error });
    }
    const ended = await this.#finish(keeper, entry);
    if (ended.kind === 'applied') await journal.note({ ...entry, told: 'applied' });
    if (ended.kind === 'put-back')
      await journal.note({ ...entry, told: 'put-back', said: ended.said, error: ended.error });
  }

  #finish(keeper: Keeper, entry: Entry): Promise<Applied> {
    if (entry.phase !== 'putting-back') return takeOver(this.#tools, keeper, entry, nobody);
    const error = entry.error ?? failure('engine-error', 'daemon-refused', { said: entry.said });
    return putBack(this.#tools, keeper, entry, { error, said: entry.said }, nobody);
  }
}
