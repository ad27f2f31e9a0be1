import type { EngineKind } from '../../shared/contract/engine.ts';
import { fail } from '../../shared/contract/failure.ts';
import { formatAddress } from './address.ts';
import { negotiate, ourNewest, ourOldest } from './api-version.ts';
import { EngineClient } from './client.ts';
import { list, record, text } from './raw/fields.ts';
import type { Transport } from './transport.ts';

/** What is known of an engine once a version is agreed. */
export interface Handshake {
  client: EngineClient;
  kind: EngineKind;
  version: string;
  serverApiVersion: string;
  minApiVersion: string;
  ms: number;
}

/**
 * Agrees on an API version: `/_ping` and `/version`, both unversioned.
 * @throws unsupported `engine-too-old`, `engine-too-new`, `not-an-engine`; whatever the socket says
 */
export async function handshake(
  transport: Transport,
  deadlineMs: number,
  signal?: AbortSignal,
): Promise<Handshake> {
  const began = performance.now();
  const probe = new EngineClient(transport, '');
  const options = { unversioned: true, deadlineMs, ...(signal ? { signal } : {}) };
  const ping = await probe.text('/_ping', options);
  const address = formatAddress(transport.address);
  if (!/^OK\b/.test(ping.body.trim()))
    throw fail('unsupported', 'not-an-engine', { address, detail: 'its ping does not say OK' });
  const ms = performance.now() - began;
  const version = record((await probe.json('/version', options)).body);
  const serverApiVersion = header(ping.headers['api-version']) || text(version.ApiVersion);
  if (serverApiVersion === '')
    throw fail('unsupported', 'not-an-engine', { address, detail: 'it tells no API version' });
  const minApiVersion = text(version.MinAPIVersion) || ourOldest;
  const agreed = negotiate(serverApiVersion, minApiVersion);
  if (!agreed.ok) {
    if (agreed.problem === 'too-old')
      throw fail('unsupported', 'engine-too-old', { api: agreed.api, needs: ourOldest });
    throw fail('unsupported', 'engine-too-new', { api: ourNewest, needs: agreed.needs });
  }
  const podman = list(version.Components).some((part) => /podman/i.test(text(record(part).Name)));
  return {
    client: new EngineClient(transport, agreed.version),
    kind: podman || ping.headers['libpod-api-version'] !== undefined ? 'podman' : 'docker',
    version: text(version.Version),
    serverApiVersion,
    minApiVersion,
    ms,
  };
}

function header(value: string | string[] | undefined): string {
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
}
