import { create } from 'zustand';
import type { ProbedEndpoint } from '../../shared/contract/engine.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { takeEngineState } from './connection.ts';
import { call } from './link.ts';
import { toastError } from './toasts.ts';

interface EndpointsState {
  /** null before the first look. The last list stays while a new look is under way. */
  list: readonly ProbedEndpoint[] | null;
  looking: boolean;
  error: ApiError | null;
  /** Id of the endpoint being switched to. */
  switchingTo: string | null;
}

export const useEndpoints = create<EndpointsState>()(() => ({
  list: null,
  looking: false,
  error: null,
  switchingTo: null,
}));

let underWay = false;

/**
 * Looks for engines again: every known address is probed. One look at a time.
 * A `quiet` one, made by a timer, does not show that it is under way.
 */
export async function lookForEngines(options: { quiet?: boolean } = {}): Promise<void> {
  if (underWay) return;
  underWay = true;
  if (!options.quiet) useEndpoints.setState({ looking: true });
  const result = await call('engine.endpoints', {});
  underWay = false;
  if (result.ok) useEndpoints.setState({ looking: false, list: result.value, error: null });
  else useEndpoints.setState({ looking: false, error: result.error });
}

/** Switches to another engine. */
export async function switchEngine(endpoint: { id: string; name: string }): Promise<void> {
  useEndpoints.setState({ switchingTo: endpoint.id });
  const result = await call('engine.use', { endpoint: endpoint.id });
  useEndpoints.setState({ switchingTo: null });
  if (result.ok) takeEngineState(result.value);
  else toastError((words) => words.engine.thisUnusable(endpoint.name), result.error, 'switch-engine');
}
