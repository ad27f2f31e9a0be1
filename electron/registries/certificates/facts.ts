import type { KeyObject, X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '../../../shared/contract/registry-certificates.ts';

const dayMs = 86_400_000;

const usageNames: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'server',
  '1.3.6.1.5.5.7.3.2': 'client',
  '1.3.6.1.5.5.7.3.3': 'code signing',
  '1.3.6.1.5.5.7.3.4': 'e-mail',
  '1.3.6.1.5.5.7.3.8': 'time stamping',
  '1.3.6.1.5.5.7.3.9': 'OCSP',
  '2.5.29.37.0': 'any',
};

/** What a certificate says of itself, as of `nowMs`. */
export function factsOf(certificate: X509Certificate, nowMs: number): CertificateFacts {
  const end = Date.parse(certificate.validTo);
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    serial: certificate.serialNumber,
    fingerprint: certificate.fingerprint256,
    notBefore: new Date(Date.parse(certificate.validFrom)).toISOString(),
    notAfter: new Date(end).toISOString(),
    daysLeft: Math.floor((end - nowMs) / dayMs),
    keyType: keyTypeOf(certificate.publicKey),
    names: namesOf(certificate),
    usages: (certificate.keyUsage ?? []).map((id) => usageNames[id] ?? id),
    isAuthority: certificate.ca,
  };
}

/** OpenSSL has a line for each part of a name. */
const oneLine = (name: string | undefined): string => (name ?? '').split('\n').reverse().join(', ');

function namesOf(certificate: X509Certificate): string[] {
  return [
    ...(certificate.subjectAltName ?? '').matchAll(/(?:DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)/g),
  ].map(([, name = '']) => name);
}

function keyTypeOf(key: KeyObject): string {
  const details = key.asymmetricKeyDetails;
  switch (key.asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return `RSA ${details?.modulusLength ?? ''}`.trim();
    case 'ec':
      return `EC ${details?.namedCurve ?? ''}`.trim();
    case 'ed25519':
      return 'Ed25519';
    case 'ed448':
      return 'Ed448';
    default:
      return key.asymmetricKeyType ?? '';
  }
}
