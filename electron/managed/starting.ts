import { setTimeout as wait } from 'node:timers/promises';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import type { ManagedEngine, ManagedId } from '../../shared/contract/managed.ts';
import { describeEngine, pickEngine, readStatus } from './status.ts';
import type { ManagedTools } from './tools.ts';

const connectMs = 10_000;
const againMs = 100;

/**
 * Starts an engine and waits until it answers.
 * @throws as `Supervisor.start`, and as `pickEngine`
 */
export async function startEngine(
  tools: ManagedTools,
  input: { engine?: ManagedId | undefined; use: boolean; onlyIfNone: boolean },
  signal: AbortSignal,
): Promise<ManagedEngine | null> {
  const { engine, supervision } = tools;
  if (input.onlyIfNone && (await mayBeLeftAlone(tools, signal))) return null;
  const supervisor = input.onlyIfNone
    ? await preferredEngine(tools, signal)
    : await pickEngine(tools, input.engine, signal);
  await supervisor.start(signal);
  const { address } = await supervisor.describe(signal);
  const inUse = (await supervision.inUse(signal))?.id === supervisor.id;
  if (address !== null && input.use && (inUse || engine.connection.state.status !== 'ready'))
    await connectTo(tools, address, signal, !input.onlyIfNone);
  return describeEngine(tools, supervisor, (await supervision.inUse(signal))?.id === supervisor.id, signal);
}

/** An engine answers, or was named and is not of this machine, or was chosen here before and is elsewhere. */
async function mayBeLeftAlone({ engine, supervision }: ManagedTools, signal: AbortSignal): Promise<boolean> {
  try {
    await engine.client(signal);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError) || signal.aborted) throw thrown;
  }
  const info = engine.connection.endpoint?.info;
  if (info === undefined || info.address === 'unix:///var/run/docker.sock') return false;
  const named = info.source === 'argument' || info.source === 'environment' || info.source === 'context';
  if (!named && info.address.startsWith('unix://')) return false;
  return (await supervision.inUse(signal)) === null;
}

async function preferredEngine(tools: ManagedTools, signal: AbortSignal) {
  const { preferred, engines } = await readStatus(tools, signal);
  const found = preferred === null ? null : await tools.supervision.byId(preferred, signal);
  if (found !== null) return found;
  const why = engines.find(({ cannot }) => cannot.start !== null)?.cannot.start;
  throw why === null || why === undefined ? fail('not-found', 'engine-none-here') : new SlipwayError(why);
}

/**
 * Connects to an engine that answers, and waits until it is connected.
 * @param remember whether it is chosen at the next start too: only where a person asked for it
 */
export async function connectTo(
  { engine }: ManagedTools,
  address: string,
  signal: AbortSignal,
  remember = true,
): Promise<void> {
  await engine.use(address, remember);
  const until = performance.now() + connectMs;
  while (engine.connection.state.status !== 'ready' && performance.now() < until)
    await wait(againMs, undefined, { signal });
}
