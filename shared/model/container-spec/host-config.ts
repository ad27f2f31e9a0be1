import type { ContainerSpec, PortSpec } from '../../contract/container-spec.ts';
import { fieldsOf } from './fields.ts';

const map = (pairs: readonly { name: string; value: string }[]) =>
  Object.fromEntries(pairs.map(({ name, value }) => [name, value]));

/** HostConfig of a spec, without networks and mounts. Only what is told: the engine fills in the rest. */
export function hostConfigOf(spec: ContainerSpec): Record<string, unknown> {
  const { limits } = spec;
  return onlyTold({
    PortBindings: spec.ports.length === 0 ? null : bindingsOf(spec.ports),
    PublishAllPorts: spec.publishAll || null,
    RestartPolicy: { Name: spec.restart.policy, MaximumRetryCount: spec.restart.maxRetries },
    AutoRemove: spec.autoRemove || null,
    Privileged: spec.privileged || null,
    ReadonlyRootfs: spec.readOnlyRoot || null,
    Init: spec.init || null,
    VolumesFrom: spec.volumesFrom,
    Links: spec.links,
    GroupAdd: spec.groups,
    Dns: spec.dns,
    DnsSearch: spec.dnsSearch,
    DnsOptions: spec.dnsOptions,
    ExtraHosts: spec.extraHosts.map(({ name, value }) => `${name}:${value}`),
    CapAdd: spec.capAdd,
    CapDrop: spec.capDrop,
    ...securityOf(spec.securityOptions),
    Devices: spec.devices.map(({ host, container, permissions }) => ({
      PathOnHost: host,
      PathInContainer: container,
      CgroupPermissions: permissions,
    })),
    DeviceCgroupRules: spec.deviceCgroupRules,
    DeviceRequests: spec.gpus === '' ? null : [deviceRequest(spec.gpus)],
    Ulimits: spec.ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
    Sysctls: spec.sysctls.length === 0 ? null : map(spec.sysctls),
    Annotations: spec.annotations.length === 0 ? null : map(spec.annotations),
    PidMode: spec.pidMode,
    IpcMode: spec.ipcMode,
    UTSMode: spec.utsMode,
    UsernsMode: spec.usernsMode,
    CgroupnsMode: spec.cgroupnsMode,
    CgroupParent: spec.cgroupParent,
    Runtime: spec.runtime,
    Memory: limits.memoryBytes,
    MemorySwap: limits.memorySwapBytes,
    MemoryReservation: limits.memoryReservationBytes,
    MemorySwappiness: limits.memorySwappiness,
    OomKillDisable: limits.oomKillDisable || null,
    OomScoreAdj: limits.oomScoreAdj,
    NanoCpus: limits.cpus === null ? null : Math.round(limits.cpus * 1e9),
    CpuShares: limits.cpuShares,
    CpuPeriod: limits.cpuPeriod,
    CpuQuota: limits.cpuQuota,
    CpusetCpus: limits.cpusetCpus,
    CpusetMems: limits.cpusetMems,
    PidsLimit: limits.pids,
    ShmSize: limits.shmBytes,
    BlkioWeight: limits.blkioWeight,
    StorageOpt: spec.storageSizeBytes === null ? null : { size: String(spec.storageSizeBytes) },
    LogConfig:
      spec.logDriver === '' && spec.logOptions.length === 0
        ? null
        : { Type: spec.logDriver, Config: map(spec.logOptions) },
  });
}

function onlyTold(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([key, value]) =>
        value !== null &&
        value !== '' &&
        // Empty, these two say that nothing of /proc and /sys is hidden.
        (!Array.isArray(value) || value.length > 0 || key === 'MaskedPaths' || key === 'ReadonlyPaths'),
    ),
  );
}

function bindingsOf(ports: readonly PortSpec[]): Record<string, { HostIp: string; HostPort: string }[]> {
  const bindings = new Map<string, { HostIp: string; HostPort: string }[]>();
  for (const port of ports) {
    const key = `${port.containerPort}/${port.protocol}`;
    const end = port.hostPortEnd === null ? '' : `-${port.hostPortEnd}`;
    bindings.set(key, [
      ...(bindings.get(key) ?? []),
      { HostIp: port.hostIp, HostPort: port.hostPort === null ? '' : `${port.hostPort}${end}` },
    ]);
  }
  return Object.fromEntries(bindings);
}

export const unmasked = 'systempaths=unconfined';

/** The docker CLI takes this option apart itself; an engine does not know it. */
function securityOf(options: readonly string[]): Record<string, unknown> {
  const rest = options.filter((option) => option !== unmasked);
  return {
    SecurityOpt: rest,
    ...(rest.length === options.length ? {} : { MaskedPaths: [], ReadonlyPaths: [] }),
  };
}

interface DeviceRequest {
  Driver?: string;
  Count?: number;
  DeviceIDs?: string[];
  Capabilities: string[][];
}

/** `all`, `2`, `device=0,1`, `driver=nvidia,count=1,capabilities=utility`, the way `--gpus` takes them. */
export function deviceRequest(gpus: string): DeviceRequest {
  const bare = /^"(.*)"$/.exec(gpus)?.[1] ?? gpus;
  if (bare === 'all') return { Count: -1, Capabilities: [['gpu']] };
  if (/^\d+$/.test(bare)) return { Count: Number(bare), Capabilities: [['gpu']] };
  if (/^device=[^=]*$/.test(bare))
    return { DeviceIDs: bare.slice('device='.length).split(','), Capabilities: [['gpu']] };
  const fields = new Map(fieldsOf(bare));
  const devices = fields.get('device');
  const count = fields.get('count');
  return {
    Driver: fields.get('driver') ?? '',
    ...(devices === undefined
      ? { Count: count === undefined || count === 'all' ? -1 : Number(count) }
      : { DeviceIDs: devices.split(',') }),
    Capabilities: [['gpu', ...(fields.get('capabilities')?.split(',') ?? [])]],
  };
}
