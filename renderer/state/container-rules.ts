import type { Container, ContainerState } from '../../shared/contract/containers.ts';
import { ailmentOf } from '../../shared/model/container-text.ts';

export const containerActions = [
  'start',
  'stop',
  'restart',
  'pause',
  'unpause',
  'kill',
  'rename',
  'protect',
  'unprotect',
] as const;
export type ContainerAction = (typeof containerActions)[number];

export type WhyNot =
  | 'running'
  | 'not-running'
  | 'not-paused'
  | 'paused'
  | 'busy'
  | 'removing'
  | 'restarting'
  | 'dead'
  | 'protected'
  | 'task';

/** States in which the main process exists. */
const alive: ReadonlySet<ContainerState> = new Set(['running', 'paused', 'restarting']);

const stuck = ({ state }: Container): WhyNot | null =>
  state === 'removing' || state === 'dead' ? state : null;

/** Everything the menu of a container offers. */
export type OfferedAction = ContainerAction | 'remove' | 'terminal' | 'edit';

/** Why an action makes no sense on a container in its present state; null when it may be tried. */
export function whyNot(container: Container, action: OfferedAction): WhyNot | null {
  const { state } = container;
  switch (action) {
    case 'protect':
    case 'unprotect':
      return null;
    case 'remove':
      return container.protected ? 'protected' : null;
    case 'edit':
      if (container.protected) return 'protected';
      if (container.isTask) return 'task';
      return state === 'paused' ? state : stuck(container);
    case 'rename':
      return state === 'removing' ? 'removing' : null;
    case 'start':
      if (state === 'running' || state === 'paused' || state === 'restarting') return state;
      return stuck(container);
    case 'restart':
      return stuck(container);
    case 'stop':
    case 'kill':
      return stuck(container) ?? (alive.has(state) ? null : 'not-running');
    case 'pause':
      if (state === 'paused' || state === 'restarting') return state;
      return stuck(container) ?? (state === 'running' ? null : 'not-running');
    case 'terminal':
      if (state === 'paused' || state === 'restarting') return state;
      return stuck(container) ?? (state === 'running' ? null : 'not-running');
    case 'unpause':
      return state === 'paused' ? null : 'not-paused';
  }
}

/** Whether the row's first button stops rather than starts. */
export function offersStop(container: Container): boolean {
  return alive.has(container.state);
}

/** The state filter of the list. `stopped` gathers what has no process. */
export const stateFilters = ['all', 'running', 'stopped', 'paused', 'attention'] as const;
export type StateFilter = (typeof stateFilters)[number];

export function fitsState(container: Container, filter: StateFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'running':
      return container.state === 'running';
    case 'paused':
      return container.state === 'paused';
    case 'stopped':
      return !alive.has(container.state);
    case 'attention':
      return ailmentOf(container) !== null;
  }
}

export type StateCounts = Readonly<Record<StateFilter, number>>;

/** How many containers each state filter would show. */
export function countStates(containers: Iterable<Container>): StateCounts {
  const counts = { all: 0, running: 0, stopped: 0, paused: 0, attention: 0 };
  for (const container of containers) {
    for (const filter of stateFilters) if (fitsState(container, filter)) counts[filter] += 1;
  }
  return counts;
}
