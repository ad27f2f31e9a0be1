import type { ContainerSpec } from '../../contract/container-spec.ts';
import { unmasked } from './host-config.ts';
import { pair } from './mounts.ts';
import { parseSize } from './quantities.ts';
import {
  isBlank,
  type Raw,
  rawFigure,
  rawList,
  rawNumber,
  rawPairs,
  rawRecord,
  rawText,
  rawTexts,
} from './raw.ts';
import { SpecError } from './spec-error.ts';

const defaultShmBytes = 64 * 1024 * 1024;
const engineFills = { ipc: ['private', 'shareable'], cgroupns: ['private', 'host'] };

type HostFields = Omit<
  ContainerSpec,
  | 'image'
  | 'name'
  | 'platform'
  | 'command'
  | 'entrypoint'
  | 'env'
  | 'labels'
  | 'ports'
  | 'expose'
  | 'mounts'
  | 'networks'
  | 'health'
  | 'user'
  | 'workdir'
  | 'hostname'
  | 'domainname'
  | 'tty'
  | 'interactive'
  | 'stopSignal'
  | 'stopTimeoutSeconds'
>;

/** What HostConfig says beyond networks, ports and mounts; what the engine fills in by itself is left out. */
export function hostFieldsOf(host: Raw, defaults: { logDriver?: string; runtime?: string }): HostFields {
  const log = rawRecord(host.LogConfig);
  const logOptions = rawPairs(log.Config);
  const logDriver = rawText(log.Type);
  const restart = rawRecord(host.RestartPolicy);
  const policy = rawText(restart.Name);
  return {
    annotations: rawPairs(host.Annotations).filter(({ name }) => !name.startsWith('io.podman.')),
    publishAll: host.PublishAllPorts === true,
    volumesFrom: rawTexts(host.VolumesFrom),
    links: rawTexts(host.Links).map(linkFrom),
    restart: {
      policy: policy === 'always' || policy === 'unless-stopped' || policy === 'on-failure' ? policy : 'no',
      maxRetries: rawNumber(restart.MaximumRetryCount),
    },
    limits: limitsFrom(host),
    groups: rawTexts(host.GroupAdd),
    dns: rawTexts(host.Dns),
    dnsSearch: rawTexts(host.DnsSearch),
    dnsOptions: rawTexts(host.DnsOptions),
    extraHosts: rawTexts(host.ExtraHosts).map(extraHost),
    init: host.Init === true,
    autoRemove: host.AutoRemove === true,
    privileged: host.Privileged === true,
    readOnlyRoot: host.ReadonlyRootfs === true,
    capAdd: rawTexts(host.CapAdd),
    capDrop: rawTexts(host.CapDrop),
    securityOptions: securityFrom(host),
    devices: rawList(host.Devices)
      .map(rawRecord)
      .map((device) => ({
        host: rawText(device.PathOnHost),
        container: rawText(device.PathInContainer),
        permissions: rawText(device.CgroupPermissions) || 'rwm',
      })),
    deviceCgroupRules: rawTexts(host.DeviceCgroupRules),
    gpus: rawList(host.DeviceRequests).map(rawRecord).map(gpusFrom)[0] ?? '',
    ulimits: rawList(host.Ulimits)
      .map(rawRecord)
      .map(({ Name, Soft, Hard }) => ({
        // Podman has the kernel's names.
        name: rawText(Name)
          .replace(/^RLIMIT_/, '')
          .toLowerCase(),
        soft: rawNumber(Soft),
        hard: rawNumber(Hard),
      })),
    sysctls: rawPairs(host.Sysctls),
    pidMode: host.PidMode === 'private' ? '' : rawText(host.PidMode),
    ipcMode: unless(host.IpcMode, engineFills.ipc),
    utsMode: host.UTSMode === 'private' ? '' : rawText(host.UTSMode),
    usernsMode: rawText(host.UsernsMode),
    cgroupnsMode: unless(host.CgroupnsMode, engineFills.cgroupns),
    cgroupParent: rawText(host.CgroupParent),
    runtime: unless(host.Runtime, [defaults.runtime ?? 'runc', 'oci']),
    storageSizeBytes: storageSize(host),
    logDriver: logOptions.length === 0 && logDriver === (defaults.logDriver ?? 'json-file') ? '' : logDriver,
    logOptions,
  };
}

function unless(value: unknown, filled: readonly string[]): string {
  const text = rawText(value);
  return filled.includes(text) ? '' : text;
}

/** `/db:/web/alias` as the engine writes it. */
function linkFrom(link: string): string {
  const [target = '', alias = ''] = link.split(':');
  return `${target.replace(/^\//, '')}:${alias.split('/').at(-1) ?? ''}`;
}

