import { constants } from 'node:fs';
import { access, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { fail } from '../../../shared/contract/failure.ts';
import { findEngineHost } from '../../engine/engine-host.ts';
import { ownUser } from '../../privileges/as-root.ts';
import { processFacts } from '../processes.ts';
import { rotate } from './log-file.ts';
import { mountsAt } from './mounts.ts';
import { answers } from './ping.ts';
import { longestSocket, type OwnPlaces } from './places.ts';
import { findDaemon, leftOf, otherDaemon } from './processes.ts';
import { emptyRecord } from './record.ts';

const longestPath = 107;
const sbin = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The environment of an engine: programs it calls may lie where a user's PATH does not lead. */
export function engineEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, PATH: [env.PATH ?? '', ...sbin].filter((part) => part !== '').join(delimiter) };
}

/** The dockerd to start; null where there is none. `chosen`: a path from the settings, which goes first. */
export async function findBinary(env: NodeJS.ProcessEnv, chosen: string | null): Promise<string | null> {
  if (chosen !== null) return (await isProgram(chosen)) ? chosen : null;
  for (const folder of (engineEnv(env).PATH ?? '').split(delimiter)) {
    const path = join(folder, 'dockerd');
    if (isAbsolute(path) && (await isProgram(path))) return path;
  }
  return null;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) return false;
    throw thrown;
  }
}

/**
 * Makes the folder ready for a start, and sees that nothing is in its way. What an engine that is gone left is cleared:
 * its pid file may name anybody's process by now.
 * @throws permission-denied `engine-needs-root`; invalid-input `engine-path-long`; conflict `engine-socket-taken`,
 * `engine-other-runs`
 */
export async function prepare(places: OwnPlaces): Promise<void> {
  if (process.getuid?.() !== 0) throw fail('permission-denied', 'engine-needs-root', { user: ownUser() });
  const longest = longestSocket(places);
  if (Buffer.byteLength(longest) > longestPath)
    throw fail('invalid-input', 'engine-path-long', { path: longest });
  const other = (await findDaemon(places, emptyRecord)) ?? (await otherDaemon(places));
  if (other !== null) throw fail('conflict', 'engine-other-runs', { pid: String(other.pid) });
  await mkdir(places.folder, { recursive: true, mode: 0o700 });
  await refuseTakenSocket(places);
  // An engine given a settings file that is not there does not start.
  await writeFile(places.config, '{}\n', { flag: 'wx', mode: 0o644 }).catch(unlessThere);
  await rm(places.pidFile, { force: true });
  if ((await leftOf(places)).length === 0) {
    await rm(join(places.exec, 'containerd/containerd.pid'), { force: true });
    // Of an earlier boot, or of containers that ended: nothing of it is true any more.
    const { at, below } = await mountsAt(places.exec);
    if (!at && below.length === 0) await rm(places.exec, { recursive: true, force: true });
  }
  await rotate(places.log);
}

async function refuseTakenSocket(places: OwnPlaces): Promise<void> {
  const there = await stat(places.socket).catch(absent);
  if (there === null) return;
  const { socket: path } = places;
  if (!there.isSocket()) throw fail('conflict', 'engine-socket-taken', { path, holder: 'it is no socket' });
  const host = await findEngineHost({ kind: 'unix', path });
  const holder = host === null ? null : await processFacts(host.pid);
  if (holder !== null)
    throw fail('conflict', 'engine-socket-taken', {
      path,
      holder: `${holder.binary}, process ${holder.pid}`,
    });
  if (await answers(path)) throw fail('conflict', 'engine-socket-taken', { path, holder: 'another program' });
}

function absent(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
  throw thrown;
}

function unlessThere(thrown: unknown): void {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return;
  throw thrown;
}
