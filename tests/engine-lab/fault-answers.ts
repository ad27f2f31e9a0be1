import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type FaultMode, hugeList, withNullFields } from './fault-modes.ts';

const json = { 'content-type': 'application/json' };

/** Answers a request in the engine's place; false when this mode leaves the answer to the engine. */
export function answerInstead(mode: FaultMode, incoming: IncomingMessage, answer: ServerResponse): boolean {
  switch (mode.type) {
    case 'status': {
      if (mode.method !== undefined && mode.method !== incoming.method) return false;
      const body = mode.body ?? JSON.stringify({ message: `fault proxy: status ${mode.status}` });
      incoming.resume();
      answer.writeHead(mode.status, json).end(body);
      return true;
    }
    case 'html200':
      incoming.resume();
      answer
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><html><body><h1>Sign in to the network</h1></body></html>');
      return true;
    case 'garbageJson':
      incoming.resume();
      answer.writeHead(200, json).end('[{"Id":"abc", "Names":[}{\u0000 nonsense');
      return true;
    case 'hugeAnswer':
      incoming.resume();
      void sendHuge(answer, mode.bytes);
      return true;
    default:
      return false;
  }
}

async function sendHuge(answer: ServerResponse, bytes: number): Promise<void> {
  answer.writeHead(200, json);
  for (const piece of hugeList(bytes)) {
    if (answer.destroyed) return;
    if (!answer.write(piece)) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          answer.off('drain', go);
          answer.off('close', go);
          resolve();
        };
        answer.on('drain', go);
        answer.on('close', go);
      });
    }
  }
  answer.end();
}

/** Whether a mode needs the engine's whole answer before it can be spoiled. */
export function needsWhole(mode: FaultMode): boolean {
  return mode.type === 'truncatedJson' || mode.type === 'nullFields';
}

/** Sends a spoiled form of the engine's whole answer. */
export function sendSpoiled(
  mode: FaultMode,
  upstream: IncomingMessage,
  body: Buffer,
  answer: ServerResponse,
): void {
  const headers = { 'content-type': upstream.headers['content-type'] ?? 'application/json' };
  const status = upstream.statusCode ?? 200;
  if (mode.type === 'truncatedJson') {
    answer.writeHead(status, { ...headers, 'content-length': String(body.length + 100) });
    answer.write(body.subarray(0, body.length >> 1), () => answer.socket?.destroy());
    return;
  }
  const isJson = /json/.test(headers['content-type']) && status === 200;
  const text = isJson ? JSON.stringify(withNullFields(JSON.parse(body.toString('utf8')))) : body;
  answer.writeHead(status, headers).end(text);
}

/** Sends a request on to the engine, body and all. */
export function forwardRequest(
  target: string,
  incoming: IncomingMessage,
  onAnswer: (upstream: IncomingMessage) => void,
  onError: (error: Error) => void,
): () => void {
  const outgoing = request(
    {
      socketPath: target,
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers: incoming.headers,
      agent: false,
    },
    onAnswer,
  );
  outgoing.on('error', onError);
  incoming.pipe(outgoing);
  return () => outgoing.destroy();
}
