import { Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex, Readable } from 'node:stream';
import { inspect } from 'node:util';
import Dockerode from 'dockerode';
import type { Address } from './address.ts';
import { withoutRedirects } from './no-redirects.ts';
import { SshAgent } from './ssh-agent.ts';
import type { TlsFiles } from './tls-files.ts';

/** What is used of docker-modem, the transport inside dockerode. Its own types say `any`. */
interface Modem {
  dial(options: DialOptions, done: (error: Error | null, answer: unknown) => void): void;
}

interface DialOptions {
  path: string;
  method: string;
  options: { _query: Record<string, string>; _body: unknown };
  isStream: boolean;
  hijack?: boolean;
  file?: Buffer | Readable;
  statusCodes: Record<number, true>;
  abortSignal: AbortSignal;
  headers?: Record<string, string>;
}

export interface Exchange {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** With a leading slash and, where wanted, the version. */
  path: string;
  query: Record<string, string>;
  /** Further query, encoded already: for what is no text, such as a path of any bytes. */
  rawQuery?: string;
  body?: unknown;
  /** Sent as they come, instead of `body`. */
  upload?: Readable;
  headers?: Readonly<Record<string, string>>;
  /** Over a connection of its own, as whatever changes something. */
  fresh?: boolean;
  signal: AbortSignal;
}

/** Requests to one address. It holds sockets only, no knowledge of the Engine API. */
export interface Transport {
  readonly address: Address;
  /** Resolves with the answer's head for every status; rejects with the socket's own error. */
  send(exchange: Exchange): Promise<IncomingMessage>;
  /** The raw connection after a 101 (exec, attach); the answer's head where the engine does not switch to one. */
  hijack(exchange: Exchange): Promise<Duplex | IncomingMessage>;
  /** Destroys every socket but hijacked ones, and keeps none from then on. */
  close(): void;
}

// docker-modem keeps the answers of unlisted statuses to itself; every one is listed, so that ours reads them.
const everyStatus: Record<number, true> = new Proxy({}, { get: () => true });

/** Opens no connection yet. `env` is what an ssh child gets. */
export function createTransport(address: Address, tls: TlsFiles | null, env: NodeJS.ProcessEnv): Transport {
  const { reads, writes } = agentsFor(address, tls, env);
  // Reads share kept-alive sockets. A write gets a fresh one: on a stale socket it could not be told whether it was done.
  const readModem = dockerodeFor(address, reads);
  const writeModem = writes === reads ? readModem : dockerodeFor(address, writes);
  const prefix = address.kind === 'tcp' ? address.pathPrefix : '';
  return {
    address,
    send: (exchange) =>
      dial<IncomingMessage>(
        exchange.method === 'GET' && exchange.fresh !== true ? readModem : writeModem,
        prefix,
        exchange,
        {
          isStream: true,
          ...(exchange.upload === undefined ? {} : { file: exchange.upload }),
        },
      ),
    hijack: (exchange) =>
      dial<Duplex | IncomingMessage>(writeModem, prefix, exchange, {
        isStream: true,
        hijack: true,
        // Without a body the request would go out chunked, and Podman takes whatever body there is for input.
        ...(exchange.body === undefined ? { file: Buffer.alloc(0) } : {}),
      }),
    close() {
      for (const agent of [reads, writes]) {
        // A terminal may still ask how its process ended: what it opens for that is not kept.
        agent.maxFreeSockets = 0;
        agent.destroy();
      }
    },
  };
}

function dial<T>(
  modem: Modem,
  prefix: string,
  exchange: Exchange,
  mode: Pick<DialOptions, 'isStream' | 'hijack' | 'file'>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    modem.dial(
      {
        // Without the question mark docker-modem drops the query.
        path: `${prefix}${exchange.path}?${exchange.rawQuery === undefined ? '' : `${exchange.rawQuery}&`}`,
        method: exchange.method,
        options: { _query: exchange.query, _body: exchange.body ?? {} },
        statusCodes: everyStatus,
        abortSignal: exchange.signal,
        // A copy: docker-modem adds its own to them.
        ...(exchange.headers === undefined ? {} : { headers: { ...exchange.headers } }),
        ...mode,
      },
      (error, answer) => (error ? reject(error) : resolve(answer as T)),
    );
  });
}

function agentsFor(
  address: Address,
  tls: TlsFiles | null,
  env: NodeJS.ProcessEnv,
): { reads: HttpAgent; writes: HttpAgent } {
  if (address.kind === 'ssh') {
    const agent = new SshAgent(address, env);
    return { reads: agent, writes: agent };
  }
  const kept = { keepAlive: true, maxFreeSockets: 8, scheduling: 'lifo' as const };
  if (address.kind === 'tcp' && address.tls) {
    const secure = {
      ...(tls?.ca === undefined ? {} : { ca: tls.ca }),
      ...(tls?.cert === undefined ? {} : { cert: tls.cert }),
      ...(tls?.key === undefined ? {} : { key: tls.key }),
      rejectUnauthorized: tls?.verify ?? true,
    };
    return { reads: new HttpsAgent({ ...kept, ...secure }), writes: new HttpsAgent(secure) };
  }
  return { reads: new HttpAgent(kept), writes: new HttpAgent() };
}

function dockerodeFor(address: Address, agent: HttpAgent): Modem {
  const options: Dockerode.DockerOptions & { agent: HttpAgent } = {
    ...modemOptions(address),
    agent: brieflyDescribed(withoutRedirects(agent)),
  };
  // docker-modem reads DOCKER_* even when every option is given, and throws on a bad one: it must not see them.
  const docker = withoutDockerVariables(() => new Dockerode(options));
  const modem: Modem = docker.modem;
  return modem;
}

/**
 * docker-modem describes every request's options for its debug log, also while that is off. An agent leads to every
 * open socket, which takes longer to describe than most requests to answer, and to TLS keys.
 */
function brieflyDescribed<T extends HttpAgent>(agent: T): T {
  return Object.defineProperty(agent, inspect.custom, { value: () => 'Agent', configurable: true });
}

function modemOptions(address: Address): Dockerode.DockerOptions {
  switch (address.kind) {
    case 'unix':
    case 'npipe':
      return { socketPath: address.path, protocol: 'http' };
    case 'tcp':
      return {
        host: address.host,
        port: address.port,
        protocol: address.tls ? 'https' : 'http',
      };
    case 'ssh':
      return { host: 'docker.over.ssh', port: 80, protocol: 'http' };
  }
}

function withoutDockerVariables<T>(make: () => T): T {
  const kept = Object.entries(process.env).filter(([name]) => name.startsWith('DOCKER_'));
  for (const [name] of kept) delete process.env[name];
  try {
    return make();
  } finally {
    for (const [name, value] of kept) process.env[name] = value;
  }
}
