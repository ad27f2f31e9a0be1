import { useDeferredValue, useEffect, useMemo, useRef } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';
import type { StatsAlert } from '../../../shared/contract/stats-alerts.ts';
import { useTable } from '../../state/resources.ts';
import { same } from '../../state/same.ts';
import { useStatsAlerts } from '../../state/stats/alerts.ts';
import {
  containerLine,
  isLive,
  matchingContainers,
  projectLines,
  type StatsLine,
} from '../../state/stats/lines.ts';
import { keepStatsOf, useLiveStats } from '../../state/stats/live.ts';
import { useStatsView } from '../../state/stats/view.ts';

function byContainer(alerts: readonly StatsAlert[]): ReadonlyMap<string, readonly StatsAlert[]> {
  const found = new Map<string, readonly StatsAlert[]>();
  for (const alert of alerts) found.set(alert.containerId, [...(found.get(alert.containerId) ?? []), alert]);
  return found;
}

/** The rows of the page: every container that runs and fits, with the figures it has; with `grouped` the projects too. */
export function useStatsLines() {
  const table = useTable('container');
  const { text, grouped, closed } = useStatsView();
  const words = useDeferredValue(text);
  const rows = useLiveStats((state) => state.rows);
  const points = useLiveStats((state) => state.points);
  const { alerts } = useStatsAlerts();
  const alerted = useMemo(() => byContainer(alerts), [alerts]);

  const live = useMemo(() => [...table.rows.values()].filter(isLive), [table.rows]);
  const through = useMemo(() => matchingContainers(live, words), [live, words]);
  const known = useRef(new Map<string, StatsLine>());
  const containers = useMemo(() => {
    const lines = through.map((row: Container) => containerLine(row, { rows, points, alerts: alerted }));
    return keepSame(lines, known.current);
  }, [through, rows, points, alerted]);
  const lines = useMemo(
    () => (grouped ? [...containers, ...projectLines(containers, closed)] : containers),
    [containers, grouped, closed],
  );

  useEffect(() => {
    if (table.phase === 'shown') keepStatsOf(new Set(table.rows.keys()));
  }, [table.rows, table.phase]);

  return { ...table, live, containers, lines, text, grouped, closed };
}

/** Lines that say what they said before are the same objects, so that their rows are not drawn anew. */
function keepSame(lines: StatsLine[], known: Map<string, StatsLine>): StatsLine[] {
  const kept = lines.map((line) => {
    const before = known.get(line.key);
    return before !== undefined && shallowSame(before, line) ? before : line;
  });
  known.clear();
  for (const line of kept) known.set(line.key, line);
  return kept;
}

/** Points and alerts are compared by identity: they are replaced whole when they change. */
function shallowSame(a: StatsLine, b: StatsLine): boolean {
  for (const key of Object.keys(b) as (keyof StatsLine)[])
    if (key !== 'points' && key !== 'alerts' ? !same(a[key], b[key]) : a[key] !== b[key]) return false;
  return true;
}
