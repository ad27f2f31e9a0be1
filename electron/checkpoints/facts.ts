import { readFile, stat } from 'node:fs/promises';
import { SlipwayError } from '../../shared/contract/failure.ts';
import type { CheckpointFacts, CriuFacts } from '../../shared/model/checkpoint-checks.ts';
import { tcpSockets } from '../../shared/model/proc-net.ts';
import { listChanges } from '../engine/api/container-insides.ts';
import type { EngineClient } from '../engine/client.ts';
import type { EngineHost } from '../engine/engine-host.ts';
import { flag, list, num, type RawRecord, record, text, texts } from '../engine/raw/fields.ts';

/** Looks at the container, its engine and, where that is this machine, at the processes themselves. */
export async function gatherFacts(
  client: EngineClient,
  host: EngineHost | null,
  container: RawRecord,
  signal: AbortSignal,
): Promise<CheckpointFacts> {
  const [info, version] = await Promise.all([
    client.json('/info', { signal }).then(({ body }) => record(body)),
    client.json('/version', { signal }).then(({ body }) => record(body)),
  ]);
  const state = record(container.State);
  const config = record(container.Config);
  const hostConfig = record(container.HostConfig);
  const isPodman = list(version.Components).some((one) => /podman/i.test(text(record(one).Name)));
  const mounts = list(container.Mounts).map(record);
  const pid = flag(state.Running) ? num(state.Pid) : 0;
  return {
    engine: {
      kind: isPodman ? 'podman' : 'docker',
      version: text(version.Version),
      osType: text(info.OSType),
      experimental: flag(info.ExperimentalBuild),
    },
    kernel: text(info.KernelVersion),
    cgroupVersion: text(info.CgroupVersion),
    criu: host === null || isPodman ? null : await criuOf(host),
    runtime: text(hostConfig.Runtime),
    container: {
      id: text(container.Id),
      name: text(container.Name).replace(/^\//, ''),
      state: text(state.Status),
      tty: flag(config.Tty),
      autoRemove: flag(hostConfig.AutoRemove),
    },
    restartPolicy: text(record(hostConfig.RestartPolicy).Name) || 'no',
    networkMode: text(hostConfig.NetworkMode) || 'default',
    networkDisabled: flag(config.NetworkDisabled),
    sockets: pid === 0 ? { established: [], all: [] } : await socketsOf(host, pid),
    mounts: {
      paths: mounts.map((mount) => text(mount.Destination)),
      sockets: await hostSockets(host, mounts),
    },
    devices: [
      ...list(hostConfig.Devices).map((device) => text(record(device).PathInContainer)),
      ...list(hostConfig.DeviceRequests).map((request) => text(record(request).Driver) || 'a graphics card'),
    ],
    securityOptions: texts(hostConfig.SecurityOpt),
    changedFiles: await countChanges(client, text(container.Id), signal),
  };
}

async function criuOf(host: EngineHost): Promise<CriuFacts | null> {
  const told = await host.run('criu', ['--version']);
  // Without nsenter, or the right to use it, nothing can be said.
  if (told.code === null) return null;
  const version = /Version: (\S+)/.exec(told.stdout)?.[1] ?? '';
  if (version === '') return { version: '', good: false, detail: '', keepsConnections: false };
  const checked = await host.run('criu', ['check']);
  const output = `${checked.stdout}\n${checked.stderr}`;
  const detail = /Error \([^)]*\): (.*)/.exec(output)?.[1] ?? output.trim().split('\n').at(-1) ?? '';
  const settings = await readFile(host.path('/etc/criu/runc.conf'), 'utf8').catch(missing(''));
  return {
    version,
    good: checked.code === 0,
    detail: checked.code === 0 ? '' : detail,
    keepsConnections: /^\s*tcp-established\s*$/m.test(settings),
  };
}

/** By the engine's own numbering of processes, in its own /proc. */
async function socketsOf(host: EngineHost | null, pid: number): Promise<CheckpointFacts['sockets']> {
  if (host === null) return null;
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) =>
      readFile(host.path(`/proc/${pid}/net/${name}`), 'utf8').catch(missing<string | null>(null)),
    ),
  );
  const [first, second] = tables;
  if (first === null || first === undefined) return null;
  const sockets = tcpSockets(`${first}\n${second ?? ''}`);
  return {
    established: sockets.filter(({ state }) => state === 'established').map(({ remote }) => remote),
    all: sockets.map(({ local }) => local),
  };
}

/** Destinations of bind mounts that are sockets; by their names where the files cannot be seen. */
async function hostSockets(host: EngineHost | null, mounts: readonly RawRecord[]): Promise<string[]> {
  const found: string[] = [];
  for (const mount of mounts) {
    if (text(mount.Type) !== 'bind') continue;
    const source = text(mount.Source);
    const isSocket =
      host === null
        ? source.endsWith('.sock')
        : await stat(host.path(source)).then((file) => file.isSocket(), missing(false));
    if (isSocket) found.push(text(mount.Destination));
  }
  return found;
}

async function countChanges(client: EngineClient, id: string, signal: AbortSignal): Promise<number | null> {
  try {
    return (await listChanges(client, id, signal)).length;
  } catch (thrown) {
    // Some storage drivers cannot compare: it is one check less.
    if (thrown instanceof SlipwayError && thrown.error.code === 'engine-error') return null;
    throw thrown;
  }
}

/** What a file that is not there, or may not be read, stands for. */
function missing<T>(value: T): (thrown: unknown) => T {
  return (thrown) => {
    if (thrown instanceof Error && 'code' in thrown) return value;
    throw thrown;
  };
}
