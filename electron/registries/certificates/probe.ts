import type { X509Certificate } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { SlipwayError } from '../../../shared/contract/failure.ts';
import { signalWithin } from '../../engine/signal-within.ts';
import { throughProxy } from '../client/exchange.ts';
import { proxyFor } from '../client/proxy.ts';
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
 * Asks a registry for `/v2/` over a connection of its own, through the proxy that is set for it. A certificate that is not
 * trusted does not end it: nothing secret is sent, and what is wrong is to be told whole.
 */
export async function probeRegistry(
  { host, port, name }: RegistryAddress,
  shown: Shown,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Probe> {
  const probe: Probe = { server: null, answer: null, broke: null };
  const over = signalWithin(withinMs, signal);
  const url = new URL(`https://${isIP(host) === 6 ? `[${host}]` : host}:${port}/v2/`);
  let socket: TLSSocket | undefined;
  try {
    const proxy = proxyFor(url, env);
    const tunnel = proxy === null ? { host, port } : { socket: await throughProxy(name, url, proxy, over) };
    socket = connect({
      ...tunnel,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(shown.client === null ? {} : { cert: shown.client.chainPem, key: shown.client.keyPem }),
      ca: [...shown.authorities],
      rejectUnauthorized: false,
      // For whom it is made is a question of its own.
      checkServerIdentity: () => undefined,
    });
    probe.answer = await answerOver(socket, name, over, (server) => {
      probe.server = server;
    });
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    probe.broke = brokenBy(thrown, over);
  } finally {
    socket?.destroy();
  }
  return probe;
}

function answerOver(
  socket: TLSSocket,
  name: string,
  signal: AbortSignal,
  onServer: (server: Probe['server']) => void,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    socket.once('secureConnect', () => onServer(serverOf(socket)));
    const asked = request({
      ...{ path: '/v2/', method: 'GET', signal, createConnection: () => socket },
      headers: { host: name, accept: 'application/json', 'user-agent': 'slipway' },
    });
    // What it says beyond its head is not needed.
    asked.once('response', (answer) => resolve(answered(answer)));
    asked.on('error', reject);
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

function brokenBy(thrown: unknown, over: AbortSignal): { code: string; detail: string } {
  if (over.aborted) return { code: 'ETIMEDOUT', detail: `no answer within ${withinMs / 1000} s` };
  if (thrown instanceof SlipwayError) return { code: 'PROXY', detail: thrown.error.message };
  if (!(thrown instanceof Error)) throw thrown;
  const error = thrown;
  const code = 'code' in error ? String(error.code) : 'UNKNOWN';
  const alert = /alert ([a-z ]+?)(?::|$)/i.exec(error.message)?.[1] ?? '';
  return { code, detail: alert === '' ? code : alert };
}
