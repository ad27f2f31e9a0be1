import { isIP } from 'node:net';
import { type CertificateCheck, expiryOf } from '../../../shared/contract/registry-certificates.ts';
import type { RegistryAddress } from './address.ts';
import { checkOf } from './checks.ts';
import { factsOf } from './facts.ts';
import type { Answered, Probe } from './probe.ts';

/** What was shown to a registry. */
export interface ShownTo {
  /** Empty where nobody was. */
  client: string;
  /** The registry answers the same without. */
  needless: boolean;
  /** Files the engine has and Slipway may not read; empty where there are none. */
  closed: string;
}

/** How far a sign-in went without a password. */
export type SignIn = { end: 'in' } | { end: 'password' } | { end: 'failed'; detail: string };

/** Judges how a connection to a registry went, as of `nowMs`. */
export function checkServer(
  address: RegistryAddress,
  { server, answer, broke }: Probe,
  { client, needless, closed }: ShownTo,
  signIn: SignIn | null,
  nowMs: number,
): CertificateCheck[] {
  const where = `${address.host}:${address.port}`;
  const refusal = (detail: string): CertificateCheck =>
    client === '' && closed !== ''
      ? checkOf('handshake', 'unknown', { client, detail, closed })
      : checkOf('handshake', 'problem', { client, detail });
  if (server === null) {
    // Where the handshake itself is refused, the other side's certificate is never seen.
    const refused = broke !== null && isRefusal(broke.code, broke.detail);
    if (refused) return [refusal(broke.detail)];
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
      : checkOf('server-trusted', closed === '' ? 'problem' : 'unknown', {
          issuer,
          detail: untrusted,
          closed,
        }),
    checkOf('server-name', isNamed ? 'ok' : 'problem', { host: address.host, names: names.join(', ') }),
    checkOf('server-validity', ended ? 'problem' : expiryOf(daysLeft) === 'late' ? 'warning' : 'ok', until),
  ];
  if (answer === null) {
    const detail = broke?.detail ?? '';
    // With TLS 1.3 a refusal comes after the handshake, in place of an answer.
    return broke !== null && broke.code === 'ETIMEDOUT'
      ? [...checks, checkOf('answer', 'problem', { address: where, detail, challenge: '' })]
      : [...checks, refusal(detail)];
  }
  return [
    ...checks,
    checkOf('handshake', needless ? 'warning' : 'ok', { client }),
    checkAnswer(where, answer, signIn),
  ];
}

function checkAnswer(
  address: string,
  { status, challenge, isRegistry, contentType, location }: Answered,
  signIn: SignIn | null,
): CertificateCheck {
  const kind = contentType === '' ? '' : ` (${contentType.split(';')[0] ?? ''})`;
  const detail = location === '' ? `status ${status}${kind}` : `status ${status}, and leads to ${location}`;
  const params = { address, challenge, detail };
  const says = isRegistry || /json/i.test(contentType);
  if (status === 200) return checkOf('answer', says ? 'ok' : 'problem', params);
  if (status !== 401 || !/^(basic|bearer)$/i.test(challenge)) return checkOf('answer', 'problem', params);
  if (signIn?.end === 'failed') return checkOf('answer', 'problem', { ...params, token: signIn.detail });
  if (signIn?.end === 'in') return checkOf('answer', 'ok', { ...params, challenge: '' });
  // Any page with a password answers like this.
  return checkOf('answer', says ? 'ok' : 'warning', params);
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
