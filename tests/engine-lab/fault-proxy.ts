import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { answerInstead, forwardRequest, needsWhole, sendSpoiled } from './fault-answers.ts';
import { type FaultMode, isEvents, isList, isStream, plainPath } from './fault-modes.ts';
import { proxyDirPrefix } from './paths.ts';
import { type FaultyPipe, pipeWithFaults } from './stream-faults.ts';

export type { FaultMode } from './fault-modes.ts';

/** Counts of what went through a proxy. Paths are without version prefix and query. */
export type ProxyStats = {
  /** Requests by `METHOD /path`. */
  readonly requests: ReadonlyMap<string, number>;
  /** Requests whose `METHOD /path` matches. */
  count(pattern: RegExp): number;
  /** Event streams open now. */
  openEventStreams(): number;
  reset(): void;
};

export type FaultProxy = {
  readonly socket: string;
  /** `unix://...` */
  readonly host: string;
  /** Replaces all modes by this one, for all requests or those whose plain path matches. `'pass'` heals. */
  setMode(mode: FaultMode | 'pass', only?: RegExp): Promise<void>;
  /** Adds a mode for some requests; of several that match, the last added wins. */
  addMode(mode: FaultMode, only: RegExp): Promise<void>;
  /** Client connections open now. */
  connections(): number;
  readonly stats: ProxyStats;
  /** Writes raw text into the event streams open now; answers to how many. */
  inject(text: string): number;
  /** Cuts every connection, as an engine that dies does; new ones are accepted. */
  cutAll(): void;
  close(): Promise<void>;
};

const hangs = (mode: FaultMode, { method }: IncomingMessage): boolean =>
  mode.type === 'hang' && (mode.method === undefined || mode.method === method);

const passing: FaultMode = { type: 'pass' };

