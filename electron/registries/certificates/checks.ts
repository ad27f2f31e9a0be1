import type { X509Certificate } from 'node:crypto';
import {
  type CertificateCheck,
  type CertificateCheckKey,
  type CertificateVerdict,
  expiryOf,
} from '../../../shared/contract/registry-certificates.ts';
import { certificateWordsInEnglish } from '../../../shared/model/certificate-words.ts';
import { factsOf } from './facts.ts';
import type { Material } from './material.ts';

/** A check with its English words. */
export function checkOf(
  key: CertificateCheckKey,
  verdict: CertificateVerdict,
  params: Readonly<Record<string, string>> = {},
): CertificateCheck {
  return { key, verdict, params, ...certificateWordsInEnglish[key](verdict, params) };
}

/** What the files tell by themselves, as of `nowMs`. */
export function checkFiles({ client, chain, authorities }: Material, nowMs: number): CertificateCheck[] {
  const checks: CertificateCheck[] = [];
  if (client !== null) {
    const { certificate, key } = client;
    checks.push(
      checkOf('key', certificate.checkPrivateKey(key) ? 'ok' : 'problem'),
      validity(certificate, nowMs),
      usage(certificate, nowMs),
      issuer(certificate, [...chain, ...authorities]),
    );
  }
  if (authorities.length > 0) checks.push(checkAuthorities(authorities, nowMs));
  return checks;
}

function validity(certificate: X509Certificate, nowMs: number): CertificateCheck {
  const { daysLeft, notAfter, notBefore } = factsOf(certificate, nowMs);
  const params = { days: String(daysLeft), until: notAfter };
  if (Date.parse(notBefore) > nowMs) return checkOf('validity', 'problem', { ...params, from: notBefore });
  switch (expiryOf(daysLeft)) {
    case 'ended':
      return checkOf('validity', 'problem', { ...params, from: '' });
    case 'late':
    case 'early':
      return checkOf('validity', 'warning', params);
    case 'good':
      return checkOf('validity', 'ok', params);
  }
}

function usage(certificate: X509Certificate, nowMs: number): CertificateCheck {
  const { usages } = factsOf(certificate, nowMs);
  const fits = usages.length === 0 || usages.includes('client') || usages.includes('any');
  return checkOf('usage', fits ? 'ok' : 'problem', { usages: usages.join(', ') });
}

/** Not the registry's own list of whom it trusts, which nobody sees: but a name that is right and a signature that is not tells. */
function issuer(certificate: X509Certificate, others: readonly X509Certificate[]): CertificateCheck {
  const name = certificate.issuer.split('\n').reverse().join(', ');
  const named = others.filter((other) => certificate.checkIssued(other));
  if (named.length === 0) return checkOf('issuer', 'unknown', { issuer: name });
  const signed = named.some((other) => certificate.verify(other.publicKey));
  return checkOf('issuer', signed ? 'ok' : 'problem', { issuer: name });
}

function checkAuthorities(authorities: readonly X509Certificate[], nowMs: number): CertificateCheck {
  const all = authorities.map((one) => factsOf(one, nowMs));
  const ended = all.filter(({ daysLeft }) => daysLeft < 0);
  const good = all.filter(({ daysLeft }) => daysLeft >= 0);
  const none = good.filter(({ isAuthority }) => !isAuthority);
  const params = {
    count: String(good.length),
    until: good.map(({ notAfter }) => notAfter).sort()[0] ?? '',
    ended: ended[0]?.subject ?? '',
    none: none[0]?.subject ?? '',
  };
  // A bundle goes on working without those in it that ended.
  if (good.length === 0) return checkOf('authorities', 'problem', params);
  if (ended.length > 0) return checkOf('authorities', 'warning', params);
  return checkOf('authorities', none.length > 0 ? 'warning' : 'ok', params);
}
