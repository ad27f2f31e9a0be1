import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import WebSocket from 'ws';
import { z } from 'zod';
import { createRouterFor } from '../../electron/rpc/router.ts';
import { startWebServer, type WebServer } from '../../electron/web/server.ts';
import { decodeFrame } from '../../shared/contract/codec.ts';
import { answer, call, stream } from '../../shared/contract/define.ts';

const contract = {
  test: {
    echo: call('Back again', z.strictObject({ text: z.string() }), answer<string>()),
    tick: stream('Until it is cancelled', z.strictObject({}), answer<number>()),
    flood: stream('As much as one takes', z.strictObject({}), answer<string>()),
  },
} as const;

export let openStreams = 0;
export let flooded = 0;
/** What the router had to say. */
export const logged: string[] = [];
const router = createRouterFor(
  contract,
  {
    test: {
      echo: async ({ text }) => text,
      tick: async function* (_input, { signal }) {
        openStreams += 1;
        try {
          yield 1;
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
        } finally {
          openStreams -= 1;
        }
      },
      flood: async function* (_input, { signal }) {
        const item = 'x'.repeat(100_000);
        while (!signal.aborted) {
          flooded += 1;
          yield item;
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
    },
  },
  { log: (entry) => logged.push(entry.event) },
);

const faults: string[] = [];
let folder = '';
export let server: WebServer;
export let port = 0;

/** Starts the server under test, on a page of its own and a small contract. */
export async function startRig(): Promise<void> {
  folder = await mkdtemp(path.join(tmpdir(), 'slipway-web-'));
  const page = path.join(folder, 'page');
  await mkdir(path.join(page, 'assets'), { recursive: true });
  await writeFile(path.join(page, 'index.html'), '<!doctype html><title>Slipway</title>');
  await writeFile(path.join(page, 'assets/index-Ab12Cd34.js'), 'export {}');
  await writeFile(path.join(folder, 'secret.txt'), 'SECRET');
  await symlink(path.join(folder, 'secret.txt'), path.join(page, 'link.txt'));
  server = await serve();
  port = Number(new URL(server.origin).port);
}

/** Ends it, and fails when answering any request did. */
export async function stopRig(): Promise<void> {
  await server.close();
  await router.close();
  await rm(folder, { recursive: true });
  expect(faults).toEqual([]);
}
export const serve = (more: { idleMs?: number; ticketMs?: number } = {}) =>
  startWebServer({
    router,
    pageFolder: path.join(folder, 'page'),
    port: 0,
    log: (text) => faults.push(text),
    ...more,
  });

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export function request(
  target: string,
  options: { method?: string; headers?: Record<string, string | string[]>; body?: string; to?: number } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body, to = port } = options;
  return new Promise((resolve, reject) => {
    const sent = http.request(
      {
        host: '127.0.0.1',
        port: to,
        path: target,
        method,
        headers,
        agent: false,
        setHost: !('host' in headers),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Bytes as they are, for what no HTTP client would send. */
export function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.end(text));
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}

export const originOf = (of: WebServer) => ({ origin: of.origin, 'content-type': 'application/json' });

export function post(
  target: string,
  body: unknown,
  headers: Record<string, string> = {},
  of = server,
): Promise<Answer> {
  const to = Number(new URL(of.origin).port);
  return request(target, {
    method: 'POST',
    to,
    headers: { ...originOf(of), ...headers },
    body: JSON.stringify(body),
  });
}

export const tokenOf = (link: string) => new URL(link).hash.replace('#token=', '');

export interface Login {
  cookie: string;
  key: string;
}

export async function logIn(of = server): Promise<Login> {
  const answered = await post('/session', { token: tokenOf(of.newLink()) }, {}, of);
  expect(answered.status).toBe(200);
  const [cookie = ''] = (answered.headers['set-cookie']?.[0] ?? '').split(';');
  return { cookie, key: JSON.parse(answered.body).key };
}

export async function newTicket(login: Login, of = server): Promise<string> {
  const answered = await post('/ticket', { key: login.key }, { cookie: login.cookie }, of);
  expect(answered.status).toBe(200);
  return JSON.parse(answered.body).ticket;
}

interface Attempt {
  ticket?: string;
  cookie?: string;
  origin?: string | undefined;
  host?: string;
  path?: string;
  of?: WebServer;
}

/** The open socket, or the status that refused it. */
export function openSocket(attempt: Attempt): Promise<WebSocket | number> {
  const of = attempt.of ?? server;
  const { host } = new URL(of.origin);
  const protocols = attempt.ticket === undefined ? ['slipway.1'] : ['slipway.1', attempt.ticket];
  const origin = 'origin' in attempt ? attempt.origin : of.origin;
  const socket = new WebSocket(`ws://${host}${attempt.path ?? '/rpc'}`, protocols, {
    headers: {
      ...(origin === undefined ? {} : { origin }),
      ...(attempt.cookie === undefined ? {} : { cookie: attempt.cookie }),
      ...(attempt.host === undefined ? {} : { host: attempt.host }),
    },
  });
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on('error', reject);
  });
}

export async function openPage(login?: Login, of = server): Promise<WebSocket> {
  const who = login ?? (await logIn(of));
  const socket = await openSocket({ ticket: await newTicket(who, of), cookie: who.cookie, of });
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}

export const nextMessage = (socket: WebSocket) =>
  new Promise<unknown>((resolve) => socket.once('message', (data) => resolve(decodeFrame(data.toString()))));
export const closeOf = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve));
export async function until(condition: () => boolean, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
