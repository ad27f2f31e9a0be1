import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { SlipwayError } from '../../shared/contract/failure.ts';
import type { CheckpointFacts, CriuFacts } from '../../shared/model/checkpoint-checks.ts';
import { tcpSockets } from '../../shared/model/proc-net.ts';
import { listChanges, listProcesses } from '../engine/api/container-insides.ts';
import type { EngineClient } from '../engine/client.ts';
import type { EngineHost } from '../engine/engine-host.ts';
import { flag, list, num, type RawRecord, record, text, texts } from '../engine/raw/fields.ts';

/** Looks at the container, its engine and, where that is this machine, at the processes themselves. */
export async function gatherFacts(
  client: EngineClient,
  host: EngineHost | null,
  container: RawRecord,
  { changes, signal }: { changes: boolean; signal: AbortSignal },
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
    sockets: pid === 0 ? { established: [], all: [] } : await socketsOf(client, host, container, signal),
    mounts: {
      paths: mounts.map((mount) => text(mount.Destination)),
      sockets: await hostSockets(host, mounts),
    },
    devices: [
      ...list(hostConfig.Devices).map((device) => text(record(device).PathInContainer)),
      ...list(hostConfig.DeviceRequests).map((request) => text(record(request).Driver) || 'a graphics card'),
    ],
    securityOptions: texts(hostConfig.SecurityOpt),
    changedFiles: changes ? await countChanges(client, text(container.Id), signal) : null,
  };
}

/** CRIU's check of the kernel takes a while, and changes with a package or a new kernel only. */
const criuKeptMs = 5 * 60_000;
const criuKept = new Map<number, { at: number; facts: CriuFacts }>();

async function criuOf(host: EngineHost): Promise<CriuFacts | null> {
  const kept = criuKept.get(host.pid);
  if (kept !== undefined && Date.now() - kept.at < criuKeptMs && kept.facts.good) return kept.facts;
  const told = await host.run('criu', ['--version']);
  const version = /Version: (\S+)/.exec(told.stdout)?.[1] ?? '';
  if (version === '') {
    // Without nsenter, or the right to use it, nothing can be said.
    const absent = /failed to execute|no such file/i.test(told.stderr);
    return absent ? { version: '', good: false, detail: '', keepsConnections: false } : null;
  }
  const checked = await host.run('criu', ['check']);
  // Not ended in time: a busy machine, not a bad kernel.
  if (checked.code === null) return null;
  const output = `${checked.stdout}\n${checked.stderr}`;
  const detail = /Error \([^)]*\): (.*)/.exec(output)?.[1] ?? output.trim().split('\n').at(-1) ?? '';
  const settings = await readFile(host.path('/etc/criu/runc.conf'), 'utf8').catch(missing(''));
  const facts = {
    version,
    good: checked.code === 0,
    detail: checked.code === 0 ? '' : detail,
    keepsConnections: /^\s*tcp-established\s*$/m.test(settings),
  };
  criuKept.set(host.pid, { at: Date.now(), facts });
  return facts;
}

/**
 * Its network sockets, by the engine's own numbering of processes in its own /proc. Where it shares its network with
 * others, only those its own processes hold.
 */
async function socketsOf(
  client: EngineClient,
  host: EngineHost | null,
  container: RawRecord,
  signal: AbortSignal,
): Promise<CheckpointFacts['sockets']> {
  if (host === null) return null;
  const pid = num(record(container.State).Pid);
  const read = (name: string) =>
    readFile(host.path(`/proc/${pid}/net/${name}`), 'utf8').catch(missing<string | null>(null));
  const [tcp, tcp6, udp, udp6] = await Promise.all(['tcp', 'tcp6', 'udp', 'udp6'].map(read));
  if (tcp === null || tcp === undefined) return null;
  let streams = tcpSockets(`${tcp}\n${tcp6 ?? ''}`).filter(({ inode }) => inode !== '0');
  let datagrams = tcpSockets(`${udp ?? ''}\n${udp6 ?? ''}`);
  const mode = text(record(container.HostConfig).NetworkMode);
  if (mode === 'host' || mode.startsWith('container:')) {
    const own = await socketInodes(client, host, text(container.Id), signal);
    if (own === null) return null;
    streams = streams.filter(({ inode }) => own.has(inode));
    datagrams = datagrams.filter(({ inode }) => own.has(inode));
  }
  return {
    established: streams.filter(({ state }) => state === 'open').map(({ remote }) => remote),
    all: [...streams, ...datagrams].map(({ local }) => local),
  };
}

/** Sockets that the processes of a container hold; null where that cannot be seen. */
async function socketInodes(
  client: EngineClient,
  host: EngineHost,
  id: string,
  signal: AbortSignal,
): Promise<Set<string> | null> {
  const { titles, rows } = await listProcesses(client, id, undefined, signal);
  const column = titles.indexOf('PID');
  if (column < 0) return null;
  const inodes = new Set<string>();
  for (const row of rows) {
    const folder = host.path(`/proc/${row[column] ?? ''}/fd`);
    const descriptors = await readdir(folder).catch(missing<string[] | null>(null));
    if (descriptors === null) return null;
    for (const descriptor of descriptors) {
      const target = await readlink(`${folder}/${descriptor}`).catch(missing(''));
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined) inodes.add(inode);
    }
  }
  return inodes;
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
