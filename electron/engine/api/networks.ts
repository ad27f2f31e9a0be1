import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { EngineClient } from '../client.ts';
import { type RawRecord, record, text } from '../raw/fields.ts';
import { inspectObject } from './objects.ts';

/** The network of this very name, or null where there is none. */
export async function lookUpNetwork(
  client: EngineClient,
  name: string,
  signal: AbortSignal,
): Promise<RawRecord | null> {
  try {
    const found = await inspectObject(client, 'network', name, signal);
    // The start of an id is looked up as well as a name.
    return networkName(found) === name ? found : null;
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return null;
    throw thrown;
  }
}

const networkName = (raw: RawRecord): string => text(raw.Name) || text(raw.name);

/** The id of an inspected network. */
export const networkId = (raw: RawRecord): string => text(raw.Id) || text(raw.id);

/** What makes the same network again: its driver, addresses, options, labels and scope. */
export function networkBody(raw: RawRecord): RawRecord {
  const ipam = record(raw.IPAM);
  const scope = text(raw.Scope);
  // Such a network is only settings that others take; the engine names a driver of it that it refuses to be asked for.
  const only = raw.ConfigOnly === true;
  const base = {
    Name: networkName(raw),
    CheckDuplicate: true,
    ...(only ? { ConfigOnly: true } : { Driver: text(raw.Driver) }),
    Internal: raw.Internal === true,
    Attachable: raw.Attachable === true,
    ...(scope === '' || scope === 'local' ? {} : { Scope: scope }),
  };
  // The rest of it is what that network says, and an engine refuses it beside.
  const from = text(record(raw.ConfigFrom).Network);
  if (from !== '') return { ...base, ConfigFrom: { Network: from } };
  return {
    ...base,
    ...(typeof raw.EnableIPv4 === 'boolean' ? { EnableIPv4: raw.EnableIPv4 } : {}),
    EnableIPv6: raw.EnableIPv6 === true,
    IPAM: { Driver: text(ipam.Driver) || 'default', Config: ipam.Config ?? [], Options: ipam.Options ?? {} },
    Options: raw.Options ?? {},
    Labels: raw.Labels ?? {},
  };
}

/** @returns its id */
export async function createNetwork(
  client: EngineClient,
  body: RawRecord,
  signal: AbortSignal,
): Promise<string> {
  const { body: answer } = await client.json('/networks/create', { method: 'POST', body, signal });
  const id = networkId(record(answer));
  if (id === '')
    throw fail('engine-error', 'answer-garbled', {
      request: 'POST /networks/create',
      detail: 'it has no id',
    });
  return id;
}

/** Detaches a container, also from a network that is no longer there. */
export async function disconnectNetwork(
  client: EngineClient,
  network: string,
  container: string,
  signal: AbortSignal,
): Promise<void> {
  await client.text(`/networks/${encodeURIComponent(network)}/disconnect`, {
    method: 'POST',
    body: { Container: container, Force: true },
    signal,
  });
}
