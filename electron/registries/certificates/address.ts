import { BlockList, isIP } from 'node:net';
import { fail } from '../../../shared/contract/failure.ts';
import { record, text } from '../../engine/raw/fields.ts';

/** Where a registry answers. */
export interface RegistryAddress {
  /** As in the names of its images: `host` or `host:port`. */
  name: string;
  /** Without brackets. */
  host: string;
  port: number;
}

/** Names of Docker Hub, for which no engine looks into these folders. */
const hub: ReadonlySet<string> = new Set([
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
]);

/** @throws invalid-input `certificate-hub`, `certificate-registry-name` */
export function registryAddress(name: string): RegistryAddress {
  const match = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(name);
  const host = (match?.[1] ?? '').replace(/^\[|\]$/g, '');
  const port = match?.[2] === undefined ? 443 : Number(match[2]);
  if (host === '' || host.includes('..') || port < 1 || port > 65_535)
    throw fail('invalid-input', 'certificate-registry-name', { registry: name });
  if (hub.has(host.toLowerCase())) throw fail('invalid-input', 'certificate-hub');
  return { name, host, port };
}

/** Whether the engine, by its `/info`, takes a registry without TLS. */
export function isInsecure(info: Record<string, unknown>, { name, host }: RegistryAddress): boolean {
  const config = record(info.RegistryConfig);
  const index = record(record(config.IndexConfigs)[name]);
  if (index.Secure === false) return true;
  const family = isIP(host);
  if (family === 0 || !Array.isArray(config.InsecureRegistryCIDRs)) return false;
  const blocks = new BlockList();
  for (const cidr of config.InsecureRegistryCIDRs) {
    const [network = '', prefix = ''] = text(cidr).split('/');
    const kind = isIP(network);
    if (kind !== 0 && /^\d+$/.test(prefix))
      blocks.addSubnet(network, Number(prefix), kind === 4 ? 'ipv4' : 'ipv6');
  }
  return blocks.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
