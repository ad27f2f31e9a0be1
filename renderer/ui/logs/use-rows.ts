import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { LogSearch } from '../../state/logs/log-search.ts';
import type { LogRow, LogStore } from '../../state/logs/log-store.ts';

/** The rows a view shows: all of a store's, or those that match. `index` counts what is shown, from 0. */
export interface ShownRows {
  /** Changes whenever anything of it does. */
  version: number;
  count: number;
  at(index: number): LogRow | undefined;
  /** Where the row with this seq is, or the next one that is shown. */
  indexOf(seq: number): number;
}

const searchSliceMs = 8;

/** Follows a store and a search of it. The search is brought up to date in slices between frames. */
export function useRows(
  store: LogStore,
  pattern: RegExp | null,
  onlyMatches: boolean,
): { rows: ShownRows; search: LogSearch | null } {
  const version = useSyncExternalStore(
    store.subscribe,
    useCallback(() => store.version, [store]),
  );
  const [turn, setTurn] = useState(0);
  const kept = useRef<LogSearch | null>(null);
  const of = useRef<{ store: LogStore; pattern: RegExp | null } | null>(null);
  if (of.current?.store !== store || of.current.pattern !== pattern) {
    of.current = { store, pattern };
    kept.current = pattern === null ? null : new LogSearch(store, pattern);
    kept.current?.advance(searchSliceMs);
  }
  const search = kept.current;

  // biome-ignore lint/correctness/useExhaustiveDependencies: every new version has rows to look at
  useEffect(() => {
    if (search === null) return;
    let stopped = false;
    const go = () => {
      if (stopped) return;
      const before = search.count;
      const done = search.advance(searchSliceMs);
      if (!done || search.count !== before) setTurn((old) => old + 1);
      if (!done) setTimeout(go, 0);
    };
    go();
    return () => {
      stopped = true;
    };
  }, [search, version]);

  const rows: ShownRows =
    onlyMatches && search !== null
      ? {
          version: version + turn,
          count: search.count,
          at: (index) => {
            const seq = search.at(index);
            return seq === undefined ? undefined : store.bySeq(seq);
          },
          indexOf: (seq) => search.indexFrom(seq),
        }
      : {
          version: version + turn,
          count: store.size,
          at: (index) => store.bySeq(store.firstSeq + index),
          indexOf: (seq) => Math.max(0, seq - store.firstSeq),
        };
  return { rows, search };
}
