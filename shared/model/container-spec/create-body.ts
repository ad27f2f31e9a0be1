import type { ContainerSpec, NameValue, NetworkSpec } from '../../contract/container-spec.ts';
import { hostConfigOf } from './host-config.ts';
import { mountsOf } from './mounts-body.ts';
import type { Raw } from './raw.ts';

/** Fields of an existing container that a spec has no word for; they are handed on as they are. */
export interface SpecRest {
  config: Raw;
  hostConfig: Raw;
}

/** How a container is asked of the engine. */
export interface CreateRequest {
  /** `name` and `platform` of the query, where they are told. */
  query: { name?: string; platform?: string };
  /** Body of POST /containers/create. */
  body: Record<string, unknown>;
  /** Networks that this API joins only afterwards (POST /networks/{name}/connect with this EndpointConfig). */
  connectAfter: { network: string; endpoint: Record<string, unknown> }[];
}

/** Whether an API version such as `1.44` is at least this one. */
function apiAtLeast(api: string, major: number, minor: number): boolean {
  const [left = 0, right = 0] = api.split('.').map(Number);
  return left > major || (left === major && right >= minor);
}

export function toMap(pairs: readonly NameValue[]): Record<string, string> {
  return Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
}

/** The special networks, which take no settings of an endpoint. */
export function isSpecialNetwork(name: string): boolean {
  return name === 'host' || name === 'none' || name === 'default' || name.startsWith('container:');
}

/** What is asked of an engine of this API version for a container like this. */
export function specToCreateBody(
  spec: ContainerSpec,
  options: { apiVersion: string; rest?: SpecRest },
): CreateRequest {
  const several = apiAtLeast(options.apiVersion, 1, 44);
  const [first, ...others] = spec.networks;
  const mounts = mountsOf(spec.mounts, apiAtLeast(options.apiVersion, 1, 25));
  const endpoints = (first === undefined ? [] : [first, ...(several ? others : [])]).filter(
    ({ name }) => !isSpecialNetwork(name),
  );
  const mac = first?.macAddress ?? '';
  return {
    query: {
      ...(spec.name === '' ? {} : { name: spec.name }),
      ...(spec.platform === '' || !apiAtLeast(options.apiVersion, 1, 41) ? {} : { platform: spec.platform }),
    },
    body: {
      ...configOf(spec),
      ...(mac === '' || several ? {} : { MacAddress: mac }),
      ...(Object.keys(mounts.volumes).length === 0 ? {} : { Volumes: mounts.volumes }),
      ...options.rest?.config,
      HostConfig: {
        ...hostConfigOf(spec),
        NetworkMode: first?.name ?? 'default',
        ...mounts.hostConfig,
        ...options.rest?.hostConfig,
      },
      NetworkingConfig: {
        EndpointsConfig: Object.fromEntries(
          endpoints.map((network) => [network.name, endpointOf(network, several)]),
        ),
      },
    },
    connectAfter: several
      ? []
      : others.map((network) => ({ network: network.name, endpoint: endpointOf(network, false) })),
  };
}

function endpointOf(network: NetworkSpec, withMac: boolean): Record<string, unknown> {
  const { ipv4, ipv6, linkLocalIps } = network;
  return {
    ...(ipv4 === '' && ipv6 === '' && linkLocalIps.length === 0
      ? {}
      : {
          IPAMConfig: {
            ...(ipv4 === '' ? {} : { IPv4Address: ipv4 }),
            ...(ipv6 === '' ? {} : { IPv6Address: ipv6 }),
            ...(linkLocalIps.length === 0 ? {} : { LinkLocalIPs: linkLocalIps }),
          },
        }),
    ...(network.aliases.length === 0 ? {} : { Aliases: network.aliases }),
    ...(withMac && network.macAddress !== '' ? { MacAddress: network.macAddress } : {}),
    ...(network.driverOptions.length === 0 ? {} : { DriverOpts: toMap(network.driverOptions) }),
  };
}

function configOf(spec: ContainerSpec): Record<string, unknown> {
  const exposed = [
    ...spec.expose.map(({ port, protocol }) => `${port}/${protocol}`),
    ...spec.ports.map(({ containerPort, protocol }) => `${containerPort}/${protocol}`),
  ];
  return {
    Image: spec.image,
    ...(spec.command.length === 0 ? {} : { Cmd: spec.command }),
    // The engine takes a list of one empty text as "none", as the docker CLI does.
    ...(spec.entrypoint === null
      ? {}
      : { Entrypoint: spec.entrypoint.length === 0 ? [''] : spec.entrypoint }),
    ...(spec.env.length === 0 ? {} : { Env: spec.env.map(({ name, value }) => `${name}=${value}`) }),
    ...(spec.labels.length === 0 ? {} : { Labels: toMap(spec.labels) }),
    ...(exposed.length === 0 ? {} : { ExposedPorts: Object.fromEntries(exposed.map((key) => [key, {}])) }),
    ...told({
      User: spec.user,
      WorkingDir: spec.workdir,
      Hostname: spec.hostname,
      Domainname: spec.domainname,
      StopSignal: spec.stopSignal,
    }),
    ...(spec.stopTimeoutSeconds === null ? {} : { StopTimeout: spec.stopTimeoutSeconds }),
    ...healthOf(spec.health),
    Tty: spec.tty,
    OpenStdin: spec.interactive,
  };
}

/** Only the texts that say something. */
function told(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

const nanosecondsOf = (ms: number) => ms * 1_000_000;

function healthOf(health: ContainerSpec['health']): Record<string, unknown> {
  if (health.disabled) return { Healthcheck: { Test: ['NONE'] } };
  const check = {
    ...(health.test.length === 0 ? {} : { Test: health.test }),
    ...(health.intervalMs === null ? {} : { Interval: nanosecondsOf(health.intervalMs) }),
    ...(health.timeoutMs === null ? {} : { Timeout: nanosecondsOf(health.timeoutMs) }),
    ...(health.retries === null ? {} : { Retries: health.retries }),
    ...(health.startPeriodMs === null ? {} : { StartPeriod: nanosecondsOf(health.startPeriodMs) }),
    ...(health.startIntervalMs === null ? {} : { StartInterval: nanosecondsOf(health.startIntervalMs) }),
  };
  return Object.keys(check).length === 0 ? {} : { Healthcheck: check };
}
