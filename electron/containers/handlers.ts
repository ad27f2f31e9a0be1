import { inspectContainer } from '../engine/api/containers.ts';
import type { AuthFor } from '../engine/api/pull.ts';
import type { Engine } from '../engine/engine.ts';
import type { Plans } from '../plans/plans.ts';
import type { Protection } from '../plans/protection.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import { type Action, actOn } from './actions.ts';
import type { Crashes } from './crashes/crashes.ts';
import { crashHandlers } from './crashes/handlers.ts';
import { createHandlers } from './create/handlers.ts';
import { filesHandlers } from './files/handlers.ts';
import { insideHandlers } from './insides.ts';
import { listWithDetails } from './list.ts';
import { logsHandlers } from './logs/stream.ts';
import { planRemoval } from './removal.ts';
import type { Replacing } from './replace/handlers.ts';
import { terminalHandlers } from './terminal-handlers.ts';
import type { Terminals } from './terminals.ts';

interface Services {
  plans: Plans;
  protection: Protection;
  terminals: Terminals;
  crashes: Crashes;
  replacing: Replacing;
  authFor: AuthFor;
  /** Told the name of each container somebody acted on. */
  acted(name: string): void;
}

/** Serves `containers.*`. */
export function containersHandlers(
  engine: Engine,
  { plans, protection, terminals, crashes, replacing, authFor, acted }: Services,
): DomainHandlers<'containers'> {
  const act = async (id: string, action: Action, signal: AbortSignal) => {
    const result = await actOn(engine, id, action, signal);
    acted(result.name);
    return result;
  };
  const stopping = (timeoutSeconds: number | undefined): Pick<Action, 'query' | 'patienceSeconds'> =>
    timeoutSeconds === undefined
      ? { query: {} }
      : { query: { t: String(timeoutSeconds) }, patienceSeconds: timeoutSeconds };
  return {
    list: async (input, { signal }) => {
      await protection.refresh();
      return listWithDetails(
        engine,
        input,
        (engineId, id) => protection.has(engineId, 'container', id),
        signal,
      );
    },
    inspect: async (input, { signal }) => inspectContainer(await engine.client(signal), input.id, signal),
    start: (input, { signal }) => act(input.id, { verb: 'start', query: {} }, signal),
    stop: (input, { signal }) => act(input.id, { verb: 'stop', ...stopping(input.timeoutSeconds) }, signal),
    restart: (input, { signal }) =>
      act(input.id, { verb: 'restart', ...stopping(input.timeoutSeconds) }, signal),
    pause: (input, { signal }) => act(input.id, { verb: 'pause', query: {} }, signal),
    unpause: (input, { signal }) => act(input.id, { verb: 'unpause', query: {} }, signal),
    kill: (input, { signal }) => act(input.id, { verb: 'kill', query: { signal: input.signal } }, signal),
    rename: (input, { signal }) => act(input.id, { verb: 'rename', query: { name: input.name } }, signal),
    remove: (input, { signal }) => planRemoval(engine, plans, protection, input, signal),
    ...createHandlers(engine, authFor, acted),
    ...logsHandlers(engine),
    ...insideHandlers(engine),
    ...crashHandlers(engine, crashes),
    ...filesHandlers(engine),
    ...terminalHandlers(terminals),
    ...replacing.handlers,
  };
}
