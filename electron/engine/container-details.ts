import type { Container } from '../../shared/contract/containers.ts';
import { SlipwayError } from '../../shared/contract/failure.ts';
import { detailsOf } from './api/containers.ts';
import type { EngineClient } from './client.ts';
import type { RowFinisher } from './kind-mirror.ts';
import type { ContainerDetails } from './raw/containers.ts';
import { sleep } from './session.ts';

interface Known {
  details: ContainerDetails;
  /** Learnt over an earlier connection: shown until it is read again. */
  old: boolean;
}

const batchMs = 25;
/** An inspect that failed is tried again this often, and so many times; then the next read of all rows does. */
const retryMs = 1400;
const triesLimit = 20;

/**
 * Start times, exit codes and health of containers. The engine's list has them only inside English sentences, so
 * they are inspected: once for each container, and again when an event names it or its state changed.
 */
export class DetailsBook implements RowFinisher<Container> {
  readonly #known = new Map<string, Known>();
  readonly #isProtected: (id: string) => boolean;
  readonly #tries = new Map<string, number>();
  #queue = new Set<string>();
  /** The connection the queue belongs to, and whether it is being worked off. */
  #filling: { signal: AbortSignal; busy: boolean } | null = null;

  constructor(isProtected: (id: string) => boolean) {
    this.#isProtected = isProtected;
  }

  finish(row: Container): Container {
    const {
      health: _h,
      startedAt: _s,
      finishedAt: _f,
      exitCode: _e,
      oomKilled: _o,
      restartCount: _r,
      ...bare
    } = row;
    const known = this.#known.get(row.id);
    const details = known?.details.state === row.state ? known.details : {};
    return { ...bare, ...details, protected: this.#isProtected(row.id) };
  }

  /** After a reconnect: a container may have been restarted meanwhile and look the same in a list. */
  age(): void {
    for (const known of this.#known.values()) known.old = true;
  }

  clear(): void {
    this.#known.clear();
    this.#tries.clear();
    this.#queue.clear();
  }

  /** Forgets the details of containers that are no longer among these. */
  keepOnly(rows: Iterable<Container>): void {
    const ids = new Set(Array.from(rows, (row) => row.id));
    for (const book of [this.#known, this.#tries])
      for (const id of book.keys()) if (!ids.has(id)) book.delete(id);
  }

  /** The rows whose details are not known, or may have changed. */
  wanted(rows: Iterable<Container>, touched: ReadonlySet<string>): string[] {
    const ids: string[] = [];
    for (const row of rows) {
      if (row.state === 'created' || row.state === 'removing') continue;
      const known = this.#known.get(row.id);
      if (known === undefined || known.old || known.details.state !== row.state || touched.has(row.id))
        ids.push(row.id);
    }
    return ids;
  }

  /** Reads the details of a few containers and waits for them. */
  async fill(
    client: EngineClient,
    ids: readonly string[],
    isShown: (id: string) => boolean,
    done: (ids: readonly string[]) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const missed: string[] = [];
    let batch: string[] = [];
    let timer: NodeJS.Timeout | null = null;
    const flush = () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      const ready = batch;
      batch = [];
      if (ready.length > 0) done(ready);
    };
    await detailsOf(
      client,
      ids,
      (id, details) => {
        if (!isShown(id)) return;
        this.#known.set(id, { details, old: false });
        this.#tries.delete(id);
        batch.push(id);
        timer ??= setTimeout(flush, batchMs);
      },
      (id, thrown) => {
        if (!(thrown instanceof SlipwayError)) throw thrown;
        // A container that is gone has no details.
        if (thrown.error.code !== 'not-found') missed.push(id);
      },
      signal,
    );
    flush();
    const again = missed.filter((id) => this.#tryAgain(id));
    if (again.length > 0)
      void sleep(retryMs, signal).then((inTime) => {
        if (inTime) this.fillLater(client, again, isShown, done, signal);
      });
  }

  #tryAgain(id: string): boolean {
    const tries = (this.#tries.get(id) ?? 0) + 1;
    this.#tries.set(id, tries);
    return tries <= triesLimit;
  }

  /** Reads the details of many containers in the background; calls while it runs add to the same queue. */
  fillLater(...args: Parameters<DetailsBook['fill']>): void {
    const [client, ids, isShown, done, signal] = args;
    if (this.#filling?.signal !== signal) {
      // What an earlier connection left is asked for over this one, if it is still wanted.
      this.#queue.clear();
      this.#filling = { signal, busy: false };
    }
    const filling = this.#filling;
    for (const id of ids) this.#queue.add(id);
    if (filling.busy) return;
    filling.busy = true;
    const work = async () => {
      while (this.#queue.size > 0 && !signal.aborted) {
        const next = [...this.#queue].slice(0, 100);
        for (const id of next) this.#queue.delete(id);
        await this.fill(client, next, isShown, done, signal);
      }
    };
    void work()
      // Engine failures are dealt with above: what comes here is a fault of ours, and must be seen.
      .catch((thrown: unknown) => process.emitWarning(thrown instanceof Error ? thrown : String(thrown)))
      .finally(() => {
        filling.busy = false;
      });
  }
}