function extraHost(entry: string): { name: string; value: string } {
  const at = entry.search(/[:=]/);
  return at < 0 ? pair(entry) : { name: entry.slice(0, at), value: entry.slice(at + 1) };
}

function limitsFrom(host: Raw): ContainerSpec['limits'] {
  const memory = rawFigure(host.Memory);
  const swap = rawFigure(host.MemorySwap);
  const swappiness = host.MemorySwappiness;
  const nano = rawFigure(host.NanoCpus);
  const pids = rawFigure(host.PidsLimit);
  const shm = rawFigure(host.ShmSize);
  return {
    memoryBytes: memory,
    // The engine fills in twice the memory.
    memorySwapBytes: memory !== null && swap === 2 * memory ? null : swap,
    memoryReservationBytes: rawFigure(host.MemoryReservation),
    memorySwappiness: typeof swappiness === 'number' && swappiness > 0 ? swappiness : null,
    oomKillDisable: host.OomKillDisable === true,
    oomScoreAdj: rawFigure(host.OomScoreAdj),
    cpus: nano === null ? null : nano / 1e9,
    cpuShares: rawFigure(host.CpuShares),
    // Podman tells whole cores a second time, in these.
    cpuPeriod: nano === null ? rawFigure(host.CpuPeriod) : null,
    cpuQuota: nano === null ? rawFigure(host.CpuQuota) : null,
    cpusetCpus: rawText(host.CpusetCpus),
    cpusetMems: rawText(host.CpusetMems),
    pids: pids === 2048 && rawText(host.CgroupManager) !== '' ? null : pids,
    shmBytes: shm === defaultShmBytes ? null : shm,
    blkioWeight: rawFigure(host.BlkioWeight),
  };
}

function securityFrom(host: Raw): string[] {
  const options = rawTexts(host.SecurityOpt);
  const open = Array.isArray(host.MaskedPaths) && host.MaskedPaths.length === 0 && host.Privileged !== true;
  return open ? [...options, unmasked] : options;
}

function gpusFrom(request: Raw): string {
  const ids = rawTexts(request.DeviceIDs);
  const capabilities = rawList(request.Capabilities)
    .flatMap(rawTexts)
    .filter((name) => name !== 'gpu');
  const driver = rawText(request.Driver);
  const count = rawNumber(request.Count);
  if (driver === '' && capabilities.length === 0) {
    if (ids.length > 0) return `device=${ids.join(',')}`;
    return count < 0 ? 'all' : String(count);
  }
  return [
    ...(driver === '' ? [] : [`driver=${driver}`]),
    ids.length > 0 ? `"device=${ids.join(',')}"` : `count=${count < 0 ? 'all' : count}`,
    ...(capabilities.length === 0 ? [] : [`"capabilities=${capabilities.join(',')}"`]),
  ].join(',');
}

function storageSize(host: Raw): number | null {
  const size = rawText(rawRecord(host.StorageOpt).size);
  if (size === '') return null;
  try {
    return parseSize(size);
  } catch (thrown) {
    if (!(thrown instanceof SpecError)) throw thrown;
    return null;
  }
}

/** Fields that a spec says, or that every engine fills in for itself. */
const known: ReadonlySet<string> = new Set(
  `Binds ContainerIDFile LogConfig NetworkMode PortBindings RestartPolicy AutoRemove VolumesFrom ConsoleSize Annotations
  CapAdd CapDrop CgroupnsMode Dns DnsOptions DnsSearch ExtraHosts GroupAdd IpcMode Links OomScoreAdj PidMode Privileged
  PublishAllPorts ReadonlyRootfs SecurityOpt StorageOpt Tmpfs UTSMode UsernsMode ShmSize Sysctls Runtime CpuShares Memory
  NanoCpus CgroupParent BlkioWeight CpuPeriod CpuQuota CpusetCpus CpusetMems Devices DeviceCgroupRules DeviceRequests
  MemoryReservation MemorySwap MemorySwappiness OomKillDisable PidsLimit Ulimits Mounts MaskedPaths ReadonlyPaths Init
  CgroupManager CgroupMode Cgroup Cgroups CgroupConf IDMappings VolumeDriver Capabilities`.split(/\s+/),
);

/** Fields with a value that a spec has no word for, so that they can be handed on as they are. */
export function hostRestOf(host: Raw): Raw {
  const rest = Object.entries(host).filter(
    ([key, value]) => !known.has(key) && !isBlank(value) && !(key === 'Isolation' && value === 'default'),
  );
  return Object.fromEntries(rest);
}
