import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { LabResponse } from './types.ts';

/** Where an API is: a unix socket or a TCP address of the host. */
export type Address = { readonly socketPath: string } | { readonly host: string; readonly port: number };

/** Turns `unix:///path` or `tcp://host:port` into an address. */
export function parseHost(host: string): Address {
  if (host.startsWith('unix://')) return { socketPath: host.slice('unix://'.length) };
  const url = new URL(host);
  return { host: url.hostname, port: Number(url.port) };
}

/** One request on a connection of its own. Rejects on a transport error or after `timeout` ms (30 000). */
export function engineRequest(
  address: Address,
  method: string,
  path: string,
  body?: unknown,
  timeout = 30_000,
): Promise<LabResponse> {
  const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const headers = payload
    ? { 'content-type': 'application/json', 'content-length': String(payload.length), connection: 'close' }
    : { connection: 'close' };
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ ...address, method, path, headers, agent: false }, (answer) => {
      readAnswer(answer).then(resolve, reject);
    });
    outgoing.setTimeout(timeout, () =>
      outgoing.destroy(new Error(`${method} ${path}: no answer in ${timeout} ms`)),
    );
    outgoing.on('error', reject);
    outgoing.end(payload);
  });
}

async function readAnswer(answer: IncomingMessage): Promise<LabResponse> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const isJson = /json/.test(answer.headers['content-type'] ?? '');
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: isJson ? parseBody(text) : text };
}

function parseBody(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Streams of several JSON lines (pull, events) share the content type: they are answered as text.
    return text;
  }
}
