import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Answers a request of a spec; `undefined` for what is not known. */
export type ControlHandler = (body: Record<string, unknown>) => unknown;

export interface ControlServer {
  /** Unix socket that speaks HTTP with JSON bodies. */
  socket: string;
  close(): void;
}

/** The door for specs: `POST /name` with a JSON object, answered with JSON; what fails is answered with 400 and why. */
export async function serveControl(
  handlers: Readonly<Record<string, ControlHandler>>,
): Promise<ControlServer> {
  const folder = mkdtempSync(join(tmpdir(), 'electron-double-'));
  const socket = join(folder, 'control.sock');
  const server = createServer((request, response) => {
    const reply = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value ?? null));
    };
    answer(request, handlers).then(
      (value) => reply(200, value),
      (thrown: unknown) => reply(400, { error: thrown instanceof Error ? thrown.message : String(thrown) }),
    );
  });
  server.listen(socket);
  await once(server, 'listening');
  const clean = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', clean);
  return {
    socket,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  request: IncomingMessage,
  handlers: Readonly<Record<string, ControlHandler>>,
): Promise<unknown> {
  const name = (request.url ?? '/').slice(1);
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (handler === undefined)
    throw new Error(`no control "${name}" among: ${Object.keys(handlers).join(', ')}`);
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return handler(text === '' ? {} : JSON.parse(text));
}
