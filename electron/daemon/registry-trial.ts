import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isRegistryAnswer } from '../../shared/model/registry-answer.ts';
import { signalWithin } from '../engine/signal-within.ts';

/**
 * Whether a registry answers at `/v2/` as one does, asked from where Slipway runs. Null where it does, else why not.
 * @param base `https://host[:port]`
 * @param trusts whether any certificate will do, as for insecure registries
 */
async function tryRegistry(
  base: string,
  trusts: boolean,
  withinMs: number,
  signal: AbortSignal,
): Promise<string | null> {
  let url: URL;
  try {
    url = new URL('/v2/', base);
  } catch (thrown) {
    if (thrown instanceof TypeError) return 'it is no address';
    throw thrown;
  }
  return new Promise((resolve) => {
    const options = { signal: signalWithin(withinMs, signal), agent: false };
    const asked =
      url.protocol === 'https:'
        ? httpsRequest(url, { ...options, rejectUnauthorized: !trusts })
        : httpRequest(url, options);
    asked.once('response', (response) => {
      response.resume();
      asked.destroy();
      const status = response.statusCode ?? 0;
      resolve(isRegistryAnswer(status) ? null : `status ${status} at /v2/`);
    });
    asked.once('error', (error: NodeJS.ErrnoException) => {
      resolve(
        error.name === 'AbortError' || error.name === 'TimeoutError'
          ? 'no answer'
          : (error.code ?? error.message),
      );
    });
    asked.end();
  });
}

/** Each mirror that does not answer, with why. */
export async function deadMirrors(
  mirrors: readonly string[],
  withinMs: number,
  signal: AbortSignal,
): Promise<string[]> {
  const tried = await Promise.all(
    mirrors.map(async (mirror) => ({ mirror, why: await tryRegistry(mirror, false, withinMs, signal) })),
  );
  return tried.flatMap(({ mirror, why }) => (why === null ? [] : [`${mirror} (${why})`]));
}

/** The same of insecure registries, asked as an engine does: with any certificate, then without TLS. Ranges are not asked. */
export async function deadInsecure(
  registries: readonly string[],
  withinMs: number,
  signal: AbortSignal,
): Promise<string[]> {
  const tried = await Promise.all(
    registries
      .filter((registry) => !registry.includes('/'))
      .map(async (registry) => {
        const secure = await tryRegistry(`https://${registry}`, true, withinMs, signal);
        const plain =
          secure === null ? null : await tryRegistry(`http://${registry}`, true, withinMs, signal);
        return { registry, why: secure === null || plain === null ? null : plain };
      }),
  );
  return tried.flatMap(({ registry, why }) => (why === null ? [] : [`${registry} (${why})`]));
}
