import type { Client } from '../../shared/contract/client.ts';
import type {
  EngineState,
  Freshness,
  ResourceKind,
  ResourceRows,
  WatchItem,
} from '../../shared/contract/engine.ts';
import { resourceKinds } from '../../shared/contract/engine.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { eventually } from './wait-for.ts';

type Tables = { [K in ResourceKind]: Map<string, ResourceRows[K]> };

/** Follows `engine.watch` and `engine.state` as a page does, and remembers what it was shown. */
export class Watching {
  readonly tables: Tables = { container: new Map(), image: new Map(), volume: new Map(), network: new Map() };
  readonly freshness = new Map<ResourceKind, Freshness>();
  /** Engine id of the last snapshot of each kind. */
  readonly engineIds = new Map<ResourceKind, string>();
  /** Every state that was shown, oldest first. */
  readonly states: EngineState[] = [];
  /** When each of them was shown, by `performance.now()`. */
  readonly statesAt: number[] = [];
  readonly items: WatchItem[] = [];
  /** When the rows or the freshness of containers last changed, by `performance.now()`. */
  changedAt = 0;
  ended: ApiError | 'ended' | undefined;
  readonly #cancels: (() => void)[] = [];

  constructor(client: Client, kinds: readonly ResourceKind[] = resourceKinds) {
    const done = (error?: ApiError): void => {
      this.ended = error ?? 'ended';
    };
    const rows = client.stream(
      'engine.watch',
      { kinds: [...kinds] },
      { item: (item) => this.#take(item), done },
    );
    const take = (state: EngineState): void => {
      this.states.push(state);
      this.statesAt.push(performance.now());
    };
    const states = client.stream('engine.state', {}, { item: take, done });
    this.#cancels.push(rows.cancel, states.cancel);
  }

  get state(): EngineState | undefined {
    return this.states.at(-1);
  }

  rows<K extends ResourceKind>(kind: K): ResourceRows[K][] {
    return [...this.tables[kind].values()];
  }

  /** A row by its name, or for images by a tag. */
  named<K extends ResourceKind>(kind: K, name: string): ResourceRows[K] | undefined {
    return this.rows(kind).find((row) =>
      'tags' in row ? row.tags.some((tag) => tag.endsWith(name)) : row.name === name,
    );
  }

  /** Until the connection has this status. */
  async until(status: EngineState['status'], withinMs = 10_000): Promise<EngineState> {
    return eventually(
      `the state is to become ${status}`,
      () => {
        const { state } = this;
        if (state?.status === status) return state;
        throw new Error(`it is ${state === undefined ? 'not known' : describeState(state)}`);
      },
      withinMs,
    );
  }

  /** Until every kind was read over the connection there is now. */
  async untilFresh(kinds: readonly ResourceKind[] = resourceKinds, withinMs = 10_000): Promise<void> {
    await eventually(
      'the rows are to be fresh',
      () => {
        for (const kind of kinds) {
          const freshness = this.freshness.get(kind);
          if (freshness?.stale !== false) throw new Error(`${kind}: ${JSON.stringify(freshness)}`);
        }
      },
      withinMs,
    );
  }

  close(): void {
    for (const cancel of this.#cancels) cancel();
  }

  #take(item: WatchItem): void {
    this.items.push(item);
    if (item.kind === 'container') this.changedAt = performance.now();
    if (item.type === 'freshness') {
      this.freshness.set(item.kind, item.freshness);
      return;
    }
    // Each kind has rows of its own type; the discriminant is lost when they are treated alike.
    const table = this.tables[item.kind] as Map<string, ResourceRows[ResourceKind]>;
    if (item.type === 'snapshot') {
      table.clear();
      for (const row of item.rows) table.set(keyOf(row), row);
      this.freshness.set(item.kind, item.freshness);
      this.engineIds.set(item.kind, item.engineId);
      return;
    }
    for (const row of item.upsert) table.set(keyOf(row), row);
    for (const id of item.remove) table.delete(id);
  }
}

function keyOf(row: ResourceRows[ResourceKind]): string {
  return 'id' in row ? row.id : row.name;
}

/** A state in the words of a failed assertion. */
function describeState(state: EngineState): string {
  return 'error' in state ? `${state.status} (${state.error.reason}: ${state.error.message})` : state.status;
}
