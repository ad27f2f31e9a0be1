import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { endEngine } from './cleanup.ts';
import { startDaemon } from './daemon.ts';
import { labDockerPath } from './docker-cli.ts';
import { dockerdCommand, dockerdFiles } from './dockerd.ts';
import { exposeTcp } from './expose-tcp.ts';
import { externalEngine, readVersion } from './external.ts';
import { engineHandle } from './handle.ts';
import { engineRequest } from './http.ts';
import { loadImages } from './images.ts';
import { openNamespaces } from './namespaces.ts';
import { runDirPrefix } from './paths.ts';
import { podmanCommand, podmanFiles } from './podman.ts';
import { identify } from './processes.ts';
import { provision } from './provision.ts';
import { rootPath, suiteFor } from './roots.ts';
import { type LabState, writeState } from './state.ts';
import { externalVariable, labSupport, ownSupport } from './support.ts';
import { sweep } from './sweep.ts';
import type { EngineKind, EngineOptions, LabEngine } from './types.ts';

/**
 * Starts an engine of its own in private namespaces, provisioning its root first if need be. It dies with this
 * process unless `detached`. Throws with the reason where the lab cannot run (see `labSupport`).
 */
export async function startEngine(kind: EngineKind, options: EngineOptions = {}): Promise<LabEngine> {
  const support = labSupport(kind);
  if (!support.ok) throw new Error(support.reason);
  if (!ownSupport(kind).ok) return externalEngine(kind, process.env[externalVariable] ?? '');
  // `main` too, whatever the kind: the docker CLI comes from its root.
  await provision([kind, 'main'], (line) => process.stderr.write(`engine lab: ${line}\n`));
  await sweep();
  labDockerPath();

  let state = makeState(kind, options);
  try {
    writeFiles(state, kind === 'podman' ? podmanFiles(options) : dockerdFiles(options));
    const name = options.name ?? `lab-${kind}`;
    const opened = await openNamespaces(state.rootDir, state.runDir, name, options.detached ?? false);
    state = { ...state, ...opened };
    writeState(state);
    state = await startDaemon(state);
    const { body } = await engineRequest({ socketPath: state.socket }, 'GET', '/version');
    state = { ...state, ...readVersion(body) };
    writeState(state);
    if (options.images) await loadImages(state.socket, state.rootDir);
    const tcp = options.tcp ? await exposeTcp(state.socket, options.tcp) : null;
    return engineHandle(state, tcp);
  } catch (error) {
    await endEngine(state);
    throw error;
  }
}

function makeState(kind: EngineKind, options: EngineOptions): LabState {
  const runDir = options.runDir ?? mkdtempSync(runDirPrefix);
  if (dirname(runDir) !== dirname(runDirPrefix) || !basename(runDir).startsWith(basename(runDirPrefix))) {
    throw new Error(`A run folder must be named ${runDirPrefix}..., so that sweep finds it: ${runDir}`);
  }
  if (options.runDir !== undefined) mkdirSync(runDir, { mode: 0o700 });
  const cgroup = `/${basename(runDir)}`;
  const state: LabState = {
    slipwayEngineLab: 1,
    kind,
    runDir,
    rootDir: rootPath(suiteFor(kind)),
    socket: join(runDir, 'docker.sock'),
    version: '',
    apiVersion: '',
    command: kind === 'podman' ? podmanCommand(runDir, options) : dockerdCommand(runDir, cgroup, options),
    cgroup,
    owner: options.detached ? null : (identify(process.pid) ?? null),
    holder: null,
    init: null,
    daemon: null,
  };
  writeState(state);
  return state;
}

/** Puts files into the engine's own layer of its root, before it is mounted. */
function writeFiles(state: LabState, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const target = join(state.runDir, 'root-upper', path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
