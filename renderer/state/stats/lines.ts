import type { Container, ContainerState } from '../../../shared/contract/containers.ts';
import type { StatsFigures, StatsRow } from '../../../shared/contract/stats.ts';
import type { StatsAlert } from '../../../shared/contract/stats-alerts.ts';
import { filterWords, matchesWords, restartsOf } from '../../../shared/model/container-text.ts';
import type { StatsPoint } from './points.ts';

/** A row of the page: a container, or the sums of a project with its containers below it. */
export interface StatsLine extends StatsFigures {
  key: string;
  kind: 'container' | 'project';
  /** Full id of the container; empty for a project. */
  id: string;
  /** Empty for the containers of no project. */
  name: string;
  project: string | undefined;
  state: ContainerState;
  restarts: number | null;
  /** What was measured lately. */
  points: readonly StatsPoint[];
  /** How many containers a project has here. */
  members: number;
  /** Whether a project shows its containers. */
  open: boolean;
  /** The thresholds it is above now. */
  alerts: readonly StatsAlert[];
}

const unknown: StatsFigures = {
  cpuPercent: null,
  memoryBytes: null,
  memoryLimitBytes: null,
  memoryPercent: null,
  networkRxBytes: null,
  networkTxBytes: null,
  blockReadBytes: null,
  blockWriteBytes: null,
  pids: null,
  networkRxPerSecond: null,
  networkTxPerSecond: null,
  blockReadPerSecond: null,
  blockWritePerSecond: null,
};

const figureKeys = Object.keys(unknown) as (keyof StatsFigures)[];

const summed = [
  'cpuPercent',
  'memoryBytes',
  'networkRxBytes',
  'networkTxBytes',
  'blockReadBytes',
  'blockWriteBytes',
  'pids',
] as const;

const noPoints: readonly StatsPoint[] = [];
const noAlerts: readonly StatsAlert[] = [];

/** Whether a container has figures: a paused one keeps its memory. */
export const isLive = ({ state }: Container): boolean => state === 'running' || state === 'paused';

/** The containers whose name, image, project or label has every word of the text. */
export function matchingContainers(rows: Iterable<Container>, text: string): Container[] {
  const words = filterWords(text);
  const through: Container[] = [];
  for (const row of rows) if (isLive(row) && matchesWords(row, words)) through.push(row);
  return through;
}

export interface LineSources {
  rows: ReadonlyMap<string, StatsRow>;
  points: ReadonlyMap<string, readonly StatsPoint[]>;
  alerts: ReadonlyMap<string, readonly StatsAlert[]>;
}

/** The row of a container: its figures as they are known, all unknown before the first. */
export function containerLine(container: Container, sources: LineSources): StatsLine {
  const { id, name, project, state } = container;
  const figures = sources.rows.get(id);
  const known: StatsFigures = { ...unknown };
  if (figures !== undefined) for (const figure of figureKeys) known[figure] = figures[figure];
  return {
    ...known,
    key: id,
    kind: 'container',
    id,
    name,
    project,
    state,
    restarts: restartsOf(container),
    points: sources.points.get(id) ?? noPoints,
    members: 1,
    open: false,
    alerts: sources.alerts.get(id) ?? noAlerts,
  };
}

function groupBy(lines: readonly StatsLine[], keyOf: (line: StatsLine) => string): Map<string, StatsLine[]> {
  const groups = new Map<string, StatsLine[]>();
  for (const line of lines) {
    const key = keyOf(line);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  return groups;
}

const projectKey = (project: string | undefined): string => `project:${project ?? ''}`;

/** A row for each project, with the sums of its containers: of what is known; unknown where nothing is. */
export function projectLines(lines: readonly StatsLine[], closed: ReadonlySet<string>): StatsLine[] {
  const groups = groupBy(lines, ({ project }) => projectKey(project));
  return [...groups].map(([key, members]) => {
    const sums: StatsFigures = { ...unknown };
    for (const name of summed) sums[name] = sumOf(members.map((line) => line[name]));
    return {
      ...sums,
      key,
      kind: 'project',
      id: '',
      name: members[0]?.project ?? '',
      project: members[0]?.project,
      state: 'running',
      restarts: sumOf(members.map(({ restarts }) => restarts)),
      points: noPoints,
      members: members.length,
      open: !closed.has(key),
      alerts: members.flatMap(({ alerts }) => alerts),
    };
  });
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** Sorted rows with each project's containers below it, unless it is closed; the order among each stays. */
export function underProjects(sorted: readonly StatsLine[]): StatsLine[] {
  const members = groupBy(
    sorted.filter(({ kind }) => kind === 'container'),
    ({ project }) => projectKey(project),
  );
  return sorted
    .filter(({ kind }) => kind === 'project')
    .flatMap((project) => (project.open ? [project, ...(members.get(project.key) ?? [])] : [project]));
}

/** The containers that chosen rows stand for: a project stands for all of its own. */
export function chosenContainers(lines: readonly StatsLine[], keys: ReadonlySet<string>): StatsLine[] {
  return lines.filter(
    ({ kind, key, project }) => kind === 'container' && (keys.has(key) || keys.has(projectKey(project))),
  );
}
