import type { ContainerSpec, SpecProblem } from '../../contract/container-spec.ts';
import { isContainerName } from '../names.ts';
import { isSpecialNetwork } from './create-body.ts';
import { isVolumeName } from './mounts.ts';
import { isIpAddress, isIpv4, isIpv6, isPort } from './ports.ts';
import { problem } from './problem.ts';

/** What is wrong with a spec whatever the engine: fields in the order of the form. Empty where nothing is. */
export function problemsOf(spec: ContainerSpec): SpecProblem[] {
  return [
    ...imageProblems(spec),
    ...(spec.name === '' || isContainerName(spec.name)
      ? []
      : [problem('error', 'name', 'name-malformed', { name: spec.name })]),
    ...spec.env.flatMap((entry, at) =>
      entry.name === '' || /[=\0]/.test(entry.name)
        ? [problem('error', `env.${at}`, 'env-name-malformed', { name: entry.name })]
        : [],
    ),
    ...spec.labels.flatMap(({ name }, at) =>
      name === '' ? [problem('error', `labels.${at}`, 'label-nameless')] : [],
    ),
    ...portProblems(spec),
    ...mountProblems(spec),
    ...networkProblems(spec),
    ...limitProblems(spec),
    ...healthProblems(spec),
    ...otherProblems(spec),
  ];
}

/** A reference as `distribution/reference` has it, loosely; an id too. */
function imageProblems({ image }: ContainerSpec): SpecProblem[] {
  if (image.trim() === '') return [problem('error', 'image', 'image-needed')];
  const path = /^[^:@]+(?::\d+(?=\/))?[^:@]*(?::[\w][\w.-]{0,127})?(?:@[A-Za-z][\w+.-]*:[0-9a-fA-F]{32,})?$/;
  const id = /^sha256:[0-9a-f]{12,64}$/;
  const [repository = ''] = (image.split('/').at(-1) ?? '').split(/[:@]/);
  const readable = path.test(image) && repository === repository.toLowerCase() && /^[\w.:/@+-]+$/.test(image);
  return id.test(image) || (readable && /^[a-z0-9]/.test(repository) && !image.startsWith('-'))
    ? []
    : [problem('error', 'image', 'image-malformed', { image })];
}

function portProblems(spec: ContainerSpec): SpecProblem[] {
  const found: SpecProblem[] = [];
  const taken = new Set<string>();
  spec.ports.forEach((port, at) => {
    const field = `ports.${at}`;
    const numbers = [port.containerPort, port.hostPort, port.hostPortEnd].filter((number) => number !== null);
    const impossible = numbers.find((number) => !isPort(number));
    if (impossible !== undefined)
      found.push(problem('error', field, 'port-impossible', { port: String(impossible) }));
    if (port.hostIp !== '' && !isIpAddress(port.hostIp))
      found.push(problem('error', field, 'address-malformed-ip', { address: port.hostIp }));
    if (port.hostPort === null || port.hostPortEnd !== null) return;
    const key = `${port.hostIp}|${port.hostPort}/${port.protocol}`;
    if (taken.has(key)) found.push(problem('error', field, 'port-twice', { port: String(port.hostPort) }));
    taken.add(key);
  });
  spec.expose.forEach(({ port }, at) => {
    if (!isPort(port))
      found.push(problem('error', `expose.${at}`, 'port-impossible', { port: String(port) }));
  });
  const [main] = spec.networks;
  const shares = main?.name === 'host' || main?.name.startsWith('container:');
  if (shares && (spec.ports.length > 0 || spec.publishAll))
    found.push(problem('warning', 'ports', 'ports-without-use', { network: main?.name ?? '' }));
  return found;
}

const isAbsolute = (path: string) => /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path);

function mountProblems(spec: ContainerSpec): SpecProblem[] {
  const found: SpecProblem[] = [];
  const targets = new Set<string>();
  spec.mounts.forEach((mount, at) => {
    const field = `mounts.${at}`;
    const target = mount.target.replace(/(?<=.)\/+$/, '');
    if (!isAbsolute(mount.target) || target === '/')
      found.push(problem('error', field, 'mount-target-relative', { target: mount.target }));
    else if (targets.has(target)) found.push(problem('error', field, 'mount-target-twice', { target }));
    targets.add(target);
    if (mount.type === 'bind' && !isAbsolute(mount.source))
      found.push(problem('error', field, 'mount-source-relative', { source: mount.source }));
    else if (mount.type === 'bind' && mount.createSource)
      found.push(problem('note', field, 'mount-source-made', { source: mount.source }));
    if (mount.type === 'volume' && mount.source !== '' && !isVolumeName(mount.source))
      found.push(problem('error', field, 'volume-name-malformed', { name: mount.source }));
    if (mount.type === 'tmpfs' && mount.sizeBytes !== null && mount.sizeBytes <= 0)
      found.push(problem('error', field, 'figure-too-small', { value: String(mount.sizeBytes), least: '1' }));
  });
  return found;
}

