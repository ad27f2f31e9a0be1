import { existsSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signalProcess, waitGone } from './processes.ts';
import type { LabState } from './state.ts';

/**
 * Ends an engine for good: its first process is killed, with which the kernel kills every process of its pid
 * namespace (daemon, containerd, shims, containers), and with the last of them go the mount and network namespaces.
 * Then its cgroups and run folder are deleted. Only processes whose pid and start time were recorded are signalled.
 */
export async function endEngine(state: LabState): Promise<void> {
  signalProcess(state.daemon, 'SIGCONT');
  // The processes of a paused container are frozen: they cannot be killed, and the kernel would wait for them.
  for (const group of cgroupsOf(state)) thaw(group);
  signalProcess(state.init, 'SIGKILL');
  const initGone = await waitGone(state.init, 20_000);
  signalProcess(state.holder, 'SIGKILL');
  const holderGone = await waitGone(state.holder, 5_000);
  if (!initGone || !holderGone) {
    throw new Error(
      `Engine in ${state.runDir} does not end: init ${state.init?.pid}, holder ${state.holder?.pid}`,
    );
  }
  await removeCgroups(state);
  await rm(state.runDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

const hierarchyRoot = '/sys/fs/cgroup';

/** `/sys/fs/cgroup` itself (v2), and one folder a controller (v1). */
function hierarchies(): string[] {
  return [hierarchyRoot, ...listFolders(hierarchyRoot).map((name) => join(hierarchyRoot, name))];
}

/** Folders of the cgroups of an engine's containers, in every hierarchy. */
function cgroupsOf(state: LabState): string[] {
  const groups = state.kind === 'podman' ? podmanGroups(state) : [state.cgroup];
  const named = groups.filter((name) => /^\/[\w./-]+$/.test(name));
  return named.flatMap((group) => hierarchies().map((hierarchy) => join(hierarchy, group)));
}

function thaw(group: string): void {
  for (const name of listFolders(group)) thaw(join(group, name));
  for (const [file, text] of [
    ['freezer.state', 'THAWED'],
    ['cgroup.freeze', '0'],
  ] as const)
    if (existsSync(join(group, file))) writeFileSync(join(group, file), text);
}

/** Deletes the cgroups of an engine's containers in every hierarchy (v1 and v2). */
async function removeCgroups(state: LabState): Promise<void> {
  for (const group of cgroupsOf(state)) await removeCgroup(group);
  if (state.kind !== 'podman') return;
  for (const hierarchy of hierarchies()) {
    for (const shared of ['libpod_parent/conmon', 'libpod_parent']) removeIfUnused(join(hierarchy, shared));
  }
}

/** Removes a cgroup that other Podmans may share: the kernel refuses while anything is in it. */
function removeIfUnused(group: string): void {
  try {
    rmdirSync(group);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EBUSY' && code !== 'ENOTEMPTY') throw error;
  }
}

/** Podman has no setting for a common parent: its containers' groups are found by their ids. */
function podmanGroups(state: LabState): string[] {
  const ids = listFolders(join(state.runDir, 'data', 'overlay-containers'));
  return ids.flatMap((id) => [`/libpod_parent/libpod-${id}`, `/libpod_parent/libpod-conmon-${id}`]);
}

async function removeCgroup(group: string): Promise<void> {
  for (const name of listFolders(group)) await removeCgroup(join(group, name));
  // The kernel needs a moment between the end of the last process and an empty cgroup.
  for (let attempt = 0; ; attempt += 1) {
    try {
      rmdirSync(group);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return;
      if (code !== 'EBUSY' || attempt >= 50) throw error;
    }
    await sleep(20);
  }
}

function listFolders(path: string): string[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    // Nothing there is nothing to remove; another sweep may also have been faster.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
