import { useDeferredValue, useMemo, useRef } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';
import { countStates, type StateCounts } from '../../state/container-rules.ts';
import {
  type ContainerFilter,
  filterButState,
  filterByState,
  isFiltering,
  projectsOf,
  useContainerFilter,
} from '../../state/container-view.ts';
import { type TableView, useTable } from '../../state/resources.ts';
import { same } from '../../state/same.ts';

export interface ContainersView extends TableView<'container'> {
  filter: ContainerFilter;
  filtering: boolean;
  shown: readonly Container[];
  counts: StateCounts;
  projects: readonly string[];
}

/** The value before, while the new one says the same: what depends on it stays as it is. */
function useSame<T>(value: T): T {
  const kept = useRef(value);
  if (!same(kept.current, value)) kept.current = value;
  return kept.current;
}

/** The containers as the filter leaves them, with the counts and choices the toolbar offers. */
export function useContainers(): ContainersView {
  const table = useTable('container');
  const filter = useContainerFilter();
  // Typing stays quick in a list of thousands: the box is ahead of the rows by a frame.
  const text = useDeferredValue(filter.text);
  const { project, tasks, state } = filter;
  const base = useMemo(
    () => filterButState(table.rows.values(), { text, project, tasks, state: 'all' }),
    [table.rows, text, project, tasks],
  );
  const counts = useSame(useMemo(() => countStates(base), [base]));
  const shown = useMemo(() => filterByState(base, state), [base, state]);
  const projects = useSame(useMemo(() => projectsOf(table.rows.values()), [table.rows]));
  return { ...table, filter, filtering: isFiltering(filter), shown, counts, projects };
}
