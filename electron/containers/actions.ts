import type { ActionResult, ContainerState } from '../../shared/contract/containers.ts';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import type { Reason } from '../../shared/model/reasons.ts';
import { type ContainerVerb, listContainers, postContainer } from '../engine/api/containers.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Engine } from '../engine/engine.ts';
import { portTableOf } from '../engine/port-table.ts';
import { type ContainerReference, findContainer } from './reference.ts';

export interface Action {
  verb: ContainerVerb;
  query: Record<string, string | undefined>;
  /** Seconds the engine may take beyond its ordinary work, e.g. to let the container stop. */
  patienceSeconds?: number;
}

/** How an action reads in a sentence: "web is paused: it cannot be started". */
const participles: Record<ContainerVerb, string> = {
  start: 'started',
  stop: 'stopped',
  restart: 'restarted',
  pause: 'paused',
  unpause: 'unpaused',
  kill: 'killed',
  rename: 'renamed',
};

/** The states an action makes sense in, and what to say in any other; where it is left out, all. */
const needs: Partial<Record<ContainerVerb, { states: readonly ContainerState[]; reason: Reason }>> = {
  start: { states: ['created', 'exited', 'dead', 'running'], reason: 'cannot-start' },
  pause: { states: ['running'], reason: 'cannot-pause' },
  unpause: { states: ['paused'], reason: 'cannot-unpause' },
  kill: { states: ['running', 'paused', 'restarting'], reason: 'cannot-kill' },
};

const workDeadlineMs = 30_000;
const settleMs = 8000;
const showMs = 1500;

/**
 * Does one action on one container and answers once the rows show it. An action whose answer was lost is never
 * repeated: it is settled by looking at the container when the engine is back.
 */
export async function actOn(
  engine: Engine,
  idOrName: string,
  action: Action,
  signal: AbortSignal,
): Promise<ActionResult> {
  const client = await engine.client(signal);
  const before = await findContainer(client, idOrName, signal);
  // dockerd refuses to give a container the name it has; it is named so, which is what was asked for.
  if (action.verb === 'rename' && action.query.name === before.name)
    return { id: before.id, name: before.name, state: before.state, changed: false };
  let changed: boolean;
  try {
    changed = await postContainer(client, before.id, action.verb, action.query, {
      signal,
      deadlineMs: workDeadlineMs + patience(action, before) * 1000,
    });
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    // One that removes itself when it ends may be gone before the engine has answered.
    if (thrown.error.code === 'not-found' && (action.verb === 'stop' || action.verb === 'kill'))
      changed = true;
    else if (wasLost(thrown)) changed = await settle(engine, before, action);
    else throw await explain(thrown, client, before, action);
  }
  const after = await findContainer(await engine.client(signal), before.id, signal).catch(goneIs(before));
  await shown(engine, before.id);
  return { id: after.id, name: after.name, state: after.state, changed };
}

function patience(action: Action, before: ContainerReference): number {
  if (action.verb !== 'stop' && action.verb !== 'restart') return 0;
  const seconds = action.patienceSeconds ?? before.stopTimeoutSeconds;
  // -1 means for ever; the engine is then asked for up to an hour.
  return seconds < 0 ? 3600 : seconds;
}

/** A container that was started with --rm is gone once it stopped: that is the action's success. */
function goneIs(before: ContainerReference): (thrown: unknown) => ContainerReference {
  return (thrown) => {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found')
      return { ...before, state: 'removing' };
    throw thrown;
  };
}

/** The mirror reads the row at once; a slow engine does not hold the answer up. */
async function shown(engine: Engine, id: string): Promise<void> {
  if (!engine.connection.supervised) return;
  const late = new Promise<void>((resolve) => setTimeout(resolve, showMs).unref());
  const read = engine.mirror.refresh('container', [id]).catch((thrown: unknown) => {
    // The mirror shows its own failures and reads again by itself.
    if (!(thrown instanceof SlipwayError)) throw thrown;
  });
  await Promise.race([read, late]);
}

/** True when the request may have been carried out although no answer came. */
function wasLost({ error }: SlipwayError): boolean {
  return error.reason === 'connection-lost' || error.reason === 'answer-cut' || error.reason === 'no-answer';
}

async function settle(engine: Engine, before: ContainerReference, action: Action): Promise<boolean> {
  const deadline = AbortSignal.timeout(settleMs);
  const unknown = fail('unreachable', 'outcome-unknown', {
    name: before.name,
    action: participles[action.verb],
  });
  while (!deadline.aborted) {
    try {
      const after = await findContainer(await engine.client(deadline), before.id, deadline);
      if (happened(before, after, action)) return true;
      throw unknown;
    } catch (thrown) {
      if (thrown === unknown) throw thrown;
      if (!(thrown instanceof SlipwayError)) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  throw unknown;
}

function happened(before: ContainerReference, after: ContainerReference, action: Action): boolean {
  switch (action.verb) {
    case 'start':
    case 'unpause':
      return after.state === 'running';
    case 'restart':
      return after.state === 'running' && after.startedAt !== before.startedAt;
    case 'stop':
    case 'kill':
      return after.state === 'exited' || after.state === 'dead';
    case 'pause':
      return after.state === 'paused';
    case 'rename':
      return after.name === action.query.name;
  }
}

/** Adds what the engine's sentence leaves out: who has the name or the port, and in which state the container is. */
async function explain(
  thrown: SlipwayError,
  client: EngineClient,
  before: ContainerReference,
  action: Action,
): Promise<SlipwayError> {
  const { error } = thrown;
  const extra = {
    ...(error.status === undefined ? {} : { status: error.status }),
    ...(error.engine === undefined ? {} : { engine: error.engine }),
  };
  const need = needs[action.verb];
  if (need !== undefined && !need.states.includes(before.state))
    return fail('conflict', need.reason, { name: before.name, state: before.state }, extra);
  if (error.reason === 'name-taken' && error.params?.name) {
    const holder = await nameHolder(client, error.params.name);
    if (holder !== null)
      return fail('conflict', 'name-taken', { name: error.params.name, by: holder }, extra);
  }
  if (error.reason === 'port-taken' && error.params?.port) {
    const holder = await portHolder(client, Number(error.params.port), before.id);
    return fail('conflict', 'port-taken', { port: error.params.port, by: holder }, extra);
  }
  return thrown;
}

async function nameHolder(client: EngineClient, name: string): Promise<string | null> {
  const rows = await listContainers(client, { all: true });
  const row = rows.find((candidate) => candidate.name === name);
  return row === undefined ? null : `container ${row.name} (${row.id.slice(0, 12)}, ${row.state})`;
}

async function portHolder(client: EngineClient, port: number, except: string): Promise<string> {
  const rows = await listContainers(client, { all: false });
  const row = rows.find(
    (candidate) => candidate.id !== except && candidate.ports.some(({ hostPort }) => hostPort === port),
  );
  return row === undefined ? programWith(client, port) : `container ${row.name}`;
}

/** The process that has a port, where the engine is on this machine and Slipway may look. */
async function programWith(client: EngineClient, port: number): Promise<string> {
  const table = await portTableOf(client);
  const socket = table?.bound.find((one) => one.port === port);
  const holder = socket === undefined ? null : await table?.processOf(socket.inode);
  return holder ? `${holder.command} (process ${holder.pid})` : 'a program outside the engine';
}
