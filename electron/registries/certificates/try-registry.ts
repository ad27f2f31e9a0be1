import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { CertificateCheck } from '../../../shared/contract/registry-certificates.ts';
import type { RegistryTls } from '../client/certs-folder.ts';
import { RegistryClient } from '../client/registry-client.ts';
import { systemRoots } from '../client/roots.ts';
import type { RegistryAddress } from './address.ts';
import { type Probe, probeRegistry } from './probe.ts';
import { checkServer, type SignIn } from './server-checks.ts';

/**
 * Asks a registry with what an engine would use: each client pair in turn, and once without where one was taken. With
 * `tokens` the way of a sign-in is gone as well, as nobody.
 * @throws invalid-input `registry-certs` where a certificate or key cannot be used
 */
export async function tryRegistry(
  address: RegistryAddress,
  tls: RegistryTls,
  { env, signal, tokens }: { env: NodeJS.ProcessEnv; signal: AbortSignal; tokens: boolean },
): Promise<CertificateCheck[]> {
  const roots = await systemRoots(env);
  const authorities = [...roots, ...tls.ca];
  refuseBroken(address.name, tls, authorities);
  const ask = (pair: RegistryTls['pairs'][number] | null): Promise<Probe> => {
    const client = pair === null ? null : { chainPem: pair.cert, keyPem: pair.key };
    return probeRegistry(address, { client, authorities }, env, signal);
  };
  let [taken = null] = tls.pairs;
  let probe = await ask(taken);
  for (const pair of tls.pairs.slice(1)) {
    // Only one that is refused makes way for the next.
    if (probe.answer !== null || probe.broke?.code === 'ETIMEDOUT') break;
    const other = await ask(pair);
    if (other.answer !== null) [taken, probe] = [pair, other];
  }
  const bare = taken === null || probe.answer === null ? null : await ask(null);
  const needless = bare !== null && bare.answer?.status === probe.answer?.status;
  const shown = {
    client: taken === null ? '' : new X509Certificate(taken.cert).subject,
    ...{ needless, closed: (tls.closed ?? []).join(', ') },
  };
  const judge = (signIn: SignIn | null) => checkServer(address, probe, shown, signIn, Date.now());
  const checks = judge(null);
  // Nothing is asked of one that is not trusted.
  const isSound = checks.every(({ key, verdict }) => key !== 'server-trusted' || verdict === 'ok');
  if (!tokens || !isSound || probe.answer?.status !== 401) return checks;
  return judge(await signInOf(new RegistryClient({ ...access(address, env), roots, tls }), signal));
}

const access = ({ name }: RegistryAddress, env: NodeJS.ProcessEnv) => ({
  ...{ host: name, credential: null, insecure: false, env },
});

/** The way to a token, as far as it goes without a password. */
async function signInOf(client: RegistryClient, signal: AbortSignal): Promise<SignIn> {
  try {
    await client.check(signal);
    return { end: 'in' };
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError) || thrown.error.code === 'cancelled') throw thrown;
    if (thrown.error.reason === 'registry-wants-login') return { end: 'password' };
    return { end: 'failed', detail: thrown.error.message };
  }
}

/** @throws invalid-input `registry-certs`: `path` with one that OpenSSL cannot use */
export function refuseBroken(path: string, { pairs }: RegistryTls, ca: string[]): void {
  try {
    if (pairs.length === 0) createSecureContext({ ca });
    for (const { cert, key } of pairs) createSecureContext({ ca, cert, key });
  } catch {
    // OpenSSL's words name a line of its own source.
    throw fail('invalid-input', 'registry-certs', {
      path,
      detail: 'a certificate or key in it is broken',
    });
  }
}
