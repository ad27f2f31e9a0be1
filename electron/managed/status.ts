import type { ApiError } from '../../shared/contract/errors.ts';
import { fail, failure } from '../../shared/contract/failure.ts';
import type { ManagedEngine, ManagedId, ManagedStatus } from '../../shared/contract/managed.ts';
import { maskArguments } from '../../shared/model/secrets.ts';
import { ownUser } from '../privileges/as-root.ts';
import type { Supervisor } from '../supervision/supervisor.ts';
import { hasCommandLine, isInAutostart } from './autostart.ts';
import type { ManagedTools } from './tools.ts';

/** Every engine of this machine, as it is now. */
export async function readStatus(tools: ManagedTools, signal: AbortSignal): Promise<ManagedStatus> {
  const { supervision } = tools;
  const inUse = await supervision.inUse(signal);
  const all = await supervision.all(signal, inUse);
  const engines = await Promise.all(
    all.map((one) => describeEngine(tools, one, inUse?.id === one.id, signal)),
  );
  return { engines, preferred: preferredOf(engines) };
}

export async function describeEngine(
  tools: ManagedTools,
  supervisor: Supervisor,
  inUse: boolean,
  signal: AbortSignal,
): Promise<ManagedEngine> {
  const { own, system, user } = tools.supervision;
  const [told, state] = await Promise.all([supervisor.describe(signal), supervisor.state(signal)]);
  const refused = await cannot(tools, supervisor.id, told.pid);
  const unit = supervisor.id === 'system' ? system : supervisor.id === 'user' ? user : null;
  return {
    ...told,
    args: maskArguments(told.args),
    state,
    inUse,
    owner: supervisor.id === 'own' ? await own.owner() : null,
    atLogin:
      supervisor.id === 'own' ? await ownAtLogin(tools, refused) : ((await unit?.atLogin(signal)) ?? null),
    commands: (await unit?.commands(signal)) ?? null,
    cannot: refused,
  };
}

/** An entry that is there can be taken away; it is offered only where what it runs would start the engine. */
async function ownAtLogin({ env }: ManagedTools, refused: ManagedEngine['cannot']): Promise<boolean | null> {
  if (await isInAutostart(env)) return true;
  return refused.start === null && hasCommandLine() ? false : null;
}

async function cannot(
  { supervision }: ManagedTools,
  id: ManagedId,
  pid: number | null,
): Promise<{ start: ApiError | null; stop: ApiError | null }> {
  if (id === 'process') {
    const refusal = failure('unsupported', 'engine-not-managed', { pid: String(pid ?? '') });
    return { start: refusal, stop: refusal };
  }
  if (id !== 'own') return { start: null, stop: null };
  if (!(await supervision.own.isInstalled()))
    return { start: failure('not-found', 'engine-none-here'), stop: null };
  const root = process.getuid?.() === 0;
  return {
    start: root ? null : failure('permission-denied', 'engine-needs-root', { user: ownUser() }),
    stop: null,
  };
}

/** What runs goes first, then what is looked after by the system, then Slipway's own. */
function preferredOf(engines: readonly ManagedEngine[]): ManagedId | null {
  const startable = engines.filter(({ cannot: { start } }) => start === null);
  const best =
    startable.find(({ inUse }) => inUse) ??
    startable.find(({ state }) => state.status !== 'stopped' && state.status !== 'failed') ??
    startable[0];
  return best?.id ?? null;
}

/**
 * The engine that is meant: the one named, else the one in use, else the one that would be started.
 * @throws not-found `engine-none-here`; unsupported `engine-remote` where the engine in use is nobody's here
 */
export async function pickEngine(
  tools: ManagedTools,
  id: ManagedId | undefined,
  signal: AbortSignal,
): Promise<Supervisor> {
  const { engine, supervision } = tools;
  const named = id === undefined ? await supervision.inUse(signal) : await supervision.byId(id, signal);
  if (named !== null) return named;
  if (id === undefined && engine.connection.state.status === 'ready')
    throw fail('unsupported', 'engine-remote');
  const { preferred } = await readStatus(tools, signal);
  const found = id === undefined && preferred !== null ? await supervision.byId(preferred, signal) : null;
  if (found === null) throw fail('not-found', 'engine-none-here');
  return found;
}
