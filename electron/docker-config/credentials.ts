import type { ApiError } from '../../shared/contract/errors.ts';
import { hostOfKey, hubKey } from './config.ts';

/** Who somebody is to a registry. Stays in this process: never sent, logged or told. */
export interface Credential {
  username: string;
  password: string;
  /** In place of a password, where the registry gave one. */
  identityToken: string;
  /** Sent as it is. */
  registryToken: string;
}

/** Where a credential was found. */
export type CredentialSource =
  | { kind: 'environment' }
  /** In the memory of this process, until it ends. */
  | { kind: 'session' }
  | { kind: 'helper'; helper: string }
  | { kind: 'file' };

export interface RegistryAuth {
  /** `host[:port]`; `docker.io` for Docker Hub. */
  host: string;
  /** What config.json and helpers know it by. */
  key: string;
  /** null where nobody is logged in there. */
  credential: Credential | null;
  source: CredentialSource | null;
  /** The value of X-Registry-Auth. The CLI sends an empty one where there is no credential, and so do we: some engines want it. */
  header: string;
  /** Why a credential that may be kept could not be read; a pull of what is public works all the same. */
  problem: ApiError | null;
}

/** Names by which Docker Hub goes. */
const hubNames = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com']);

/** The host of a registry as people and config.json write it: without scheme and path, one name for Docker Hub. */
export function registryHost(name: string): string {
  // Somebody may paste `user:password@host`: only the host is used, kept or told.
  const host = hostOfKey(name.trim()).replace(/^.*@/, '');
  return hubNames.has(host) ? 'docker.io' : host;
}

/** What config.json and helpers know this host by. */
export function keyOf(host: string): string {
  return host === 'docker.io' ? hubKey : host;
}

/** base64url with padding, as Go reads it. */
export function encodeHeader(credential: Credential | null, key: string): string {
  const held =
    credential === null
      ? {}
      : {
          ...(credential.username === '' ? {} : { username: credential.username }),
          ...(credential.password === '' ? {} : { password: credential.password }),
          serveraddress: key,
          ...(credential.identityToken === '' ? {} : { identitytoken: credential.identityToken }),
          ...(credential.registryToken === '' ? {} : { registrytoken: credential.registryToken }),
        };
  return Buffer.from(JSON.stringify(held)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