function networkProblems(spec: ContainerSpec): SpecProblem[] {
  const found: SpecProblem[] = [];
  const names = new Set<string>();
  spec.networks.forEach((network, at) => {
    const field = `networks.${at}`;
    const { name, ipv4, ipv6, linkLocalIps } = network;
    if (name === '' || name === 'container:')
      found.push(problem('error', field, 'network-malformed', { value: name }));
    else if (names.has(name)) found.push(problem('error', field, 'network-twice', { name }));
    else if (isSpecialNetwork(name) && spec.networks.length > 1)
      found.push(problem('error', field, 'network-not-with-others', { name }));
    names.add(name);
    const wrong = [
      ipv4 !== '' && !isIpv4(ipv4) ? ipv4 : '',
      ipv6 !== '' && !isIpv6(ipv6) ? ipv6 : '',
      linkLocalIps.find((ip) => !isIpAddress(ip)) ?? '',
    ].find((address) => address !== '');
    if (wrong !== undefined) found.push(problem('error', field, 'address-malformed-ip', { address: wrong }));
    const special = isSpecialNetwork(name) || name === 'bridge';
    if (special && (network.aliases.length > 0 || ipv4 !== '' || ipv6 !== ''))
      found.push(problem('error', field, 'network-without-settings', { name }));
  });
  return found;
}

const leastMemoryBytes = 6 * 1024 * 1024;

function limitProblems({ limits }: ContainerSpec): SpecProblem[] {
  const found: SpecProblem[] = [];
  const least = (key: keyof ContainerSpec['limits'], minimum: number, shown = String(minimum)) => {
    const value = limits[key];
    if (typeof value === 'number' && (value < minimum || !Number.isFinite(value)))
      found.push(
        problem('error', `limits.${key}`, 'figure-too-small', { value: String(value), least: shown }),
      );
  };
  const between = (key: keyof ContainerSpec['limits'], from: number, to: number) => {
    const value = limits[key];
    if (typeof value === 'number' && (value < from || value > to))
      found.push(
        problem('error', `limits.${key}`, 'figure-out-of-range', {
          value: String(value),
          from: String(from),
          to: String(to),
        }),
      );
  };
  least('memoryBytes', leastMemoryBytes, '6m');
  least('memorySwapBytes', -1);
  least('memoryReservationBytes', 1);
  least('cpus', 0.01);
  least('pids', -1);
  least('shmBytes', 1);
  between('memorySwappiness', 0, 100);
  between('oomScoreAdj', -1000, 1000);
  if (limits.blkioWeight !== 0) between('blkioWeight', 10, 1000);
  const { memoryBytes, memorySwapBytes } = limits;
  if (
    memorySwapBytes !== null &&
    memorySwapBytes > 0 &&
    (memoryBytes === null || memorySwapBytes < memoryBytes)
  )
    found.push(
      problem(
        'error',
        'limits.memorySwapBytes',
        memoryBytes === null ? 'swap-without-memory' : 'swap-below-memory',
      ),
    );
  return found;
}

function healthProblems({ health }: ContainerSpec): SpecProblem[] {
  const found: SpecProblem[] = [];
  if (health.disabled) return [];
  for (const key of ['intervalMs', 'timeoutMs', 'startPeriodMs', 'startIntervalMs'] as const) {
    const value = health[key];
    if (value !== null && value < (key === 'startPeriodMs' ? 0 : 1))
      found.push(
        problem('error', `health.${key}`, 'figure-too-small', { value: `${value}ms`, least: '1ms' }),
      );
  }
  if (health.retries !== null && health.retries < 0)
    found.push(
      problem('error', 'health.retries', 'figure-too-small', { value: String(health.retries), least: '0' }),
    );
  return found;
}

function otherProblems(spec: ContainerSpec): SpecProblem[] {
  const found: SpecProblem[] = [];
  if (spec.autoRemove && spec.restart.policy !== 'no')
    found.push(problem('error', 'autoRemove', 'remove-or-restart'));
  if (spec.restart.maxRetries < 0 || !Number.isInteger(spec.restart.maxRetries))
    found.push(
      problem('error', 'restart', 'figure-too-small', { value: String(spec.restart.maxRetries), least: '0' }),
    );
  spec.dns.forEach((address, at) => {
    if (!isIpAddress(address)) found.push(problem('error', `dns.${at}`, 'address-malformed-ip', { address }));
  });
  spec.extraHosts.forEach(({ name, value }, at) => {
    const bare = /^\[(.*)\]$/.exec(value)?.[1] ?? value;
    if (name === '' || (value !== 'host-gateway' && !isIpAddress(bare)))
      found.push(problem('error', `extraHosts.${at}`, 'address-malformed-ip', { address: value }));
  });
  if (spec.workdir !== '' && !isAbsolute(spec.workdir))
    found.push(problem('error', 'workdir', 'mount-target-relative', { target: spec.workdir }));
  if (spec.stopSignal !== '' && !/^(?:(?:SIG)?[A-Z][A-Z0-9+-]*|[1-9]\d?)$/i.test(spec.stopSignal))
    found.push(problem('error', 'stopSignal', 'signal-malformed', { value: spec.stopSignal }));
  if (spec.hostname !== '' && !/^(?!-)[a-zA-Z0-9_.-]{1,255}$/.test(spec.hostname))
    found.push(problem('error', 'hostname', 'hostname-malformed', { value: spec.hostname }));
  return found;
}
