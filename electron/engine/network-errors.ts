import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import type { ErrorCode } from '../../shared/contract/errors.ts';
import { fail, failure, SlipwayError } from '../../shared/contract/failure.ts';
import type { Reason, ReasonParams } from '../../shared/model/reasons.ts';
import { type Address, formatAddress } from './address.ts';

const certificateCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_SIGNATURE_FAILURE',
  'INVALID_PURPOSE',
  'INVALID_CA',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Turns whatever a socket, TLS or HTTP parser threw into a typed failure that names the remedy. */
export function networkError(thrown: unknown, address: Address): SlipwayError {
  if (thrown instanceof SlipwayError) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const at = formatAddress(address);
  const make = (kind: ErrorCode, reason: Reason, params: ReasonParams) =>
    new SlipwayError(failure(kind, reason, params), { cause: error });

  if (error.name === 'AbortError') return make('cancelled', 'cancelled', {});
  if (certificateCodes.has(code))
    return make('unauthorized', 'tls-untrusted', { address: at, detail: error.message });
  if (code.startsWith('HPE_'))
    return make('unsupported', 'not-an-engine', { address: at, detail: 'no HTTP' });
  if (/alert|handshake failure/i.test(error.message) && /SSL|TLS|EPROTO/i.test(`${code} ${error.message}`))
    return make('unauthorized', 'tls-client-refused', { address: at, detail: alertText(error.message) });
  if (
    code === 'ERR_SSL_WRONG_VERSION_NUMBER' ||
    code === 'EPROTO' ||
    code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG'
  )
    return make('unauthorized', 'tls-not-spoken', { address: at });
  switch (code) {
    case 'ENOENT':
      return make('unreachable', 'socket-missing', { path: socketPath(address) });
    case 'EACCES':
    case 'EPERM':
      return make('permission-denied', 'socket-permission', {
        path: socketPath(address),
        owner: ownerOf(socketPath(address)),
        user: ownName(),
      });
    case 'ECONNREFUSED':
      return make('unreachable', 'connection-refused', { address: at });
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NONAME':
      return make('unreachable', 'host-unknown', { host: address.kind === 'tcp' ? address.host : at });
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return make('unreachable', 'host-unreachable', { address: at });
    case 'ETIMEDOUT':
      return make('unreachable', 'no-answer', { address: at, seconds: '30' });
    case 'ENOTSOCK':
      return make('unreachable', 'connection-refused', { address: at });
    default:
      return make('unreachable', 'connection-lost', { address: at });
  }
}

function socketPath(address: Address): string {
  return address.kind === 'unix' || address.kind === 'npipe' ? address.path : formatAddress(address);
}

/** Whose the socket is, or the nearest folder above it that may be looked into. */
function ownerOf(path: string): string {
  try {
    const { uid, gid } = statSync(path);
    return `user ${uid}, group ${gid}`;
  } catch {
    // A folder that may not be entered hides what is in it.
    return path === dirname(path) ? 'another user' : ownerOf(dirname(path));
  }
}

/** A user without an entry in the system's list has no name. */
function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '');
  }
}

/** OpenSSL packs file and line into its message: only the alert itself is of use to a person. */
function alertText(message: string): string {
  return /alert ([a-z ]+)/i.exec(message)?.[1]?.trim() ?? 'handshake failed';
}

/** The failure for a deadline that passed without an answer. */
export function noAnswer(address: Address, deadlineMs: number): SlipwayError {
  return fail('timeout', 'no-answer', {
    address: formatAddress(address),
    seconds: String(Math.max(1, Math.round(deadlineMs / 1000))),
  });
}
