import { create } from 'zustand';
import type { Container } from '../../shared/contract/containers.ts';
import { filterWords, matchesWords } from '../../shared/model/container-text.ts';
import { fitsState, type StateFilter, stateFilters } from './container-rules.ts';

export const taskFilters = ['all', 'none', 'only'] as const;
export type TaskFilter = (typeof taskFilters)[number];

/** What the list of containers is narrowed to. Kept while other pages are shown. */
export interface ContainerFilter {
  text: string;
  state: StateFilter;
  /** null: all of them; '': those of no project. */
  project: string | null;
  tasks: TaskFilter;
}

export const noFilter: ContainerFilter = { text: '', state: 'all', project: null, tasks: 'all' };

export const useContainerFilter = create<ContainerFilter>()(() => noFilter);

export function setFilter(change: Partial<ContainerFilter>): void {
  useContainerFilter.setState(change);
}

export function isFiltering(filter: ContainerFilter): boolean {
  return filter.text !== '' || filter.state !== 'all' || filter.project !== null || filter.tasks !== 'all';
}

/** The filter an address asks for (`?state=running&project=shop`), or null when it asks for none. */
export function filterFromQuery(query: Readonly<Record<string, string>>): ContainerFilter | null {
  const state = stateFilters.find((name) => name === query.state);
  const tasks = taskFilters.find((name) => name === query.tasks);
  const { q, project } = query;
  if (state === undefined && tasks === undefined && q === undefined && project === undefined) return null;
  return {
    text: q ?? noFilter.text,
    state: state ?? noFilter.state,
    project: project ?? noFilter.project,
    tasks: tasks ?? noFilter.tasks,
  };
}

/** The containers a filter lets through, but for its state: the counts beside the states are of these. */
export function filterButState(rows: Iterable<Container>, filter: ContainerFilter): Container[] {
  const words = filterWords(filter.text);
  const through: Container[] = [];
  for (const row of rows) {
    if (filter.project !== null && (row.project ?? '') !== filter.project) continue;
    if (filter.tasks !== 'all' && row.isTask !== (filter.tasks === 'only')) continue;
    if (matchesWords(row, words)) through.push(row);
  }
  return through;
}

export function filterByState(rows: readonly Container[], state: StateFilter): readonly Container[] {
  return state === 'all' ? rows : rows.filter((row) => fitsState(row, state));
}

/** Names of the projects there are, in order. */
export function projectsOf(rows: Iterable<Container>): string[] {
  const names = new Set<string>();
  for (const { project } of rows) if (project !== undefined) names.add(project);
  return [...names].sort((a, b) => a.localeCompare(b));
}
