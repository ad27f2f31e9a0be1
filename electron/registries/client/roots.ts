import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';

/** Where systems keep the authorities they trust; the same list as Go's. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** The authorities the system trusts, as engines do; Node's own where it keeps none in a file. */
export async function systemRoots(env: NodeJS.ProcessEnv): Promise<string[]> {
  const places = env.SSL_CERT_FILE ? [env.SSL_CERT_FILE] : bundles;
  for (const place of places)
    try {
      const text = await readFile(place, 'utf8');
      if (text.includes('-----BEGIN CERTIFICATE-----')) return [text];
    } catch {
      // The next place, then.
    }
  return [...rootCertificates];
}
