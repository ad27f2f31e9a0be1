import type { ContainerSpec, MountSpec, NameValue, NetworkSpec } from '../../contract/container-spec.ts';
import { isSpecialNetwork, toMap } from './create-body.ts';
import { deviceRequest } from './host-config.ts';
import { tmpfsOptions } from './mounts.ts';
import { printPort } from './ports.ts';
import { printDuration, printSize } from './quantities.ts';

type Tree = Record<string, unknown>;

/** A compose file with this container as its one service, as plain data; dollar signs are doubled, as compose wants them. */
export function composeFile(spec: ContainerSpec): Tree {
  const named = spec.mounts.filter((mount) => mount.type === 'volume' && mount.source !== '');
  const networks = spec.networks.filter(({ name }) => !isSpecialNetwork(name) && name !== 'bridge');
  const volumes = Object.fromEntries(named.map((mount) => volumeEntry(mount)));
  return literal({
    services: { [serviceName(spec)]: serviceOf(spec, networks) },
    ...(networks.length === 0
      ? {}
      : { networks: Object.fromEntries(networks.map(({ name }) => [name, { name, external: true }])) }),
    ...(named.length === 0 ? {} : { volumes }),
  }) as Tree;
}

function serviceName({ name, image }: ContainerSpec): string {
  const base = name || (image.split('/').at(-1) ?? '').split(/[:@]/)[0] || 'app';
  return base.replaceAll(/[^a-zA-Z0-9._-]/g, '-').replace(/^[^a-zA-Z0-9]+/, '') || 'app';
}

function volumeEntry(mount: MountSpec): [string, Tree] {
  if (mount.type !== 'volume') return ['', {}];
  return [
    mount.source,
    blankless({
      // Else compose puts the project's name in front.
      name: mount.source,
      driver: mount.driver,
      driver_opts: mapped(mount.driverOptions),
      labels: mapped(mount.labels),
    }),
  ];
}

/** Compose reads `$NAME` as a variable of its own. */
function literal(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)]));
}

function blankless(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).filter(([, value]) => {
      if (value === null || value === undefined || value === '' || value === false) return false;
      if (Array.isArray(value)) return value.length > 0;
      return typeof value !== 'object' || Object.keys(value).length > 0;
    }),
  );
}

const mapped = (pairs: readonly NameValue[]) => (pairs.length === 0 ? null : toMap(pairs));
const size = (bytes: number | null) => (bytes === null ? null : bytes < 0 ? bytes : printSize(bytes));
const time = (ms: number | null) => (ms === null ? null : printDuration(ms));

function serviceOf(spec: ContainerSpec, networks: readonly NetworkSpec[]): Tree {
  const { limits } = spec;
  const service = blankless({
    image: spec.image,
    container_name: spec.name,
    platform: spec.platform,
    command: spec.command,
    restart: restartOf(spec.restart),
    environment: mapped(spec.env),
    ports: spec.ports.map(printPort),
    expose: spec.expose.map(({ port, protocol }) => (protocol === 'tcp' ? `${port}` : `${port}/${protocol}`)),
    volumes: spec.mounts.filter((mount) => mount.type !== 'tmpfs').map(volumeOf),
    tmpfs: spec.mounts.filter((mount) => mount.type === 'tmpfs').map(tmpfsOf),
    volumes_from: spec.volumesFrom.map((name) => `container:${name}`),
    ...networkKeys(spec, networks),
    external_links: spec.links,
    user: spec.user,
    group_add: spec.groups,
    working_dir: spec.workdir,
    hostname: spec.hostname,
    domainname: spec.domainname,
    dns: spec.dns,
    dns_search: spec.dnsSearch,
    dns_opt: spec.dnsOptions,
    extra_hosts: spec.extraHosts.map(({ name, value }) => `${name}:${value}`),
    tty: spec.tty,
    stdin_open: spec.interactive,
    init: spec.init,
    privileged: spec.privileged,
    read_only: spec.readOnlyRoot,
    cap_add: spec.capAdd,
    cap_drop: spec.capDrop,
    security_opt: spec.securityOptions,
    devices: spec.devices.map(({ host, container, permissions }) => `${host}:${container}:${permissions}`),
    device_cgroup_rules: spec.deviceCgroupRules,
    ulimits: Object.fromEntries(spec.ulimits.map(({ name, soft, hard }) => [name, { soft, hard }])),
    sysctls: mapped(spec.sysctls),
    pid: spec.pidMode,
    ipc: spec.ipcMode,
    uts: spec.utsMode,
    userns_mode: spec.usernsMode,
    cgroup: spec.cgroupnsMode,
    cgroup_parent: spec.cgroupParent,
    runtime: spec.runtime,
    deploy: gpusOf(spec.gpus),
    mem_limit: size(limits.memoryBytes),
    memswap_limit: size(limits.memorySwapBytes),
    mem_reservation: size(limits.memoryReservationBytes),
    mem_swappiness: limits.memorySwappiness,
    oom_kill_disable: limits.oomKillDisable,
    oom_score_adj: limits.oomScoreAdj,
    cpus: limits.cpus,
    cpu_shares: limits.cpuShares,
    cpu_period: limits.cpuPeriod,
    cpu_quota: limits.cpuQuota,
    cpuset: limits.cpusetCpus,
    pids_limit: limits.pids,
    shm_size: size(limits.shmBytes),
    blkio_config: limits.blkioWeight === null ? null : { weight: limits.blkioWeight },
    healthcheck: healthOf(spec.health),
    stop_signal: spec.stopSignal,
    stop_grace_period: spec.stopTimeoutSeconds === null ? null : `${spec.stopTimeoutSeconds}s`,
    storage_opt: spec.storageSizeBytes === null ? null : { size: printSize(spec.storageSizeBytes) },
    logging: blankless({ driver: spec.logDriver, options: mapped(spec.logOptions) }),
    // Compose sets these itself.
    labels: mapped(spec.labels.filter(({ name }) => !name.startsWith('com.docker.compose.'))),
    annotations: mapped(spec.annotations),
  });
  // An empty list means none, and has to be said.
  return spec.entrypoint === null ? service : { ...service, entrypoint: spec.entrypoint };
}

