import { fail, SlipwayError } from '../../../shared/contract/failure.ts';

const untrusted =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|INVALID_(PURPOSE|CA)|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_INVALID)$/;

/** What a socket, TLS or the HTTP parser threw on the way to a registry, with its cause told. */
export function connectionFailure(thrown: unknown, host: string): SlipwayError {
  if (thrown instanceof SlipwayError) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error.name === 'AbortError') return fail('cancelled', 'cancelled');
  if (code === 'CERT_HAS_EXPIRED') return fail('unauthorized', 'registry-expired', { host });
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH')
    return fail('unauthorized', 'registry-wrong-name', { host });
  if (untrusted.test(code))
    return fail('unauthorized', 'registry-untrusted', {
      host,
      detail: code.toLowerCase().replaceAll('_', ' '),
    });
  if (/alert/i.test(error.message) && /SSL|TLS|EPROTO/i.test(`${code} ${error.message}`))
    return fail('unauthorized', 'registry-client-certificate', {
      host,
      detail: /alert ([a-z ]+)/i.exec(error.message)?.[1]?.trim() ?? 'the handshake failed',
    });
  if (/^(ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG|EPROTO)$/.test(code))
    return fail('unauthorized', 'registry-no-tls', { host });
  if (code.startsWith('HPE_'))
    return fail('unsupported', 'registry-not-one', { host, detail: 'it sent no HTTP' });
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NONAME':
      return fail('unreachable', 'registry-host-unknown', { host });
    case 'ECONNREFUSED':
      return fail('unreachable', 'registry-refused', { host });
    case 'ETIMEDOUT':
      return noAnswer(host, 30_000);
    default:
      return fail('unreachable', 'registry-unreachable', { host, detail: code === '' ? 'cut off' : code });
  }
}

export function noAnswer(host: string, deadlineMs: number): SlipwayError {
  const seconds = String(Math.max(1, Math.round(deadlineMs / 1000)));
  return fail('timeout', 'registry-no-answer', { host, seconds });
}

/** Whether TLS itself is what is missing, or its port: only then may an insecure registry be asked without. */
export function speaksNoTls(thrown: unknown): boolean {
  if (!(thrown instanceof SlipwayError)) return false;
  return thrown.error.reason === 'registry-no-tls' || thrown.error.reason === 'registry-refused';
}
