import { readdirSync, rmSync } from 'node:fs';
import { endEngine } from './cleanup.ts';
import { proxyOwner } from './paths.ts';
import { isAlive } from './processes.ts';
import { type LabState, listStates } from './state.ts';

/** Whether nobody needs an engine any more: its owner died, or it is a detached one whose processes died. */
export function isLeftover(state: LabState): boolean {
  return state.owner === null ? !isAlive(state.init) && state.init !== null : !isAlive(state.owner);
}

/**
 * Removes what crashed runs left: processes (recognised by recorded pid and start time), cgroups, run folders,
 * sockets of fault proxies.
 * With `all` also engines that were started to stay, but never one whose owner still runs.
 */
export async function sweep(options: { readonly all?: boolean } = {}): Promise<LabState[]> {
  const leftovers = listStates().filter((state) => {
    return isLeftover(state) || (options.all === true && state.owner === null);
  });
  for (const state of leftovers) await endEngine(state);
  for (const name of readdirSync('/tmp')) {
    const owner = proxyOwner(name);
    if (owner !== undefined && !isAlive(owner)) rmSync(`/tmp/${name}`, { recursive: true, force: true });
  }
  return leftovers;
}
