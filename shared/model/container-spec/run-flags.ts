import type { ContainerSpec } from '../../contract/container-spec.ts';
import { pair, parseMountFlag, parseTmpfsFlag, parseVolumeFlag } from './mounts.ts';
import { networkFrom } from './network-flag.ts';
import { parseExpose, parsePorts } from './ports.ts';
import { parseDuration, parseSize } from './quantities.ts';
import type { RunDraft } from './run-draft.ts';
import { SpecError } from './spec-error.ts';

export type RunFlag =
  | { takes: 'nothing'; set(draft: RunDraft, on: boolean): void }
  | { takes: 'value'; set(draft: RunDraft, value: string, flag: string): void }
  /** Known to docker, but not to Slipway. */
  | { takes: 'unsupported' };

type Texts = { [K in keyof ContainerSpec]: ContainerSpec[K] extends string ? K : never }[keyof ContainerSpec];
type Lists = {
  [K in keyof ContainerSpec]: ContainerSpec[K] extends string[] ? K : never;
}[keyof ContainerSpec];
type Switches = {
  [K in keyof ContainerSpec]: ContainerSpec[K] extends boolean ? K : never;
}[keyof ContainerSpec];
type Pairs = {
  [K in keyof ContainerSpec]: ContainerSpec[K] extends { name: string; value: string }[] ? K : never;
}[keyof ContainerSpec];
type Limits = ContainerSpec['limits'];
type LimitFigures = { [K in keyof Limits]: Limits[K] extends number | null ? K : never }[keyof Limits];

const value = (set: (draft: RunDraft, value: string, flag: string) => void): RunFlag => ({
  takes: 'value',
  set,
});
const text = (key: Texts) =>
  value(({ spec }, given) => {
    spec[key] = given;
  });
const items = (key: Lists) =>
  value(({ spec }, given) => {
    spec[key].push(given);
  });
const pairs = (key: Pairs) =>
  value(({ spec }, given) => {
    spec[key].push(pair(given));
  });
const on = (key: Switches): RunFlag => ({
  takes: 'nothing',
  set: ({ spec }, is) => {
    spec[key] = is;
  },
});
const limit = (key: LimitFigures, read: (given: string, flag: string) => number) =>
  value(({ spec }, given, flag) => {
    spec.limits[key] = read(given, flag);
  });
const forTerminal: RunFlag = { takes: 'nothing', set: () => undefined };

function whole(given: string, flag: string): number {
  if (!/^-?\d{1,15}$/.test(given.trim())) throw new SpecError('flag-not-a-number', { flag, value: given });
  return Number(given);
}

function decimal(given: string, flag: string): number {
  if (!/^(?:\d{1,9}(?:\.\d*)?|\.\d+)$/.test(given.trim()))
    throw new SpecError('flag-not-a-number', { flag, value: given });
  // The engine counts billionths.
  return Math.round(Number(given) * 1e9) / 1e9;
}

const size = (given: string) => parseSize(given);
const sizeOrAll = (given: string) => (given.trim() === '-1' ? -1 : parseSize(given));

const restart = value(({ spec }, given, flag) => {
  const [policy, retries, ...more] = given.split(':');
  const known =
    policy === 'no' || policy === 'always' || policy === 'unless-stopped' || policy === 'on-failure';
  if (!known || more.length > 0 || (retries !== undefined && policy !== 'on-failure'))
    throw new SpecError('flag-value', {
      flag,
      value: given,
      allowed: 'no, always, unless-stopped, on-failure:3',
    });
  spec.restart = { policy, maxRetries: retries === undefined ? 0 : whole(retries, flag) };
});

const device = value(({ spec }, given, flag) => {
  const [host = '', second, third, ...more] = given.split(':');
  const isMode = (part: string) => /^[rwm]{1,3}$/.test(part);
  if (host === '' || more.length > 0 || (third !== undefined && !isMode(third)))
    throw new SpecError('flag-value', {
      flag,
      value: given,
      allowed: '/dev/a, /dev/a:/dev/b, /dev/a:/dev/b:rwm',
    });
  const container = second === undefined || (third === undefined && isMode(second)) ? host : second;
  const permissions = third ?? (second !== undefined && isMode(second) ? second : 'rwm');
  spec.devices.push({ host, container, permissions });
});

