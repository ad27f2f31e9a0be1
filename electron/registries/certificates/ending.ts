import { SlipwayError, toApiError } from '../../../shared/contract/failure.ts';
import {
  type EndingCertificate,
  type EndingItem,
  expiryOf,
  type RegistryCertificates,
} from '../../../shared/contract/registry-certificates.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Certificates } from './certificates.ts';

/** What ends within days need not be looked at more often. */
const everyMs = 6 * 60 * 60_000;

/** Looks, while anybody listens, for certificates that end. */
export class Ending {
  readonly #engine: Engine;
  readonly #certificates: Certificates;
  readonly #listeners = new Set<() => void>();
  /** Engine, registry and stage of what was told. */
  readonly #told = new Set<string>();
  #latest: EndingItem | null = null;
  #looking: Promise<void> | null = null;
  #again = false;

  constructor(engine: Engine, certificates: Certificates) {
    this.#engine = engine;
    this.#certificates = certificates;
    const look = () => {
      if (this.#listeners.size > 0) this.#look();
    };
    certificates.onChange(look);
    engine.connection.listen({
      ready: look,
      event: () => undefined,
      gap: () => undefined,
      lost: () => undefined,
      switched: () => {
        this.#latest = null;
      },
    });
  }

  /** What ends now, and again whenever it was looked for. */
  async *watch(signal: AbortSignal): AsyncGenerator<EndingItem> {
    let wake: () => void = () => undefined;
    let unseen: EndingItem | null = this.#latest === null ? null : { ...this.#latest, tell: [] };
    const listener = () => {
      unseen = this.#latest;
      wake();
    };
    const stop = () => wake();
    this.#listeners.add(listener);
    signal.addEventListener('abort', stop);
    const timer = setInterval(() => this.#look(), everyMs);
    try {
      await this.#engine.start();
      // Others may have put something there since the last look.
      this.#look();
      while (!signal.aborted) {
        const item: EndingItem | null = unseen;
        unseen = null;
        if (item !== null) yield item;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      clearInterval(timer);
      this.#listeners.delete(listener);
      signal.removeEventListener('abort', stop);
    }
  }

  /** One look at a time; asked for meanwhile, there is another after it. */
  #look(): void {
    if (this.#looking !== null) {
      this.#again = true;
      return;
    }
    this.#again = false;
    this.#looking = this.#lookNow().finally(() => {
      this.#looking = null;
      if (this.#again && this.#listeners.size > 0) this.#look();
    });
  }

  async #lookNow(): Promise<void> {
    const signal = AbortSignal.timeout(30_000);
    try {
      const engineId = await this.#engine.engineId(signal);
      const { registries } = await this.#certificates.list(signal);
      const ending = endingOf(registries);
      const tell = ending.filter(({ registry, place, expiry }) => {
        const key = [engineId, place, registry, expiry].join('\n');
        const isNew = !this.#told.has(key);
        this.#told.add(key);
        return isNew;
      });
      this.#latest = { ending, tell };
    } catch (thrown) {
      // Without an engine nothing is known of it; it is looked for again when there is one.
      if (!(thrown instanceof SlipwayError || signal.aborted))
        process.emitWarning(`Certificates could not be looked through: ${toApiError(thrown).message}`);
      return;
    }
    for (const listener of this.#listeners) listener();
  }
}

/** Pure: those that are not good for another month, the first to end first. */
function endingOf(registries: readonly RegistryCertificates[]): EndingCertificate[] {
  return registries
    .flatMap(({ registry, place, daysLeft }) => {
      if (daysLeft === null) return [];
      const expiry = expiryOf(daysLeft);
      return expiry === 'good' ? [] : [{ registry, place, daysLeft, expiry }];
    })
    .sort((a, b) => a.daysLeft - b.daysLeft);
}
