import { Agent, request } from 'node:http';
import { list, record, text } from '../../electron/engine/raw/fields.ts';
import { closing } from './closing.ts';

/** Plain HTTP to an engine over kept-alive connections: the least any client can do. */
export interface RawApi {
  /** The body of an answer; rejects for any status of 400 and above. */
  send(method: string, path: string, body?: unknown): Promise<unknown>;
  close(): void;
}

export function rawApi(socketPath: string, connections = 4): RawApi {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    send: (method, path, body) =>
      new Promise((resolve, reject) => {
        const headers = body === undefined ? {} : { 'content-type': 'application/json' };
        const sent = request({ socketPath, agent, method, path, headers }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const said = Buffer.concat(chunks).toString('utf8');
            if ((answer.statusCode ?? 0) >= 400) reject(new Error(`${method} ${path}: ${said.trim()}`));
            else resolve(said.startsWith('{') || said.startsWith('[') ? JSON.parse(said) : said);
          });
        });
        sent.on('error', reject);
        sent.end(body === undefined ? undefined : JSON.stringify(body));
      }),
    close: () => agent.destroy(),
  };
}

/** Calls `work` for every item, so many at a time. */
export async function atOnce<T>(
  concurrency: number,
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

/** An event as a bare client sees it. `atMs`: when the engine made it, by the wall clock. */
export interface RawEvent {
  action: string;
  id: string;
  atMs: number;
}

/** Reads `/events` with nothing around it: the floor for everything that follows the engine. */
export function followEvents(
  socketPath: string,
  on: (event: RawEvent) => void,
): { ready: Promise<void> } & AsyncDisposable {
  let rest = '';
  const sent = request({ socketPath, agent: false, path: '/events' });
  const ready = new Promise<void>((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (answer) => {
      answer.on('error', () => undefined);
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) on(parse(line));
      });
      resolve();
    });
  });
  sent.end();
  return closing({ ready }, () => void sent.destroy());
}

function parse(line: string): RawEvent {
  const event = record(JSON.parse(line));
  const nano = /"timeNano":\s*(\d+)/.exec(line)?.[1] ?? '0';
  const atMs = Number(BigInt(nano) / 1000n) / 1000;
  return { action: text(event.Action), id: text(record(event.Actor).ID), atMs };
}

/** Id and name of every container, newest first, as the engine lists them. */
export async function listedNames(api: RawApi): Promise<Map<string, string>> {
  const rows = list(await api.send('GET', '/containers/json?all=1')).map(record);
  return new Map(rows.map((row) => [text(row.Id), text(list(row.Names)[0]).replace(/^\//, '')]));
}