const ulimit = value(({ spec }, given, flag) => {
  const match = /^([a-z]+)=(-?\d{1,15})(?::(-?\d{1,15}))?$/.exec(given);
  if (match === null) throw new SpecError('flag-value', { flag, value: given, allowed: 'nofile=1024:2048' });
  spec.ulimits.push({ name: match[1] ?? '', soft: Number(match[2]), hard: Number(match[3] ?? match[2]) });
});

const health = (set: (check: ContainerSpec['health'], value: string, flag: string) => void) =>
  value(({ spec }, given, flag) => set(spec.health, given, flag));

const env = value(({ spec, fromShell }, given, flag) => {
  if (given === '' || given.startsWith('='))
    throw new SpecError('flag-value', { flag, value: given, allowed: 'NAME=value' });
  if (!given.includes('=')) fromShell.push(given);
  spec.env.push(pair(given));
});

const extraHost = value(({ spec }, given, flag) => {
  const at = given.search(/[:=]/);
  if (at < 1) throw new SpecError('flag-value', { flag, value: given, allowed: 'name:192.0.2.1' });
  spec.extraHosts.push({ name: given.slice(0, at), value: given.slice(at + 1) });
});

const storage = value(({ spec }, given, flag) => {
  const option = pair(given);
  if (option.name !== 'size') throw new SpecError('flag-value', { flag, value: given, allowed: 'size=10g' });
  spec.storageSizeBytes = parseSize(option.value);
});

const pull = value((draft, given, flag) => {
  if (given !== 'missing' && given !== 'always' && given !== 'never')
    throw new SpecError('flag-value', { flag, value: given, allowed: 'missing, always, never' });
  draft.pull = given;
});

const volume = value(({ spec }, given) => {
  spec.mounts.push(parseVolumeFlag(given));
});
const network = value(({ spec }, given) => {
  spec.networks.push(networkFrom(given));
});
const alias = value(({ main }, given) => {
  main.aliases.push(given);
});
const label = value(({ spec }, given, flag) => {
  if (given === '' || given.startsWith('='))
    throw new SpecError('flag-value', { flag, value: given, allowed: 'name=value' });
  spec.labels.push(pair(given));
});
const clientValue = value(({ ofClient }, _, flag) => {
  ofClient.push(flag);
});
const unsupported: RunFlag = { takes: 'unsupported' };

