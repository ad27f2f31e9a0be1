import { parseAddress } from '../engine/address.ts';
import type { EngineClient } from '../engine/client.ts';
import { handshake } from '../engine/handshake.ts';
import { createTransport } from '../engine/transport.ts';

const deadlineMs = 5_000;

/** Asks whoever answers at an address now: an engine may be another after a restart, with another id. */
export async function askEngine<T>(
  address: string,
  signal: AbortSignal,
  work: (client: EngineClient, version: string) => Promise<T>,
): Promise<T> {
  const transport = createTransport(parseAddress(address), null, {});
  try {
    const { client, version } = await handshake(transport, deadlineMs, signal);
    return await work(client, version);
  } finally {
    transport.close();
  }
}