function restartOf({ policy, maxRetries }: ContainerSpec['restart']): string | null {
  if (policy === 'no') return null;
  return maxRetries > 0 ? `${policy}:${maxRetries}` : policy;
}

function networkKeys(spec: ContainerSpec, networks: readonly NetworkSpec[]): Tree {
  const [first] = spec.networks;
  if (first !== undefined && networks.length === 0) return { network_mode: first.name };
  const entries = networks.map((network): [string, Tree | null] => {
    const settings = blankless({
      aliases: network.aliases,
      ipv4_address: network.ipv4,
      ipv6_address: network.ipv6,
      link_local_ips: network.linkLocalIps,
      mac_address: network.macAddress,
      driver_opts: mapped(network.driverOptions),
    });
    return [network.name, Object.keys(settings).length === 0 ? null : settings];
  });
  const plain = entries.every(([, settings]) => settings === null);
  return { networks: plain ? entries.map(([name]) => name) : Object.fromEntries(entries) };
}

function volumeOf(mount: Exclude<MountSpec, { type: 'tmpfs' }>): Tree {
  const common = blankless({
    type: mount.type,
    source: mount.source,
    target: mount.target,
    read_only: mount.readOnly,
  });
  if (mount.type === 'volume') {
    const volume = blankless({ nocopy: mount.noCopy, subpath: mount.subpath });
    return Object.keys(volume).length === 0 ? common : { ...common, volume };
  }
  const bind = {
    // Compose makes a missing folder unless told not to.
    ...(mount.createSource ? {} : { create_host_path: false }),
    ...(mount.propagation === '' ? {} : { propagation: mount.propagation }),
    ...(mount.relabel === '' ? {} : { selinux: mount.relabel }),
    ...(mount.nonRecursive ? { recursive: 'disabled' } : {}),
  };
  return Object.keys(bind).length === 0 ? common : { ...common, bind };
}

function tmpfsOf(mount: Extract<MountSpec, { type: 'tmpfs' }>): string {
  const options = tmpfsOptions(mount);
  return options === '' ? mount.target : `${mount.target}:${options}`;
}

/** Devices in the words of a compose file. */
function gpusOf(gpus: string): Tree | null {
  if (gpus === '') return null;
  const { Count, DeviceIDs, Driver, Capabilities } = deviceRequest(gpus);
  const device = blankless({
    driver: Driver,
    count: Count === -1 ? 'all' : Count,
    device_ids: DeviceIDs,
    capabilities: Capabilities[0],
  });
  return { resources: { reservations: { devices: [device] } } };
}

function healthOf(health: ContainerSpec['health']): Tree | null {
  if (health.disabled) return { disable: true };
  return blankless({
    test: health.test,
    interval: time(health.intervalMs),
    timeout: time(health.timeoutMs),
    retries: health.retries,
    start_period: time(health.startPeriodMs),
    start_interval: time(health.startIntervalMs),
  });
}
