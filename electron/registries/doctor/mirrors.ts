import { SlipwayError } from '../../../shared/contract/failure.ts';
import { type RegistryTools, tlsOf } from '../client/open.ts';
import { RegistryClient } from '../client/registry-client.ts';
import { systemRoots } from '../client/roots.ts';

const deadlineMs = 8000;

/** Whether a mirror of the engine answers as a registry does: why not, and empty where it does. */
export async function tryMirror(tools: RegistryTools, mirror: string, signal: AbortSignal): Promise<string> {
  if (!URL.canParse(mirror)) return 'it is no address';
  const { host, protocol } = new URL(mirror);
  try {
    const [roots, tls] = await Promise.all([systemRoots(tools.env), tlsOf(tools, host, signal)]);
    const client = new RegistryClient({
      ...{ host, credential: null, insecure: protocol === 'http:', tls, roots, env: tools.env, deadlineMs },
    });
    await client.check(signal);
    return '';
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError) || thrown.error.code === 'cancelled') throw thrown;
    // It is one, and wants to know who asks.
    return thrown.error.reason === 'registry-wants-login' ? '' : thrown.error.message;
  }
}
