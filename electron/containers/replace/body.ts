import { isDeepStrictEqual } from 'node:util';
import type { ReplaceInput } from '../../../shared/contract/container-replace.ts';
import { list, num, type RawRecord, record, text, texts } from '../../engine/raw/fields.ts';
import { changedMounts, type KnownMount, mountFields, mountsOf } from './mounts.ts';
import { inNetworkOf } from './network-owner.ts';
import { type Endpoints, endpointsOf } from './networks.ts';
import { portBindings, portKey, portsOf } from './ports.ts';
import { configOf, ownEnv, ownLabels, type Subject } from './subject.ts';

/** `networkOwner`: the name of a container whose network it is to use. */
export type Changes = { networkOwner?: string | undefined } & Partial<
  Pick<
    ReplaceInput,
    'env' | 'ports' | 'mounts' | 'command' | 'labels' | 'restart' | 'memoryBytes' | 'cpus' | 'image'
  >
>;

export interface Replacement {
  /** For `POST /containers/create`. */
  body: RawRecord;
  networks: Endpoints;
  mounts: KnownMount[];
}

/** Part of the settings that an image has as well: what equals the image's is left to the new image. */
const inheritable = ['User', 'WorkingDir', 'StopSignal', 'Healthcheck', 'Shell'] as const;

/**
 * The request that makes the replacement: everything the engine tells of the container, by its own names, with the
 * changes laid over it. Fields that nobody here knows survive; what came from the old image does not.
 */
export function replacementOf(subject: Subject, changes: Changes): Replacement {
  const networks = endpointsOf(subject);
  const mounts = changedMounts(mountsOf(subject.container), changes.mounts);
  const oldPorts = portsOf(record(subject.container.HostConfig).PortBindings);
  const ports = changes.ports ?? oldPorts;
  const config = configFor(subject, changes, oldPorts.map(portKey), ports.map(portKey));
  const host = {
    ...hostFor(subject, changes),
    ...mountFields(mounts),
    PortBindings: portBindings(ports),
    NetworkMode: networks.networkMode,
  };
  if (changes.networkOwner !== undefined) {
    const shared = inNetworkOf(changes.networkOwner, config, host);
    const none = { networkMode: '', atCreation: {}, afterwards: {} };
    return { body: { ...shared.config, HostConfig: shared.host }, networks: none, mounts };
  }
  const body = {
    ...config,
    HostConfig: host,
    ...(Object.keys(networks.atCreation).length === 0
      ? {}
      : { NetworkingConfig: { EndpointsConfig: networks.atCreation } }),
  };
  return { body, networks, mounts };
}

function configFor(
  subject: Subject,
  changes: Changes,
  published: readonly string[],
  wanted: readonly string[],
): Record<string, unknown> {
  const { container, ownImage, imageReference } = subject;
  const raw = record(container.Config);
  const inherited = configOf(ownImage);
  const config: Record<string, unknown> = { ...raw };
  // Volumes are mounted by name; the others are the engine's, or another request's.
  for (const key of ['Volumes', 'OnBuild', 'ArgsEscaped', 'MacAddress', 'Entrypoint', 'Cmd'])
    delete config[key];
  for (const key of inheritable) if (isInherited(subject, key)) delete config[key];
  if (text(container.Id).startsWith(text(raw.Hostname))) delete config.Hostname;
  // Newer engines take it with the network.
  if (!Object.values(endpointsOf(subject).atCreation).some((one) => one.MacAddress !== undefined)) {
    if (text(raw.MacAddress) !== '') config.MacAddress = raw.MacAddress;
  }
  const exposed = Object.keys(record(raw.ExposedPorts)).filter(
    (port) => !(port in record(inherited.ExposedPorts)) && !published.includes(port),
  );
  return {
    ...config,
    ...commandOf(subject, changes),
    Image: imageReference,
    Env: changes.env ?? ownEnv(subject),
    Labels: changes.labels ?? ownLabels(subject),
    ExposedPorts: Object.fromEntries([...exposed, ...wanted].map((port) => [port, {}])),
  };
}

