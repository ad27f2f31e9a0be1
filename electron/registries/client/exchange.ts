import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { type SecureContext, connect as tlsConnect } from 'node:tls';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import { connectionFailure, noAnswer } from './failures.ts';
import { bare, portOf, proxyFor } from './proxy.ts';

/** How a registry is spoken to. */
export interface Line {
  /** What failures call it. */
  host: string;
  env: NodeJS.ProcessEnv;
  /** One for each client pair, the one that was taken last first; where there is none, one without. */
  tls: SecureContext[];
  /** Files that should have been among them, and may not be read. */
  closed: readonly string[];
  /** Its certificate is not looked at. */
  insecure: boolean;
  deadlineMs: number;
}

export interface Sent {
  method: 'GET' | 'HEAD' | 'POST' | 'DELETE';
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** Beyond it the answer is refused, in bytes. */
  limitBytes: number;
  signal: AbortSignal;
}

export interface Received {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/**
 * One request and its whole answer. Where a registry refuses a client pair the next one is tried, as it would be chosen by
 * an engine that is told whom the registry trusts.
 * @throws a typed failure for everything that goes wrong on the way; no header that was sent is in it
 */
export async function exchange(line: Line, sent: Sent): Promise<Received> {
  const all = [...line.tls];
  for (;;) {
    const tls = all.shift();
    if (tls === undefined) throw new Error('a line without TLS');
    try {
      const received = await exchangeWith(line, tls, sent);
      line.tls.sort((a, b) => Number(b === tls) - Number(a === tls));
      return received;
    } catch (thrown) {
      if (all.length === 0 || !isRefusedPair(thrown)) throw withClosed(thrown, line);
    }
  }
}

/** With TLS 1.3 the other side may be gone before its reason is read. */
function isRefusedPair(thrown: unknown): boolean {
  if (!(thrown instanceof SlipwayError)) return false;
  return ['registry-client-certificate', 'registry-unreachable'].includes(thrown.error.reason ?? '');
}

/** Where a file that may not be read would have helped, that is the cause. */
function withClosed(thrown: unknown, { host, closed }: Line): unknown {
  if (!(thrown instanceof SlipwayError) || closed.length === 0) return thrown;
  if (!['registry-client-certificate', 'registry-untrusted'].includes(thrown.error.reason ?? ''))
    return thrown;
  const { detail = '' } = thrown.error.params ?? {};
  return fail('permission-denied', 'registry-certs-closed', { host, path: closed.join(', '), detail });
}

/**
 * One request and its whole answer, over a connection of its own. Redirects are answers like any other.
 * @throws a typed failure for everything that goes wrong on the way; no header that was sent is in it
 */
async function exchangeWith(line: Line, tls: SecureContext, sent: Sent): Promise<Received> {
  const over = new AbortController();
  const stop = () => over.abort(sent.signal.reason);
  sent.signal.addEventListener('abort', stop, { once: true });
  if (sent.signal.aborted) stop();
  const timer = setTimeout(() => over.abort(noAnswer(line.host, line.deadlineMs)), line.deadlineMs);
  let socket: Duplex | undefined;
  try {
    const proxy = proxyFor(sent.url, line.env);
    if (proxy !== null && sent.url.protocol === 'https:') {
      const tunnel = await throughProxy(line.host, sent.url, proxy, over.signal);
      socket = tlsConnect({ ...tlsOptions(line, tls, sent.url), socket: tunnel });
    }
    return await send(line, sent, { proxy, socket, tls, signal: over.signal });
  } catch (thrown) {
    if (sent.signal.aborted) throw fail('cancelled', 'cancelled');
    throw connectionFailure(over.signal.aborted ? over.signal.reason : thrown, line.host);
  } finally {
    clearTimeout(timer);
    sent.signal.removeEventListener('abort', stop);
    socket?.destroy();
  }
}

function send(
  line: Line,
  { method, url, headers, body, limitBytes }: Sent,
  way: { proxy: URL | null; socket: Duplex | undefined; tls: SecureContext; signal: AbortSignal },
): Promise<Received> {
  const { proxy, socket, tls, signal } = way;
  const isTls = url.protocol === 'https:';
  const plainProxy = proxy !== null && !isTls ? proxy : null;
  const options: RequestOptions = {
    method,
    signal,
    host: bare(plainProxy?.hostname ?? url.hostname),
    port: portOf(plainProxy ?? url),
    path: plainProxy === null ? `${url.pathname}${url.search}` : url.href,
    headers: {
      ...headers,
      host: url.host,
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      ...(plainProxy === null ? {} : proxyHeaders(plainProxy)),
    },
  };
  return new Promise((resolve, reject) => {
    const onAnswer = (answer: IncomingMessage) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= limitBytes) chunks.push(chunk);
        else {
          reject(fail('unsupported', 'registry-too-large', { host: line.host }));
          answer.destroy();
        }
      });
      answer.once('error', reject);
      answer.once('close', () => {
        if (!answer.complete) reject(Object.assign(new Error('cut off'), { code: 'ECONNRESET' }));
      });
      answer.once('end', () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) });
      });
    };
    // No session is kept: a certificate that was taken away must count at once.
    const request =
      socket !== undefined
        ? httpRequest({ ...options, createConnection: () => socket }, onAnswer)
        : isTls
          ? httpsRequest(
              { ...options, ...tlsOptions(line, tls, url), agent: new HttpsAgent({ maxCachedSessions: 0 }) },
              onAnswer,
            )
          : httpRequest({ ...options, agent: new HttpAgent() }, onAnswer);
    request.once('error', reject);
    request.end(body);
  });
}

function tlsOptions({ insecure }: Line, tls: SecureContext, url: URL) {
  const servername = bare(url.hostname);
  const isName = !/^[\d.]+$/.test(servername) && !servername.includes(':');
  return {
    secureContext: tls,
    rejectUnauthorized: !insecure,
    host: servername,
    ...(isName ? { servername } : {}),
  };
}

/** A tunnel to the registry, which failures call `host`, that the proxy opened. @throws unreachable `registry-proxy` */
export function throughProxy(host: string, url: URL, proxy: URL, signal: AbortSignal): Promise<Duplex> {
  const to = `${url.hostname}:${portOf(url)}`;
  const options: RequestOptions = {
    method: 'CONNECT',
    host: bare(proxy.hostname),
    port: portOf(proxy),
    path: to,
    signal,
    agent: false,
    headers: { host: to, ...proxyHeaders(proxy) },
  };
  const refused = (detail: string) =>
    fail('unreachable', 'registry-proxy', { host, proxy: proxy.host, detail });
  return new Promise((resolve, reject) => {
    const request = proxy.protocol === 'https:' ? httpsRequest(options) : httpRequest(options);
    request.once('connect', (answer, socket) => {
      if (answer.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(refused(`it answers ${answer.statusCode ?? 0}`));
    });
    request.once('response', (answer) => {
      answer.destroy();
      reject(refused(`it answers ${answer.statusCode ?? 0}`));
    });
    request.once('error', (error) => {
      const code = 'code' in error ? String(error.code) : '';
      reject(signal.aborted ? error : refused(code));
    });
    request.end();
  });
}

function proxyHeaders({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}