/** Every flag of `docker run` and `docker create`, by its long name. */
export const runFlags: ReadonlyMap<string, RunFlag> = new Map<string, RunFlag>(
  Object.entries({
    'add-host': extraHost,
    annotation: pairs('annotations'),
    attach: clientValue,
    'blkio-weight': limit('blkioWeight', whole),
    'blkio-weight-device': unsupported,
    'cap-add': items('capAdd'),
    'cap-drop': items('capDrop'),
    'cgroup-parent': text('cgroupParent'),
    cgroupns: text('cgroupnsMode'),
    cidfile: clientValue,
    'cpu-count': unsupported,
    'cpu-percent': unsupported,
    'cpu-period': limit('cpuPeriod', whole),
    'cpu-quota': limit('cpuQuota', whole),
    'cpu-rt-period': unsupported,
    'cpu-rt-runtime': unsupported,
    'cpu-shares': limit('cpuShares', whole),
    cpus: limit('cpus', decimal),
    'cpuset-cpus': value(({ spec }, given) => {
      spec.limits.cpusetCpus = given;
    }),
    'cpuset-mems': value(({ spec }, given) => {
      spec.limits.cpusetMems = given;
    }),
    detach: forTerminal,
    'detach-keys': clientValue,
    device,
    'device-cgroup-rule': items('deviceCgroupRules'),
    'device-read-bps': unsupported,
    'device-read-iops': unsupported,
    'device-write-bps': unsupported,
    'device-write-iops': unsupported,
    'disable-content-trust': forTerminal,
    dns: items('dns'),
    'dns-opt': items('dnsOptions'),
    'dns-option': items('dnsOptions'),
    'dns-search': items('dnsSearch'),
    domainname: text('domainname'),
    entrypoint: value(({ spec }, given) => {
      spec.entrypoint = given === '' ? [] : [given];
    }),
    env,
    'env-file': value(({ envFiles }, given) => {
      envFiles.push(given);
    }),
    expose: value(({ spec }, given) => {
      spec.expose.push(...parseExpose(given));
    }),
    gpus: text('gpus'),
    'group-add': items('groups'),
    'health-cmd': health((check, given) => {
      check.test = given === '' ? [] : ['CMD-SHELL', given];
    }),
    'health-interval': health((check, given) => {
      check.intervalMs = parseDuration(given);
    }),
    'health-retries': health((check, given, flag) => {
      check.retries = whole(given, flag);
    }),
    'health-start-interval': health((check, given) => {
      check.startIntervalMs = parseDuration(given);
    }),
    'health-start-period': health((check, given) => {
      check.startPeriodMs = parseDuration(given);
    }),
    'health-timeout': health((check, given) => {
      check.timeoutMs = parseDuration(given);
    }),
    hostname: text('hostname'),
    init: on('init'),
    interactive: on('interactive'),
    'io-maxbandwidth': unsupported,
    'io-maxiops': unsupported,
    ip: value(({ main }, given) => {
      main.ipv4 = given;
    }),
    ip6: value(({ main }, given) => {
      main.ipv6 = given;
    }),
    ipc: text('ipcMode'),
    isolation: unsupported,
    'kernel-memory': unsupported,
    label,
    'label-file': value(({ labelFiles }, given) => {
      labelFiles.push(given);
    }),
    link: items('links'),
    'link-local-ip': value(({ main }, given) => {
      main.linkLocalIps.push(given);
    }),
    'log-driver': text('logDriver'),
    'log-opt': pairs('logOptions'),
    'mac-address': value(({ main }, given) => {
      main.macAddress = given;
    }),
    memory: limit('memoryBytes', size),
    'memory-reservation': limit('memoryReservationBytes', size),
    'memory-swap': limit('memorySwapBytes', sizeOrAll),
    'memory-swappiness': limit('memorySwappiness', whole),
    mount: value(({ spec }, given) => {
      spec.mounts.push(parseMountFlag(given));
    }),
    name: text('name'),
    net: network,
    'net-alias': alias,
    network,
    'network-alias': alias,
    'no-healthcheck': {
      takes: 'nothing',
      set: ({ spec }, is) => {
        spec.health.disabled = is;
      },
    },
    'oom-kill-disable': {
      takes: 'nothing',
      set: ({ spec }, is) => {
        spec.limits.oomKillDisable = is;
      },
    },
    'oom-score-adj': limit('oomScoreAdj', whole),
    pid: text('pidMode'),
    'pids-limit': limit('pids', whole),
    platform: text('platform'),
    privileged: on('privileged'),
    publish: value(({ spec }, given) => {
      spec.ports.push(...parsePorts(given));
    }),
    'publish-all': on('publishAll'),
    pull,
    quiet: forTerminal,
    'read-only': on('readOnlyRoot'),
    restart,
    rm: on('autoRemove'),
    runtime: text('runtime'),
    'security-opt': items('securityOptions'),
    'shm-size': limit('shmBytes', size),
    'sig-proxy': forTerminal,
    'stop-signal': text('stopSignal'),
    'stop-timeout': value(({ spec }, given, flag) => {
      spec.stopTimeoutSeconds = whole(given, flag);
    }),
    'storage-opt': storage,
    sysctl: pairs('sysctls'),
    tmpfs: value(({ spec }, given) => {
      spec.mounts.push(parseTmpfsFlag(given));
    }),
    tty: on('tty'),
    ulimit,
    'use-api-socket': unsupported,
    user: text('user'),
    userns: text('usernsMode'),
    uts: text('utsMode'),
    volume,
    'volume-driver': value((draft, given) => {
      draft.volumeDriver = given;
    }),
    'volumes-from': items('volumesFrom'),
    workdir: text('workdir'),
  } satisfies Record<string, RunFlag>),
);

export const shortFlags: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'attach',
    c: 'cpu-shares',
    d: 'detach',
    e: 'env',
    h: 'hostname',
    i: 'interactive',
    l: 'label',
    m: 'memory',
    p: 'publish',
    P: 'publish-all',
    q: 'quiet',
    t: 'tty',
    u: 'user',
    v: 'volume',
    w: 'workdir',
  }),
);
