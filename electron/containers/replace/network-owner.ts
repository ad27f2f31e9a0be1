import { fail } from '../../../shared/contract/failure.ts';
import type { PlanItem } from '../../../shared/contract/plans.ts';
import { type RawRecord, record, text, textMap, texts } from '../../engine/raw/fields.ts';
import { type Endpoints, endpointsOf } from './networks.ts';
import { nameOf, type Subject } from './subject.ts';

/** Names the container whose network a pause container owns. */
export const ownerLabel = 'io.slipway.network-of';

/** What of a container's settings is about its network, and belongs to whoever owns that. */
const ofConfig = ['Hostname', 'Domainname', 'ExposedPorts', 'MacAddress'] as const;
const ofHost = [
  'PortBindings',
  'Dns',
  'DnsOptions',
  'DnsSearch',
  'ExtraHosts',
  'PublishAllPorts',
  'Links',
] as const;

export const ownerNameOf = (name: string): string => `${name}-network`;

/** @throws unsupported `pause-docker`, conflict `pause-no-network` where it has no network of its own */
export function mayHaveOwner({ kind, container }: Pick<Subject, 'kind' | 'container'>): void {
  const name = nameOf(container);
  if (kind === 'podman') throw fail('unsupported', 'pause-docker', { name });
  const mode = text(record(container.HostConfig).NetworkMode);
  if (/^(?:host|none|container:)/.test(mode) || record(container.Config).NetworkDisabled === true)
    throw fail('conflict', 'pause-no-network', { name, mode });
}

/** The settings of a container that uses the network of another. */
export function inNetworkOf(
  owner: string,
  config: RawRecord,
  host: RawRecord,
): { config: RawRecord; host: RawRecord } {
  const without = (from: RawRecord, keys: readonly string[]): RawRecord =>
    Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key)));
  return {
    config: without(config, ofConfig),
    host: { ...without(host, ofHost), NetworkMode: `container:${owner}`, Sysctls: sysctls(host, false) },
  };
}

const isOfNetwork = (key: string): boolean => key.startsWith('net.');

function sysctls(host: RawRecord, ofNetwork: boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(textMap(host.Sysctls)).filter(([key]) => isOfNetwork(key) === ofNetwork),
  );
}

/** The request that makes the pause container: it has the networks, addresses, ports and names of the other. */
export function ownerBody(subject: Subject, image: string): { body: RawRecord; networks: Endpoints } {
  const { container } = subject;
  const [config, host, name] = [record(container.Config), record(container.HostConfig), nameOf(container)];
  const networks = endpointsOf(subject);
  // Others reach it by the name of the container; the default network has no names.
  const named = (endpoints: Endpoints['atCreation']): Endpoints['atCreation'] =>
    Object.fromEntries(
      Object.entries(endpoints).map(([network, endpoint]) => [
        network,
        network === 'bridge'
          ? endpoint
          : { ...endpoint, Aliases: [...new Set([name, ...texts(endpoint.Aliases)])] },
      ]),
    );
  const whole = {
    ...networks,
    atCreation: named(networks.atCreation),
    afterwards: named(networks.afterwards),
  };
  const hostname = text(config.Hostname);
  const only = (from: RawRecord, keys: readonly string[]): RawRecord =>
    Object.fromEntries(Object.entries(from).filter(([key, value]) => keys.includes(key) && value !== null));
  return {
    networks: whole,
    body: {
      ...only(config, ['Domainname', 'ExposedPorts']),
      ...(text(container.Id).startsWith(hostname) ? {} : { Hostname: hostname }),
      Image: image,
      Entrypoint: ['/pause'],
      // The first process of a container ignores any other signal that it does not ask for.
      StopSignal: 'SIGKILL',
      Labels: { [ownerLabel]: name },
      HostConfig: {
        ...only(host, ofHost),
        Sysctls: sysctls(host, true),
        RestartPolicy: host.RestartPolicy,
        NetworkMode: networks.networkMode,
      },
      NetworkingConfig: { EndpointsConfig: whole.atCreation },
    },
  };
}

/** The item of a plan that stands for it. */
export function ownerItem(name: string): PlanItem {
  return {
    kind: 'container',
    id: `new:${ownerNameOf(name)}`,
    name: ownerNameOf(name),
    reason: `Waits, and owns the network of ${name}: its addresses, ports and names.`,
    reasonKey: 'pause-network',
    bytes: null,
    action: 'create',
  };
}
