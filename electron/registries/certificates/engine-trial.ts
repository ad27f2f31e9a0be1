import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { EngineTrial } from '../../../shared/contract/registry-certificates.ts';
import type { EngineClient } from '../../engine/client.ts';

/** Nobody has it: what is asked for is whether the registry can be spoken to. */
const probed = 'slipway-probe/no-such-image';
const withinMs = 20_000;

/** Has the engine itself ask the registry, with the certificates it has now. It caches none of them. */
export async function tryFromEngine(
  client: EngineClient,
  registry: string,
  signal: AbortSignal,
): Promise<EngineTrial> {
  try {
    await client.json(`/distribution/${registry}/${probed}/json`, { signal, deadlineMs: withinMs });
    return { verdict: 'ok', said: '' };
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError) || thrown.error.code === 'cancelled') throw thrown;
    const said = thrown.error.engine ?? thrown.error.message;
    return { verdict: verdictOf(said), said };
  }
}

/** What the engine says of a registry: it was spoken to, it was not, or it cannot be told. */
export function verdictOf(said: string): EngineTrial['verdict'] {
  if (
    /x509|tls:|certificate|remote error|server gave HTTP response|missing key|client certificate/i.test(said)
  )
    return 'problem';
  if (/dial tcp|lookup |no such host|connection refused|timeout|deadline exceeded|no route/i.test(said))
    return 'problem';
  if (/manifest unknown|not found|unauthorized|authentication required|denied|no basic auth/i.test(said))
    return 'ok';
  return 'unknown';
}
