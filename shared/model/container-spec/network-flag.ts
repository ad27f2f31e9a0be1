import type { NetworkSpec } from '../../contract/container-spec.ts';
import { plainNetwork } from './empty.ts';
import { fieldsOf, printField } from './fields.ts';
import { pair } from './mounts.ts';
import { SpecError } from './spec-error.ts';

/**
 * A `--network` value: `shop`, `container:web`, or long: `name=shop,alias=db,ip=10.0.0.2`.
 * @throws SpecError `network-malformed`
 */
export function networkFrom(value: string): NetworkSpec {
  if (!value.includes('=')) {
    if (value === '') throw new SpecError('network-malformed', { value });
    return plainNetwork(value);
  }
  const network = plainNetwork('');
  for (const [key, field] of fieldsOf(value)) {
    if (key === 'name') network.name = field;
    else if (key === 'alias') network.aliases.push(field);
    else if (key === 'ip') network.ipv4 = field;
    else if (key === 'ip6') network.ipv6 = field;
    else if (key === 'link-local-ip') network.linkLocalIps.push(field);
    else if (key === 'mac-address') network.macAddress = field;
    else if (key === 'driver-opt') network.driverOptions.push(pair(field));
    else throw new SpecError('network-malformed', { value });
  }
  if (network.name === '') throw new SpecError('network-malformed', { value });
  return network;
}

/** Adds what was said of the main network without naming it; the engine's default is meant where none is named. */
export function withMainNetwork(networks: readonly NetworkSpec[], main: NetworkSpec): NetworkSpec[] {
  const said = [main.aliases, main.ipv4, main.ipv6, main.linkLocalIps, main.macAddress];
  if (said.every(({ length }) => length === 0)) return [...networks];
  const [first = plainNetwork('bridge'), ...others] = networks;
  const joined = {
    ...first,
    aliases: [...first.aliases, ...main.aliases],
    ipv4: main.ipv4 || first.ipv4,
    ipv6: main.ipv6 || first.ipv6,
    linkLocalIps: [...first.linkLocalIps, ...main.linkLocalIps],
    macAddress: main.macAddress || first.macAddress,
  };
  return [joined, ...others];
}

/** The value of `--network` for one. */
export function printNetwork(network: NetworkSpec): string {
  const { name, aliases, ipv4, ipv6, linkLocalIps, macAddress, driverOptions } = network;
  const fields = [
    ...aliases.map((alias) => printField('alias', alias)),
    ...(ipv4 === '' ? [] : [printField('ip', ipv4)]),
    ...(ipv6 === '' ? [] : [printField('ip6', ipv6)]),
    ...linkLocalIps.map((ip) => printField('link-local-ip', ip)),
    ...(macAddress === '' ? [] : [printField('mac-address', macAddress)]),
    ...driverOptions.map((option) => printField('driver-opt', `${option.name}=${option.value}`)),
  ];
  return fields.length === 0 && !name.includes('=') ? name : [printField('name', name), ...fields].join(',');
}
