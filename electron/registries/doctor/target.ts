import { splitImageName } from '../../../shared/model/names.ts';
import { type RegistryAddress, registryAddress } from '../certificates/address.ts';

/** What a person wants to know about. */
export interface Target {
  /** As engines name it: `docker.io` for Docker Hub. */
  host: string;
  /** Where it really answers. */
  address: RegistryAddress;
  repository: string;
  /** A tag or digest. */
  reference: string;
  image: string | null;
}

const hub = 'registry-1.docker.io';

/**
 * An image, or the host of a registry alone. Without a slash it is a host where it has a dot before its colon, or what
 * follows the colon is long enough to be a port; `nginx:1` is an image.
 * @throws invalid-input `certificate-registry-name`
 */
export function targetOf(wanted: string): Target {
  const target = wanted.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  if (/^(\[[0-9a-fA-F:]+\]|localhost|[^/:@]*[.][^/:@]*)(:\d+)?$|^[^/:@]+:\d{4,5}$/.test(target))
    return { ...hostOf(target), repository: '', reference: '', image: null };
  const { registry = 'docker.io', repository, tag, digest } = splitImageName(target);
  const host = hostOf(registry);
  const whole = host.host === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository;
  const reference = digest ?? tag ?? 'latest';
  const image = `${whole}${digest === undefined ? ':' : '@'}${reference}`;
  return { ...host, repository: whole, reference, image };
}

function hostOf(name: string): Pick<Target, 'host' | 'address'> {
  if (/^(docker\.io|index\.docker\.io|registry-1\.docker\.io)$/.test(name))
    return { host: 'docker.io', address: { name: hub, host: hub, port: 443 } };
  return { host: name, address: registryAddress(name) };
}
