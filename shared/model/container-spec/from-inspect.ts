import type { ContainerSpec, ExposedPort, NameValue, PortSpec } from '../../contract/container-spec.ts';
import type { SpecRest } from './create-body.ts';
import { emptySpec } from './empty.ts';
import { hostFieldsOf, hostRestOf } from './host-from-inspect.ts';
import { mountsFrom } from './mounts-from-inspect.ts';
import { networksFrom } from './networks-from-inspect.ts';
import { isBlank, type Raw, rawFigure, rawList, rawNumber, rawRecord, rawText, rawTexts } from './raw.ts';

export interface FromInspectOptions {
  /** `Config` of the image it was made from: what came from there is left out. */
  image?: Raw;
  /** What the engine fills in where nothing was said. */
  defaults?: { logDriver?: string; runtime?: string };
  /** `as-new`: volumes without a name stay so; `by-name`: they are named, so that a new container gets the same. */
  anonymousVolumes?: 'as-new' | 'by-name';
}

/** An existing container as a spec, and what a spec has no word for. */
export interface InspectedSpec {
  spec: ContainerSpec;
  rest: SpecRest;
}

/** A container as somebody could have asked for it, out of the engine's inspect JSON. */
export function specFromInspect(inspected: Raw, options: FromInspectOptions = {}): InspectedSpec {
  const config = rawRecord(inspected.Config);
  const host = rawRecord(inspected.HostConfig);
  const image = options.image ?? {};
  const networks = networksFrom(inspected);
  const ownName = networks.some(({ name }) => name === 'host' || name.startsWith('container:'));
  const hostname = rawText(config.Hostname);
  const podman = rawTexts(config.Env).some((entry) => entry === 'container=podman');
  const spec: ContainerSpec = {
    ...emptySpec(rawText(config.Image)),
    name: rawText(inspected.Name).replace(/^\//, ''),
    ...commandOf(config, image),
    env: environment(config, image, podman),
    labels: labelsBeyond(config.Labels, image.Labels),
    ports: portsFrom(host.PortBindings),
    expose: exposedBeyond(config, image, host),
    mounts: mountsFrom(inspected, image, options.anonymousVolumes ?? 'as-new'),
    networks,
    ...hostFieldsOf(host, options.defaults ?? {}),
    health: healthFrom(config.Healthcheck, image.Healthcheck),
    user: beyond(config.User, image.User),
    workdir: podman && rawText(config.WorkingDir) === '/' ? '' : beyond(config.WorkingDir, image.WorkingDir),
    // The engine names a host after the id where no name was given.
    hostname: ownName || rawText(inspected.Id).startsWith(hostname) ? '' : hostname,
    domainname: rawText(config.Domainname),
    tty: config.Tty === true,
    interactive: config.OpenStdin === true,
    stopSignal: stopSignalFrom(config.StopSignal, image.StopSignal),
    stopTimeoutSeconds:
      typeof config.StopTimeout === 'number' && !(podman && config.StopTimeout === 10)
        ? config.StopTimeout
        : null,
  };
  return { spec, rest: { config: configRest(config), hostConfig: hostRestOf(host) } };
}

const beyond = (own: unknown, image: unknown) => (rawText(own) === rawText(image) ? '' : rawText(own));

/** Command line or list: engines write an entrypoint of one word both ways. */
const words = (value: unknown) => (typeof value === 'string' && value !== '' ? [value] : rawTexts(value));
const same = (a: unknown, b: unknown) => JSON.stringify(words(a)) === JSON.stringify(words(b));

function commandOf(config: Raw, image: Raw): Pick<ContainerSpec, 'command' | 'entrypoint'> {
  const entrypoint = words(config.Entrypoint);
  const inherited = same(entrypoint, image.Entrypoint);
  return {
    entrypoint: inherited ? null : entrypoint.filter((word) => word !== ''),
    // With an entrypoint of its own the container gets nothing of the image's command.
    command: inherited && same(config.Cmd, image.Cmd) ? [] : words(config.Cmd),
  };
}

/** Podman writes down what it sets for every container. */
const podmanSets: ReadonlySet<string> = new Set(['container', 'HOME', 'HOSTNAME', 'PATH', 'TERM']);

function environment(config: Raw, image: Raw, podman: boolean): NameValue[] {
  const inherited = new Set(rawTexts(image.Env));
  return rawTexts(config.Env)
    .filter((entry) => !inherited.has(entry))
    .map((entry) => {
      const at = entry.indexOf('=');
      return at < 0 ? { name: entry, value: '' } : { name: entry.slice(0, at), value: entry.slice(at + 1) };
    })
    .filter(({ name }) => !(podman && podmanSets.has(name)));
}

function labelsBeyond(own: unknown, image: unknown): NameValue[] {
  const inherited = rawRecord(image);
  return Object.entries(rawRecord(own))
    .filter(([name, value]) => inherited[name] !== value)
    .map(([name, value]) => ({ name, value: rawText(value) }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function portKey(key: string): ExposedPort {
  const [port = '', protocol] = key.split('/');
  return { port: Number(port), protocol: protocol === 'udp' || protocol === 'sctp' ? protocol : 'tcp' };
}

function portsFrom(bindings: unknown): PortSpec[] {
  return Object.entries(rawRecord(bindings)).flatMap(([key, entries]) => {
    const { port, protocol } = portKey(key);
    return rawList(entries).map((entry) => {
      const { HostIp, HostPort } = rawRecord(entry);
      const [from = '', to] = rawText(HostPort).split('-');
      // Podman writes 0.0.0.0 where nothing was said.
      const hostIp = rawText(HostIp) === '0.0.0.0' ? '' : rawText(HostIp);
      return {
        hostIp,
        hostPort: from === '' || from === '0' ? null : Number(from),
        hostPortEnd: to === undefined || to === from ? null : Number(to),
        containerPort: port,
        protocol,
      };
    });
  });
}

function exposedBeyond(config: Raw, image: Raw, host: Raw): ExposedPort[] {
  const known = new Set([
    ...Object.keys(rawRecord(image.ExposedPorts)),
    ...Object.keys(rawRecord(host.PortBindings)),
  ]);
  return Object.keys(rawRecord(config.ExposedPorts))
    .filter((key) => !known.has(key))
    .map(portKey);
}

const msOf = (nanoseconds: unknown) => {
  const figure = rawFigure(nanoseconds);
  return figure === null ? null : Math.round(figure / 1_000_000);
};

function healthFrom(own: unknown, image: unknown): ContainerSpec['health'] {
  const check = rawRecord(own);
  const inherited = rawRecord(image);
  const test = rawTexts(check.Test);
  const beyondImage = (key: string) => (check[key] === inherited[key] ? null : check[key]);
  return {
    disabled: test[0] === 'NONE' && rawTexts(inherited.Test)[0] !== 'NONE',
    test: test[0] === 'NONE' || same(test, inherited.Test) ? [] : test,
    intervalMs: msOf(beyondImage('Interval')),
    timeoutMs: msOf(beyondImage('Timeout')),
    retries: rawFigure(beyondImage('Retries')),
    startPeriodMs: msOf(beyondImage('StartPeriod')),
    startIntervalMs: msOf(beyondImage('StartInterval')),
  };
}

/** SIGTERM is what engines fill in. */
function stopSignalFrom(own: unknown, image: unknown): string {
  const signal = typeof own === 'number' ? String(rawNumber(own)) : rawText(own);
  const plain = ['', '15', 'TERM', 'SIGTERM'];
  return signal === rawText(image) || (plain.includes(signal) && plain.includes(rawText(image)))
    ? ''
    : signal;
}

/** Fields of `Config` that a spec says, that come from the image, or that only concern who was attached. */
const knownConfig: ReadonlySet<string> = new Set([
  'Hostname',
  'Domainname',
  'User',
  'AttachStdin',
  'AttachStdout',
  'AttachStderr',
  'ExposedPorts',
  'Tty',
  'OpenStdin',
  'StdinOnce',
  'Env',
  'Cmd',
  'Healthcheck',
  'ArgsEscaped',
  'Image',
  'Volumes',
  'WorkingDir',
  'Entrypoint',
  'MacAddress',
  'OnBuild',
  'Labels',
  'StopSignal',
  'StopTimeout',
  // Of builds only.
  'Shell',
  // Podman's own.
  'CreateCommand',
  'Umask',
  'Timeout',
  'Passwd',
  'Annotations',
  'SystemdMode',
]);

function configRest(config: Raw): Raw {
  return Object.fromEntries(
    Object.entries(config).filter(([key, value]) => !knownConfig.has(key) && !isBlank(value)),
  );
}
