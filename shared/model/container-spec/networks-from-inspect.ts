import type { NetworkSpec } from '../../contract/container-spec.ts';
import { isSpecialNetwork } from './create-body.ts';
import { plainNetwork } from './empty.ts';
import { type Raw, rawPairs, rawRecord, rawText, rawTexts } from './raw.ts';

/** The networks of a container, the main one first; none where it only has the engine's default. */
export function networksFrom(inspected: Raw): NetworkSpec[] {
  const mode = rawText(rawRecord(inspected.HostConfig).NetworkMode);
  const joined = Object.entries(rawRecord(rawRecord(inspected.NetworkSettings).Networks));
  const id = rawText(inspected.Id);
  const hostname = rawText(rawRecord(inspected.Config).Hostname);
  const name = rawText(inspected.Name).replace(/^\//, '');
  if (mode !== 'default' && isSpecialNetwork(mode)) return [plainNetwork(mode)];
  // `slirp4netns` and the like of Podman have no network object.
  if (joined.length === 0) return isDefault(mode) ? [] : [plainNetwork(mode)];
  const main = joined.find(([network, endpoint]) => isMain(mode, network, rawRecord(endpoint)));
  const others = joined.filter((entry) => entry !== main);
  const networks = [...(main === undefined ? [] : [main]), ...others].map(([network, endpoint]) =>
    networkFrom(network, rawRecord(endpoint), [id, name, hostname]),
  );
  const [only] = networks;
  return networks.length === 1 && only !== undefined && isDefault(only.name) && isPlain(only) ? [] : networks;
}

function isDefault(name: string): boolean {
  return name === '' || name === 'default' || name === 'bridge' || name === 'podman';
}

function isMain(mode: string, network: string, endpoint: Raw): boolean {
  return (
    network === mode || rawText(endpoint.NetworkID) === mode || (mode === 'default' && isDefault(network))
  );
}

function networkFrom(name: string, endpoint: Raw, [id = '', ...own]: readonly string[]): NetworkSpec {
  const ipam = rawRecord(endpoint.IPAMConfig);
  return {
    ...plainNetwork(name),
    // The engine adds the short id by itself, some the name and the host name too.
    aliases: rawTexts(endpoint.Aliases).filter(
      (alias) => !own.includes(alias) && !(alias.length >= 12 && id.startsWith(alias)),
    ),
    ipv4: rawText(ipam.IPv4Address),
    ipv6: rawText(ipam.IPv6Address),
    linkLocalIps: rawTexts(ipam.LinkLocalIPs),
    driverOptions: rawPairs(endpoint.DriverOpts),
  };
}

function isPlain(network: NetworkSpec): boolean {
  const { aliases, ipv4, ipv6, linkLocalIps, driverOptions } = network;
  return [aliases, ipv4, ipv6, linkLocalIps, driverOptions].every(({ length }) => length === 0);
}
