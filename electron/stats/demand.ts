import type { Container } from '../../shared/contract/containers.ts';

/** Somebody for whom containers are sampled. */
export interface Demand {
  /** Told which containers there are, whenever that changes. */
  resolve(containers: readonly Container[]): void;
  /** How often a container is wanted, in ms; null where it is not. */
  everyMs(id: string): number | null;
  /** Rows have changed, or the connection. */
  changed(): void;
  /** All that was due has been read. */
  measured(): void;
}

/** Wants the containers whose name fits, and has others told of what is measured. */
export class NamesDemand implements Demand {
  readonly #intervalMs: number;
  readonly #wants: (name: string) => boolean;
  #ids: ReadonlySet<string> = new Set();

  constructor(intervalMs: number, wants: (name: string) => boolean) {
    this.#intervalMs = intervalMs;
    this.#wants = wants;
  }

  resolve(containers: readonly Container[]): void {
    this.#ids = new Set(containers.filter(({ name }) => this.#wants(name)).map(({ id }) => id));
  }

  everyMs(id: string): number | null {
    return this.#ids.has(id) ? this.#intervalMs : null;
  }

  changed(): void {
    // Nobody is told of rows.
  }

  measured(): void {
    // Whoever made this listens to the service itself.
  }
}
