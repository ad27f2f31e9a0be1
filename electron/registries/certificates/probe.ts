import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { RegistryAddress } from './address.ts';

/** What Slipway shows to the registry, and whom it trusts to have signed the registry. */
export interface Shown {
  client: { chainPem: string; keyPem: string } | null;
  authorities: readonly string[];
}

export interface Answered {
  status: number;
  /** Of `WWW-Authenticate`, its first words; empty where there is none. */
  challenge: string;
  /** It says that it is a registry of version 2. */
  isRegistry: boolean;
  contentType: string;
  location: string;
}

/** How a connection to a registry went, as far as it went. */
export interface Probe {
  /** null where there was no TLS. */
  server: {
    certificate: X509Certificate;
    /** OpenSSL's word for why it is not trusted; null where it is. */
    untrusted: string | null;
    issuer: string;
  } | null;
  /** null where it broke before. */
  answer: Answered | null;
  /** What it broke with: a code of Node's or OpenSSL's. */
  broke: { code: string; detail: string } | null;
}

const withinMs = 10_000;

/**
 * Asks a registry for `/v2/` over a connection of its own. A certificate that is not trusted does not end it: nothing
 * secret is sent, and what is wrong is to be told whole.
 */
export function probeRegistry(
  { host, port, name }: RegistryAddress,
  shown: Shown,
  signal: AbortSignal,
): Promise<Probe> {
  const probe: Probe = { server: null, answer: null, broke: null };
  return new Promise((resolve, reject) => {
    const over = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
    const settle = () => {
      if (signal.aborted) reject(signal.reason);
      else resolve(probe);
    };
    const asked = request({
      ...{ host, port, path: '/v2/', method: 'GET', agent: false, signal: over },
      headers: { host: name, accept: 'application/json', 'user-agent': 'slipway' },
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(shown.client === null
        ? {}
        : {
            cert: shown.client.chainPem,
            key: shown.client.keyPem,
          }),
      ca: [...shown.authorities],
      rejectUnauthorized: false,
      // For whom it is made is a question of its own.
      checkServerIdentity: () => undefined,
    });
    asked.once('socket', (socket) => {
      socket.once('secureConnect', () => {
        probe.server = serverOf(socket as TLSSocket);
      });
    });
    asked.once('response', (answer) => {
      probe.answer = answered(answer);
      // What it says beyond its head is not needed.
      answer.destroy();
      settle();
    });
    asked.once('error', (error) => {
      if (probe.answer === null) probe.broke = brokenBy(error, over);
      settle();
    });
    asked.end();
  });
}

function serverOf(socket: TLSSocket): Probe['server'] {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return null;
  const error: unknown = socket.authorizationError;
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return {
    certificate,
    untrusted: socket.authorized ? null : code,
    issuer: certificate.issuer.split('\n').reverse().join(', '),
  };
}

function answered({ statusCode = 0, headers }: IncomingMessage): Answered {
  return {
    status: statusCode,
    challenge: /^\w+/.exec(headers['www-authenticate'] ?? '')?.[0] ?? '',
    isRegistry: /registry\/2/i.test(String(headers['docker-distribution-api-version'] ?? '')),
    contentType: headers['content-type'] ?? '',
    location: headers.location ?? '',
  };
}

function brokenBy(error: Error, over: AbortSignal): { code: string; detail: string } {
  if (over.aborted) return { code: 'ETIMEDOUT', detail: `no answer within ${withinMs / 1000} s` };
  const code = 'code' in error ? String(error.code) : 'UNKNOWN';
  const alert = /alert ([a-z ]+?)(?::|$)/i.exec(error.message)?.[1] ?? '';
  return { code, detail: alert === '' ? code : alert };
}
