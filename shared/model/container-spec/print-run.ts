import type { ContainerSpec } from '../../contract/container-spec.ts';
import { printMount } from './mounts.ts';
import { printNetwork } from './network-flag.ts';
import { printPort } from './ports.ts';
import { printDuration, printSize } from './quantities.ts';
import { quoteWord } from './shell-words.ts';

/** A flag as the docker CLI takes it; a switch has no value. */
export type Flag = [flag: string, value?: string];

const each = (flag: string, values: readonly string[]): Flag[] => values.map((value) => [flag, value]);
const pairs = (flag: string, list: readonly { name: string; value: string }[]): Flag[] =>
  list.map(({ name, value }) => [flag, `${name}=${value}`]);
const told = (flag: string, value: string): Flag[] => (value === '' ? [] : [[flag, value]]);
const figure = (flag: string, value: number | null, print: (value: number) => string = String): Flag[] =>
  value === null ? [] : [[flag, print(value)]];
const when = (flag: string, is: boolean): Flag[] => (is ? [[flag]] : []);

/** A `docker run` line (in the background) or `docker create` line for a container like this, quoted for a POSIX shell. */
export function printRun(spec: ContainerSpec, verb: 'run' | 'create' = 'run'): string {
  const words = [
    'docker',
    verb,
    ...(verb === 'run' ? ['-d'] : []),
    ...flagsOf(spec).flatMap(([flag, value]) => (value === undefined ? [flag] : [flag, value])),
    spec.image,
    ...argumentsOf(spec),
  ];
  return words.map(quoteWord).join(' ');
}

/** What follows the image. A flag takes one word: the rest of an entrypoint stands before the command. */
export function argumentsOf(spec: ContainerSpec): string[] {
  return [...(spec.entrypoint ?? []).slice(1), ...spec.command];
}

/** Every flag that says something beyond the defaults. */
export function flagsOf(spec: ContainerSpec): Flag[] {
  return [
    ...told('--name', spec.name),
    ...when('-i', spec.interactive),
    ...when('-t', spec.tty),
    ...when('--rm', spec.autoRemove),
    ...when('--init', spec.init),
    ...restartFlag(spec.restart),
    ...told('--platform', spec.platform),
    ...spec.ports.map((port): Flag => ['-p', printPort(port)]),
    ...when('-P', spec.publishAll),
    ...spec.expose.map(
      ({ port, protocol }): Flag => ['--expose', protocol === 'tcp' ? `${port}` : `${port}/${protocol}`],
    ),
    ...pairs('-e', spec.env),
    ...spec.mounts.map(printMount),
    ...each('--volumes-from', spec.volumesFrom),
    ...spec.networks.map((network): Flag => ['--network', printNetwork(network)]),
    ...each('--link', spec.links),
    ...identityFlags(spec),
    ...limitFlags(spec.limits),
    ...healthFlags(spec.health),
    ...securityFlags(spec),
    ...told('--stop-signal', spec.stopSignal),
    ...figure('--stop-timeout', spec.stopTimeoutSeconds),
    ...figure('--storage-opt', spec.storageSizeBytes, (bytes) => `size=${printSize(bytes)}`),
    ...told('--log-driver', spec.logDriver),
    ...pairs('--log-opt', spec.logOptions),
    ...pairs('--label', spec.labels),
    ...pairs('--annotation', spec.annotations),
    ...(spec.entrypoint === null ? [] : [['--entrypoint', spec.entrypoint[0] ?? ''] as Flag]),
  ];
}

function restartFlag({ policy, maxRetries }: ContainerSpec['restart']): Flag[] {
  if (policy === 'no') return [];
  return [['--restart', maxRetries > 0 ? `${policy}:${maxRetries}` : policy]];
}

function identityFlags(spec: ContainerSpec): Flag[] {
  return [
    ...told('-u', spec.user),
    ...each('--group-add', spec.groups),
    ...told('-w', spec.workdir),
    ...told('-h', spec.hostname),
    ...told('--domainname', spec.domainname),
    ...each('--dns', spec.dns),
    ...each('--dns-search', spec.dnsSearch),
    ...each('--dns-option', spec.dnsOptions),
    ...spec.extraHosts.map(({ name, value }): Flag => ['--add-host', `${name}:${value}`]),
  ];
}

function limitFlags(limits: ContainerSpec['limits']): Flag[] {
  const size = (bytes: number) => (bytes < 0 ? String(bytes) : printSize(bytes));
  return [
    ...figure('-m', limits.memoryBytes, size),
    ...figure('--memory-swap', limits.memorySwapBytes, size),
    ...figure('--memory-reservation', limits.memoryReservationBytes, size),
    ...figure('--memory-swappiness', limits.memorySwappiness),
    ...when('--oom-kill-disable', limits.oomKillDisable),
    ...figure('--oom-score-adj', limits.oomScoreAdj),
    ...figure('--cpus', limits.cpus, decimal),
    ...figure('--cpu-shares', limits.cpuShares),
    ...figure('--cpu-period', limits.cpuPeriod),
    ...figure('--cpu-quota', limits.cpuQuota),
    ...told('--cpuset-cpus', limits.cpusetCpus),
    ...told('--cpuset-mems', limits.cpusetMems),
    ...figure('--pids-limit', limits.pids),
    ...figure('--shm-size', limits.shmBytes, size),
    ...figure('--blkio-weight', limits.blkioWeight),
  ];
}

/** Never with an exponent. */
function decimal(value: number): string {
  return value.toFixed(9).replace(/\.?0+$/, '');
}

function healthFlags(health: ContainerSpec['health']): Flag[] {
  if (health.disabled) return [['--no-healthcheck']];
  const [kind, ...test] = health.test;
  const line = kind === 'CMD-SHELL' ? test.join(' ') : test.map(quoteWord).join(' ');
  return [
    ...told('--health-cmd', line),
    ...figure('--health-interval', health.intervalMs, printDuration),
    ...figure('--health-timeout', health.timeoutMs, printDuration),
    ...figure('--health-retries', health.retries),
    ...figure('--health-start-period', health.startPeriodMs, printDuration),
    ...figure('--health-start-interval', health.startIntervalMs, printDuration),
  ];
}

function securityFlags(spec: ContainerSpec): Flag[] {
  return [
    ...when('--privileged', spec.privileged),
    ...when('--read-only', spec.readOnlyRoot),
    ...each('--cap-add', spec.capAdd),
    ...each('--cap-drop', spec.capDrop),
    ...each('--security-opt', spec.securityOptions),
    ...spec.devices.map(({ host, container, permissions }): Flag => {
      const plain = host === container && permissions === 'rwm';
      return ['--device', plain ? host : `${host}:${container}:${permissions}`];
    }),
    ...each('--device-cgroup-rule', spec.deviceCgroupRules),
    ...told('--gpus', spec.gpus),
    ...spec.ulimits.map(({ name, soft, hard }): Flag => ['--ulimit', `${name}=${soft}:${hard}`]),
    ...pairs('--sysctl', spec.sysctls),
    ...told('--pid', spec.pidMode),
    ...told('--ipc', spec.ipcMode),
    ...told('--uts', spec.utsMode),
    ...told('--userns', spec.usernsMode),
    ...told('--cgroupns', spec.cgroupnsMode),
    ...told('--cgroup-parent', spec.cgroupParent),
    ...told('--runtime', spec.runtime),
  ];
}
