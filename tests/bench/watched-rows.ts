import type { Client } from '../../shared/contract/client.ts';
import type { Container } from '../../shared/contract/containers.ts';

/** The container rows a client of `engine.watch` has at hand, kept as the page keeps them. */
export interface WatchedRows {
  readonly rows: ReadonlyMap<string, Container>;
  /** Resolves with the first snapshot. */
  loaded: Promise<void>;
  /** Called after each item, with the rows it brought. */
  onRows(listener: (rows: readonly Container[]) => void): void;
  stop(): void;
}

export function watchRows(client: Client, options: { background?: boolean } = {}): WatchedRows {
  const rows = new Map<string, Container>();
  let tell: (rows: readonly Container[]) => void = () => undefined;
  let handle: { cancel(): void } | null = null;
  const loaded = new Promise<void>((resolve, reject) => {
    handle = client.stream(
      'engine.watch',
      { kinds: ['container'], background: options.background ?? false },
      {
        item: (item) => {
          if (item.type === 'freshness' || item.kind !== 'container') return;
          if (item.type === 'snapshot') rows.clear();
          else for (const id of item.remove) rows.delete(id);
          const brought = item.type === 'snapshot' ? item.rows : item.upsert;
          for (const row of brought) rows.set(row.id, row);
          tell(brought);
          if (item.type === 'snapshot') resolve();
        },
        done: (error) => reject(new Error(`engine.watch ended: ${error?.message ?? 'by itself'}`)),
      },
    );
  });
  return {
    rows,
    loaded,
    onRows: (listener) => {
      tell = listener;
    },
    stop: () => handle?.cancel(),
  };
}
