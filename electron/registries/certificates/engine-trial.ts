import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { EngineTrial } from '../../../shared/contract/registry-certificates.ts';
import type { EngineClient } from '../../engine/client.ts';
import { isPodman } from '../../engine/raw/podman.ts';

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
    // Podman knows no such question, and answers it with a page that is not found whatever the registry is.
    const { body } = await client.json('/version', { signal, deadlineMs: withinMs });
    if (isPodman(body)) return { verdict: 'unknown', said: '' };
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
  // It answers, with what no registry says.
  if (/error parsing HTTP/i.test(said)) return 'problem';
  // In the words of a registry: "Not Found" by itself may be any web server's, or the engine's own.
  return /(manifest|name) unknown|\S: not found$|unauthorized|authentication required|denied|no basic auth/i.test(
    said.trim(),
  )
    ? 'ok'
    : 'unknown';
}