function isInherited({ kind, container, ownImage }: Subject, key: (typeof inheritable)[number]): boolean {
  const own = record(container.Config)[key];
  const theirs = configOf(ownImage)[key];
  if (isEmpty(own)) return true;
  if (isDeepStrictEqual(own, theirs)) return true;
  if (kind !== 'podman') return false;
  // Podman fills in what an image leaves out.
  if (key === 'WorkingDir') return own === '/' && isEmpty(theirs);
  if (key === 'Healthcheck') return isDeepStrictEqual(record(own).Test, record(theirs).Test);
  return key === 'StopSignal' && signalNumber(own) === signalNumber(theirs);
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

const numbers: Record<string, string> = { HUP: '1', INT: '2', QUIT: '3', KILL: '9', TERM: '15' };

/** Podman tells a number where the image has a name; it ends containers with 15 unless told otherwise. */
function signalNumber(signal: unknown): string {
  const word = text(signal).replace(/^SIG/, '') || 'TERM';
  return numbers[word] ?? word;
}

/** Entrypoint and command: an own entrypoint keeps its command, an inherited one keeps the container's own only. */
function commandOf(
  { container, ownImage }: Subject,
  changes: Pick<Changes, 'command'>,
): { Entrypoint?: string[]; Cmd?: string[] } {
  const raw = record(container.Config);
  const image = configOf(ownImage);
  const [entrypoint, cmd] = [texts(raw.Entrypoint), texts(raw.Cmd)];
  const sameEntry = isDeepStrictEqual(entrypoint, texts(image.Entrypoint));
  const sameCmd = isDeepStrictEqual(cmd, texts(image.Cmd));
  // An empty command beside the image's entrypoint was said on purpose, by naming that entrypoint again.
  const emptied = cmd.length === 0 && !sameCmd;
  const inherits = sameEntry && !emptied;
  const command = changes.command ?? (inherits && sameCmd ? undefined : cmd);
  return {
    ...(inherits ? {} : { Entrypoint: entrypoint }),
    ...(command === undefined ? {} : { Cmd: command }),
  };
}

function hostFor({ kind, container }: Subject, changes: Changes): Record<string, unknown> {
  const raw = record(container.HostConfig);
  const host: Record<string, unknown> = { ...raw };
  delete host.ContainerIDFile;
  if (kind === 'podman') withoutDefaults(host);
  const { restart, memoryBytes, cpus } = changes;
  if (restart !== undefined)
    host.RestartPolicy = {
      Name: restart.name,
      MaximumRetryCount: restart.name === 'on-failure' ? restart.maximumRetryCount : 0,
    };
  if (memoryBytes !== undefined) {
    host.Memory = memoryBytes;
    // Twice the memory is what an engine makes of a limit that says nothing of swap.
    if (num(raw.MemorySwap) === 2 * num(raw.Memory) || memoryBytes === 0) delete host.MemorySwap;
  }
  if (cpus !== undefined) {
    host.NanoCpus = Math.round(cpus * 1e9);
    if (num(raw.CpuQuota) !== 0) {
      delete host.CpuQuota;
      delete host.CpuPeriod;
    }
  }
  return host;
}

/** Podman tells its defaults as if they had been asked for, in words that it does not take itself. */
function withoutDefaults(host: Record<string, unknown>): void {
  for (const key of ['UTSMode', 'PidMode', 'IpcMode'])
    if (host[key] === 'private' || host[key] === 'shareable') delete host[key];
  if (host.Runtime === 'oci') delete host.Runtime;
  if (isDeepStrictEqual([...list(host.CapDrop)].sort(), ['AUDIT_WRITE', 'MKNOD', 'NET_RAW']))
    delete host.CapDrop;
  if (num(host.MemorySwappiness) === -1) delete host.MemorySwappiness;
  if (num(host.PidsLimit) === 0) delete host.PidsLimit;
}
