import { isIP } from 'node:net';
import { type CertificateCheck, expiryOf } from '../../../shared/contract/registry-certificates.ts';
import type { RegistryAddress } from './address.ts';
import { checkOf } from './checks.ts';
import { factsOf } from './facts.ts';
import type { Probe } from './probe.ts';

/** Judges how a connection to a registry went, as of `nowMs`. `client`: who was shown, empty where nobody was. */
export function checkServer(
  address: RegistryAddress,
  { server, answer, broke }: Probe,
  client: string,
  nowMs: number,
): CertificateCheck[] {
  const where = `${address.host}:${address.port}`;
  if (server === null) {
    // Where the handshake itself is refused, the other side's certificate is never seen.
    const refused = broke !== null && isRefusal(broke.code, broke.detail);
    if (refused) return [checkOf('handshake', 'problem', { client, detail: broke.detail })];
    return [checkOf('reached', 'problem', { address: where, ...whyNot(broke) })];
  }
  const { certificate, untrusted, issuer } = server;
  const { daysLeft, notAfter, names } = factsOf(certificate, nowMs);
  const ended = expiryOf(daysLeft) === 'ended';
  const until = { until: notAfter, days: String(daysLeft) };
  const isNamed =
    isIP(address.host) === 0
      ? certificate.checkHost(address.host, { subject: 'never' }) !== undefined
      : certificate.checkIP(address.host) !== undefined;
  const checks = [
    checkOf('reached', 'ok', { address: where }),
    untrusted === null || (ended && untrusted === 'CERT_HAS_EXPIRED')
      ? checkOf('server-trusted', 'ok', { issuer })
      : checkOf('server-trusted', 'problem', { issuer, detail: untrusted }),
    checkOf('server-name', isNamed ? 'ok' : 'problem', { host: address.host, names: names.join(', ') }),
    checkOf('server-validity', ended ? 'problem' : expiryOf(daysLeft) === 'late' ? 'warning' : 'ok', until),
  ];
  if (answer === null) {
    const detail = broke?.detail ?? '';
    // With TLS 1.3 a refusal comes after the handshake, in place of an answer.
    return broke !== null && broke.code === 'ETIMEDOUT'
      ? [...checks, checkOf('answer', 'problem', { address: where, detail, challenge: '' })]
      : [...checks, checkOf('handshake', 'problem', { client, detail })];
  }
  const { status, challenge, isRegistry, contentType, location } = answer;
  const good =
    (status === 200 && (isRegistry || /json/i.test(contentType))) || (status === 401 && challenge !== '');
  const kind = contentType === '' ? '' : ` (${contentType.split(';')[0] ?? ''})`;
  const detail = location === '' ? `status ${status}${kind}` : `status ${status}, and leads to ${location}`;
  return [
    ...checks,
    checkOf('handshake', 'ok', { client }),
    checkOf('answer', good ? 'ok' : 'problem', { address: where, challenge, detail }),
  ];
}

const isRefusal = (code: string, detail: string): boolean =>
  /alert/i.test(code) ||
  /(bad|unknown|expired|revoked|unsupported) certificate|certificate (required|unknown|expired|revoked)|unknown ca|access denied|handshake failure/i.test(
    detail,
  );

/** Why there was no TLS: a word that the sentences know, and what was said. */
function whyNot(broke: Probe['broke']): { cause: string; detail: string } {
  const detail = broke?.detail ?? '';
  switch (broke?.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { cause: 'name', detail };
    case 'ECONNREFUSED':
      return { cause: 'refused', detail };
    case 'ETIMEDOUT':
      return { cause: 'silent', detail };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return { cause: 'route', detail };
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return { cause: 'plain', detail };
    default:
      return { cause: 'other', detail };
  }
}
