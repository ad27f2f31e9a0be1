import { create } from 'zustand';
import type { ContainerAction } from './container-rules.ts';

interface InFlightState {
  /** What is being done to a container, by its id. */
  byId: ReadonlyMap<string, ContainerAction>;
}

const useInFlight = create<InFlightState>()(() => ({ byId: new Map() }));

/** Marks objects as being acted on until the returned function is called. */
export function markInFlight(ids: readonly string[], action: ContainerAction): () => void {
  useInFlight.setState(({ byId }) => {
    const next = new Map(byId);
    for (const id of ids) next.set(id, action);
    return { byId: next };
  });
  return () =>
    useInFlight.setState(({ byId }) => {
      const next = new Map(byId);
      for (const id of ids) next.delete(id);
      return { byId: next };
    });
}

/** The action under way on one container. */
export function useActionOn(id: string): ContainerAction | undefined {
  return useInFlight((state) => state.byId.get(id));
}
