import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { endEngine } from '../engine-lab/cleanup.ts';
import { labDockerPath, runDocker } from '../engine-lab/docker-cli.ts';
import { loadImages } from '../engine-lab/images.ts';
import { openNamespaces } from '../engine-lab/namespaces.ts';
import { runDirPrefix } from '../engine-lab/paths.ts';
import { identify, listPids, signalProcess, waitGone } from '../engine-lab/processes.ts';
import { provision } from '../engine-lab/provision.ts';
import { rootPath, suiteFor } from '../engine-lab/roots.ts';
import { type LabState, writeState } from '../engine-lab/state.ts';
import { sweep } from '../engine-lab/sweep.ts';
import type { CommandResult, EngineKind } from '../engine-lab/types.ts';
import { plainEnv } from './open-app.ts';

/** A machine with an engine installed and none running: Slipway's home, and a `dockerd` that enters a lab root. */
export interface ManagedLab {
  /** For `SLIPWAY_HOME`. */
  readonly home: string;
  /** `home/engine`. */
  readonly folder: string;
  readonly socket: string;
  readonly host: string;
  /** With the program on its PATH. */
  readonly env: NodeJS.ProcessEnv;
  /** The program's path. */
  readonly binary: string;
  /** Has the next start take so many seconds longer; 0 ends that. */
  delay(seconds: number): void;
  /** The engine that runs on this home, as the machine sees it; 0 where none does. */
  pid(): number;
  kill(signal: NodeJS.Signals): Promise<void>;
  docker(...args: string[]): Promise<string>;
  tryDocker(...args: string[]): Promise<CommandResult>;
  loadImages(): Promise<void>;
  /** Ends everything, and deletes the home. */
  end(): Promise<void>;
}

/** Opens the namespaces an engine would be started in. They end with this process at the latest. */
export async function openManagedLab(kind: Exclude<EngineKind, 'podman'> = 'main'): Promise<ManagedLab> {
  await provision([kind, 'main'], (line) => process.stderr.write(`engine lab: ${line}\n`));
  await sweep();
  labDockerPath();
  const runDir = mkdtempSync(runDirPrefix);
  const home = join(runDir, 'h');
  const folder = join(home, 'engine');
  // Where the fixtures of the end-to-end specs look first.
  const bin = join(home, 'bin');
  const socket = join(folder, 'docker.sock');
  const cgroup = `/${basename(runDir)}`;
  let state: LabState = {
    ...{ slipwayEngineLab: 1, kind, runDir, rootDir: rootPath(suiteFor(kind)), socket, cgroup },
    ...{ version: '', apiVersion: '', command: [], owner: identify(process.pid) ?? null },
    ...{ holder: null, init: null, daemon: null },
  };
  mkdirSync(home, { mode: 0o700 });
  mkdirSync(bin);
  writeState(state);
  state = { ...state, ...(await openNamespaces(state.rootDir, runDir, `managed-${kind}`, false)) };
  writeState(state);
  const binary = join(bin, 'dockerd');
  const delay = join(runDir, 'delay');
  writeFileSync(binary, wrapper(state.init?.pid ?? 0, cgroup, delay));
  chmodSync(binary, 0o755);
  const host = `unix://${socket}`;
  const tryDocker = (...args: string[]) => runDocker(host, args);
  const pid = () =>
    listPids().find((one) => {
      const line = commandOf(one);
      return line[0]?.endsWith('/dockerd') === true && line.includes(join(folder, 'data'));
    }) ?? 0;
  return {
    ...{ home, folder, socket, host, binary, pid, tryDocker },
    env: plainEnv(home, { PATH: [bin, process.env.PATH].join(delimiter) }),
    delay: (seconds) =>
      seconds > 0 ? writeFileSync(delay, String(seconds)) : rmSync(delay, { force: true }),
    kill: async (signal) => {
      const target = identify(pid());
      signalProcess(target, signal);
      await waitGone(target, 30_000);
    },
    docker: async (...args) => {
      const { code, stdout, stderr } = await tryDocker(...args);
      if (code !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
      return stdout.trim();
    },
    loadImages: () => loadImages(socket, state.rootDir),
    end: () => endEngine(state),
  };
}

/** The program a fresh machine has: it takes its time where it is told to, and becomes dockerd in the lab's root. */
function wrapper(init: number, cgroup: string, delay: string): string {
  const environment = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root';
  return `#!/bin/sh
[ -f ${delay} ] && sleep "$(cat ${delay})"
exec nsenter -t ${init} -m -n -u -p -- /usr/bin/env -i ${environment} \\
  /usr/sbin/dockerd "$@" --cgroup-parent ${cgroup}
`;
}

function commandOf(pid: number): string[] {
  const path = `/proc/${pid}/cmdline`;
  try {
    return existsSync(path) ? readFileSync(path, 'utf8').split('\0') : [];
  } catch {
    // It ended between the two looks.
    return [];
  }
}
