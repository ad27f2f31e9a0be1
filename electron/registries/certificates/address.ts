import { fail } from '../../../shared/contract/failure.ts';

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
