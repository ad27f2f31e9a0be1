import type { UnfinishedReplacement } from '../../../shared/contract/container-replace.ts';
import type { ApiError } from '../../../shared/contract/errors.ts';
import { fail, SlipwayError, toApiError } from '../../../shared/contract/failure.ts';
import type { Engine } from '../../engine/engine.ts';
import { isOpen, isWorkedOn, type Journal, type JournalEntry } from './journal.ts';
import { putBack } from './put-back.ts';
import type { ReplaceTiming } from './timing.ts';
import { pause } from './watch-over.ts';

const retryMs = 300;

/** `pending`: the engine did not answer in time. `stuck`: it did, and refused. */
export type Settled = { outcome: 'put-back' } | { outcome: 'pending' | 'stuck'; error: ApiError };

/** Puts originals back: at once after a failure, and when an engine answers again after Slipway or it had died. */
export class Recovery {
  readonly #engine: Engine;
  readonly #journal: Journal;
  readonly #timing: ReplaceTiming;
  /** Entries that this process is working on. */
  readonly #active = new Set<string>();
  /** Of these, what is being put back after it was cut off. */
  readonly #recovering = new Set<string>();
  readonly #closed = new AbortController();
  readonly #stopListening: () => void;
  #running: Promise<void> = Promise.resolve();

  constructor(engine: Engine, journal: Journal, timing: ReplaceTiming) {
    this.#engine = engine;
    this.#journal = journal;
    this.#timing = timing;
    this.#stopListening = engine.connection.listen({
      ready: () => this.recoverSoon(),
      event: () => undefined,
      gap: () => undefined,
      lost: () => undefined,
      switched: () => undefined,
    });
  }

  /** Keeps `recover` off an entry until it is released: from its first step until its plan is over. */
  hold(id: string): void {
    this.#active.add(id);
  }

  release(id: string): void {
    this.#active.delete(id);
  }

  /** Puts one original back, trying again for a while. What could not be done stays in the journal. */
  async settle(entry: JournalEntry): Promise<Settled> {
    const deadline = performance.now() + this.#timing.putBackMs;
    for (;;) {
      try {
        const client = await this.#engine.clientOf(entry.engineId);
        await putBack(client, entry, this.#timing.stepMs);
        return { outcome: 'put-back' };
      } catch (thrown) {
        if (!(thrown instanceof SlipwayError)) throw thrown;
        const { error } = thrown;
        if (performance.now() > deadline || this.#closed.signal.aborted || !mayPass(error))
          return { outcome: isSilence(error) ? 'pending' : 'stuck', error };
        await pause(retryMs, this.#closed.signal);
      }
    }
  }

  /** Puts back what nobody works on any more, on the engine in use. */
  async recover(): Promise<void> {
    const turn = this.#running.then(() => this.#recoverNow());
    this.#running = turn.catch(() => undefined);
    return turn;
  }

  async list(): Promise<UnfinishedReplacement[]> {
    const told: UnfinishedReplacement[] = [];
    for (const entry of await this.#journal.list()) {
      const held = this.#active.has(entry.id) && !this.#recovering.has(entry.id);
      if (held || (await isWorkedOn(entry))) continue;
      const { id, name, at, asideName, temporaryName, error } = entry;
      const status = entry.told ?? 'pending';
      told.push({
        ...{ id, container: name, at, status, asideName, temporaryName },
        ...(error === undefined ? {} : { error }),
      });
    }
    return told;
  }

  /** @throws conflict `replacement-unfinished` while an earlier replacement of this container is not settled */
  async mustBeSettled(oldId: string): Promise<void> {
    const open = (await this.#journal.list()).find((entry) => entry.oldId === oldId && isOpen(entry));
    if (open !== undefined) throw fail('conflict', 'replacement-unfinished', { name: open.name });
  }

  /** Forgets what was told. What is still to be done is not forgotten. */
  async forget(id: string): Promise<boolean> {
    const entry = (await this.#journal.list()).find((one) => one.id === id);
    if (entry === undefined || this.#active.has(id)) return false;
    if (entry.told === undefined) return false;
    return this.#journal.remove(id);
  }

  /** Begins nothing more. What is under way ends with the connection. */
  stop(): void {
    this.#stopListening();
    this.#closed.abort();
  }

  /** Resolves once nothing is being put back any more. */
  async ended(): Promise<void> {
    await this.#running;
  }

  /** The same in its own time; the journal tells of what fails. */
  recoverSoon(): void {
    if (this.#closed.signal.aborted) return;
    this.recover().catch((thrown: unknown) => {
      // The connection went again: the next one comes here, too.
      if (thrown instanceof SlipwayError) return;
      process.emitWarning(`A replacement could not be undone: ${toApiError(thrown).message}`);
    });
  }

  async #recoverNow(): Promise<void> {
    const left: JournalEntry[] = [];
    for (const entry of await this.#journal.list()) {
      if (!isOver(entry) && !this.#active.has(entry.id) && !(await isWorkedOn(entry))) left.push(entry);
    }
    if (left.length === 0 || this.#closed.signal.aborted) return;
    const engineId = await this.#engine.engineId();
    for (const entry of left) if (entry.engineId === engineId) await this.#recoverOne(entry);
  }

  async #recoverOne(entry: JournalEntry): Promise<void> {
    const { id } = entry;
    if (this.#active.has(id)) return;
    this.#recovering.add(id);
    this.hold(id);
    try {
      // Its plan may have ended since the list was read.
      const now = (await this.#journal.list()).find((one) => one.id === id);
      if (now !== undefined && !isOver(now)) await this.#finish(now);
    } finally {
      this.release(id);
      this.#recovering.delete(id);
    }
  }

  async #finish(entry: JournalEntry): Promise<void> {
    if (entry.phase === 'done') return this.#journal.save({ ...entry, told: 'old-left' });
    const settled = await this.settle(entry);
    if (settled.outcome === 'pending') return;
    const { error: _, ...rest } = entry;
    await this.#journal.save({
      ...rest,
      told: settled.outcome,
      ...(settled.outcome === 'stuck' ? { error: settled.error } : {}),
    });
  }
}

/**
 * What was refused is told to the user, who may have mended it by hand since: it is not tried again. Only where another
 * engine was in use nothing had been tried yet.
 */
function isOver({ told, error }: JournalEntry): boolean {
  if (told === 'stuck') return error?.reason !== 'plan-other-engine';
  return told !== undefined;
}

/** Failures that say nothing of what the engine would do if it were asked again in a moment. */
function isSilence({ code, status }: ApiError): boolean {
  return status === undefined && (code === 'unreachable' || code === 'timeout' || code === 'cancelled');
}

/** An engine that is going down or coming up refuses what it will do a moment later. */
function mayPass(error: ApiError): boolean {
  return isSilence(error) || (error.status ?? 0) >= 500 || error.reason === 'answer-cut';
}
