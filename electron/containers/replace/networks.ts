import { compareVersions } from '../../engine/api-version.ts';
import { endpointSettings } from '../../engine/raw/endpoint-settings.ts';
import { type RawRecord, record, text } from '../../engine/raw/fields.ts';
import { nameOf, type Subject } from './subject.ts';

export interface Endpoints {
  networkMode: string;
  /** For the creation: all of them from API 1.44 on, before that the first only. */
  atCreation: Record<string, RawRecord>;
  /** To be connected after the creation. */
  afterwards: Record<string, RawRecord>;
}

/** From this API on a container is created with all its networks. */
const allAtOnce = '1.44';

/** The networks of a container with aliases, fixed addresses and options, as a creation takes them. */
export function endpointsOf({ kind, apiVersion, container }: Subject): Endpoints {
  const mode = text(record(container.HostConfig).NetworkMode);
  const attached = record(record(container.NetworkSettings).Networks);
  if (/^(?:host|none|container:|slirp4netns|pasta|ns:)/.test(mode))
    return { networkMode: mode, atCreation: {}, afterwards: {} };
  const names = Object.keys(attached);
  const primary = primaryOf(mode, attached);
  const modern = compareVersions(apiVersion, allAtOnce) >= 0;
  const endpoint = (name: string): RawRecord => {
    const made = endpointSettings(container, record(attached[name]));
    const mac = text(record(container.Config).MacAddress);
    return modern && name === primary && mac !== '' ? { ...made, MacAddress: mac } : made;
  };
  const of = (wanted: readonly string[]) =>
    Object.fromEntries(wanted.map((name) => [name, endpoint(name)] as const));
  const others = names.filter((name) => name !== primary);
  // The name of the default network stays unsaid, as it was: not every engine has it under the same one.
  const isDefault =
    ['', 'default', 'bridge'].includes(mode) && (primary === 'bridge' || primary === 'podman');
  const atCreation = kind === 'podman' && isDefault ? [] : primary === undefined ? [] : [primary];
  return {
    networkMode: isDefault || primary === undefined ? mode : primary,
    atCreation: of(modern ? [...atCreation, ...others] : atCreation),
    afterwards: of(modern ? [] : others),
  };
}

/** The network that stands for the mode; another one where it was disconnected from that. */
function primaryOf(mode: string, attached: RawRecord): string | undefined {
  const names = Object.keys(attached);
  const byId = names.find((name) => text(record(attached[name]).NetworkID) === mode);
  const standing = ['default', 'bridge', ''].includes(mode)
    ? names.find((name) => name === 'bridge' || name === 'podman')
    : undefined;
  return names.find((name) => name === mode) ?? byId ?? standing ?? names[0];
}

/** Names of the networks a container is attached to. */
export function networkNames(container: RawRecord): string[] {
  return Object.keys(record(record(container.NetworkSettings).Networks)).sort();
}

/** Whether `other` uses the network of this container: it must be restarted with it. */
export function sharesNetwork(other: RawRecord, container: RawRecord): boolean {
  const mode = text(record(other.HostConfig).NetworkMode);
  return mode === `container:${text(container.Id)}` || mode === `container:${nameOf(container)}`;
}