/** Puts a proxy with a unix socket of its own in front of an engine's. */
export async function startFaultProxy(targetSocket: string): Promise<FaultProxy> {
  const folder = mkdtempSync(`${proxyDirPrefix()}-`);
  const socket = join(folder, 'docker.sock');
  const sockets = new Set<Duplex>();
  const pipes = new Map<FaultyPipe, boolean>();
  const requests = new Map<string, number>();
  let rules: { mode: FaultMode; only?: RegExp }[] = [];
  let server: Server | undefined;
  let generation = 0;

  const modeFor = (url: string): FaultMode =>
    rules.findLast((rule) => rule.only?.test(plainPath(url)) ?? true)?.mode ?? passing;

  const track = (url: string, pipe: FaultyPipe, until: Duplex | ServerResponse): void => {
    pipes.set(pipe, isEvents(url));
    until.on('close', () => pipes.delete(pipe));
  };

  const begin = (incoming: IncomingMessage): { url: string; wait: number } => {
    const url = incoming.url ?? '/';
    const method = incoming.method ?? 'GET';
    const key = `${method} ${plainPath(url)}`;
    requests.set(key, (requests.get(key) ?? 0) + 1);
    const mode = modeFor(url);
    const slow = mode.type === 'delay' || (mode.type === 'slowList' && isList(method, url));
    return { url, wait: slow ? mode.ms : 0 };
  };

  const handle = (incoming: IncomingMessage, answer: ServerResponse): void => {
    const { url, wait } = begin(incoming);
    const { socket: client } = incoming;
    const cut = (): void => void client.destroy();
    const mode = modeFor(url);
    if (hangs(mode, incoming) || answerInstead(mode, incoming, answer)) return;
    const start = (): void => {
      if (client.destroyed) return;
      const abort = forwardRequest(
        targetSocket,
        incoming,
        (upstream) => {
          upstream.on('error', cut);
          if (needsWhole(modeFor(url))) {
            collect(upstream, (body) => sendSpoiled(modeFor(url), upstream, body, answer));
            return;
          }
          const now = modeFor(url);
          if (now.type === 'dropAfter' && now.bytes === 0) return cut();
          answer.writeHead(upstream.statusCode ?? 502, upstream.statusMessage, answerHeaders(upstream));
          answer.flushHeaders();
          if (now.type === 'injectEvents' && isEvents(url)) answer.write(`${now.lines.join('\n')}\n`);
          const context = { mode: () => modeFor(url), isStream: isStream(url), isEvents: isEvents(url), cut };
          track(url, pipeWithFaults(upstream, answer, context), answer);
        },
        cut,
      );
      answer.on('close', abort);
    };
    later(wait, start);
  };

  const upgrade = (incoming: IncomingMessage, client: Duplex, head: Buffer): void => {
    const { url, wait } = begin(incoming);
    const mode = modeFor(url);
    client.on('error', () => client.destroy());
    if (hangs(mode, incoming)) return;
    if (mode.type === 'status') {
      const body = mode.body ?? JSON.stringify({ message: `fault proxy: status ${mode.status}` });
      client.end(
        `HTTP/1.1 ${mode.status} Fault\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
      return;
    }
    later(wait, () => {
      const upstream = connect({ path: targetSocket, allowHalfOpen: true });
      upstream.on('error', () => client.destroy());
      upstream.on('close', () => client.destroy());
      client.on('close', () => upstream.destroy());
      upstream.write(requestHead(incoming));
      upstream.write(head);
      client.pipe(upstream);
      const cut = (): void => void client.destroy();
      const context = { mode: () => modeFor(url), isStream: true, isEvents: false, cut };
      track(url, pipeWithFaults(upstream, client, context), client);
    });
  };

  const cutAll = (): void => {
    for (const open of sockets) open.destroy();
  };

  const listen = async (): Promise<void> => {
    if (server !== undefined) return;
    const fresh = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 }, handle);
    fresh.on('upgrade', upgrade);
    fresh.on('connection', (connection: Socket) => {
      sockets.add(connection);
      connection.on('close', () => sockets.delete(connection));
    });
    server = fresh;
    // Bound under another name and renamed: closing the server then leaves the file, as a killed engine does.
    generation += 1;
    const bound = join(folder, `s${generation}`);
    await new Promise<void>((resolve, reject) => {
      fresh.once('error', reject);
      fresh.listen(bound, resolve);
    });
    renameSync(bound, socket);
  };

  const unlisten = async (): Promise<void> => {
    const old = server;
    server = undefined;
    if (old === undefined) return;
    const closed = new Promise<void>((resolve) => old.close(() => resolve()));
    cutAll();
    await closed;
  };

  const apply = async (): Promise<void> => {
    const whole = rules.findLast((rule) => rule.mode.type === 'refuse' || rule.mode.type === 'absent');
    if (whole === undefined) await listen();
    else await unlisten();
    if (whole?.mode.type === 'absent') rmSync(socket, { force: true });
    for (const [pipe, events] of pipes) {
      pipe.modeChanged();
      const injected = rules.at(-1)?.mode;
      if (events && injected?.type === 'injectEvents') pipe.inject(`${injected.lines.join('\n')}\n`);
    }
  };

  await listen();
  return {
    socket,
    host: `unix://${socket}`,
    setMode: async (mode, only) => {
      rules = mode === 'pass' ? [] : [only ? { mode, only } : { mode }];
      await apply();
    },
    addMode: async (mode, only) => {
      rules.push({ mode, only });
      await apply();
    },
    connections: () => sockets.size,
    stats: {
      requests,
      count: (pattern) => {
        return [...requests].reduce((sum, [key, times]) => sum + (pattern.test(key) ? times : 0), 0);
      },
      openEventStreams: () => [...pipes.values()].filter((events) => events).length,
      reset: () => requests.clear(),
    },
    inject: (text) => {
      const open = [...pipes].filter(([, events]) => events);
      for (const [pipe] of open) pipe.inject(text);
      return open.length;
    },
    cutAll,
    close: async () => {
      await unlisten();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function later(ms: number, work: () => void): void {
  if (ms > 0) setTimeout(work, ms);
  else work();
}

function collect(source: IncomingMessage, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  source.on('data', (chunk: Buffer) => chunks.push(chunk));
  source.on('end', () => done(Buffer.concat(chunks)));
}

/** The engine's headers but for those that belong to its connection. */
function answerHeaders(upstream: IncomingMessage): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < upstream.rawHeaders.length; i += 2) {
    const name = upstream.rawHeaders[i] ?? '';
    if (/^(connection|transfer-encoding|keep-alive)$/i.test(name)) continue;
    kept.push(name, upstream.rawHeaders[i + 1] ?? '');
  }
  return kept;
}

function requestHead(incoming: IncomingMessage): string {
  const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) {
    lines.push(`${incoming.rawHeaders[i]}: ${incoming.rawHeaders[i + 1]}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}
