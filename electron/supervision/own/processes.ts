import { readFile, readlink } from 'node:fs/promises';
import { findEngineHost } from '../../engine/engine-host.ts';
import { isProcessAlive, type ProcessMark } from '../../plans/owner.ts';
import { parseDaemonFlags } from '../daemon-flags.ts';
import { allProcesses, type ProcessFacts, processesGiven, processesNamed, runs } from '../processes.ts';
import { type OwnPlaces, ownArguments } from './places.ts';
import type { OwnRecord } from './record.ts';

/**
 * The engine that runs on Slipway's own data, if one does. A number alone is never believed: the process must be the
 * engine with this data root on its command line, and be the one that was noted down (number and start time) or the one that
 * listens on the socket.
 */
export async function findDaemon(places: OwnPlaces, record: OwnRecord): Promise<ProcessFacts | null> {
  const daemons = (await processesGiven(places.data)).filter((one) => isOwnDaemon(one, places));
  if (daemons.length === 0) return null;
  const noted = daemons.find(
    ({ pid, started }) => pid === record.daemon?.pid && started === record.daemon.started,
  );
  if (noted !== undefined) return noted;
  const host = await findEngineHost({ kind: 'unix', path: places.socket });
  return daemons.find(({ pid }) => pid === host?.pid) ?? daemons[0] ?? null;
}

/**
 * Whether a process is the engine on Slipway's own data. Its program may have any name: what Slipway gives it begins with
 * its settings file, which comes later for a shell or another wrapper that runs it.
 */
export function isOwnDaemon(one: Pick<ProcessFacts, 'args' | 'binary'>, places: OwnPlaces): boolean {
  if (parseDaemonFlags(one.args).dataRoot !== places.data) return false;
  const [flag, config] = ownArguments(places);
  return runs(one, 'dockerd') || (one.args[0] === flag && one.args[1] === config);
}

/** Whatever of an engine's is left: itself, its containerd, shims of containers that go on. */
export async function leftOf(places: OwnPlaces): Promise<ProcessFacts[]> {
  return (await allProcesses()).filter(({ args }) => args.some((arg) => arg.includes(`${places.exec}/`)));
}

/** Another dockerd in the same network, where two would fight over bridges and rules. */
export async function otherDaemon(places: OwnPlaces): Promise<ProcessFacts | null> {
  const own = await networkOf('self');
  for (const one of await processesNamed('dockerd')) {
    if (!runs(one, 'dockerd') || parseDaemonFlags(one.args).dataRoot === places.data) continue;
    if (own !== '' && (await networkOf(String(one.pid))) === own) return one;
  }
  return null;
}

async function networkOf(pid: string): Promise<string> {
  return readlink(`/proc/${pid}/ns/net`).catch(() => '');
}

export async function isAlive(mark: ProcessMark | null): Promise<boolean> {
  return mark !== null && (await isProcessAlive(mark));
}

/** How often the system ended a process for want of memory since it booted; null where it does not tell. */
export async function oomKills(): Promise<number | null> {
  const text = await readFile('/proc/vmstat', 'utf8').catch(() => '');
  const count = /^oom_kill (\d+)$/m.exec(text)?.[1];
  return count === undefined ? null : Number(count);
}
