import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { temporaryFolder } from './open-app.ts';

/** What a fake engine says of itself; change it while it runs to become another. */
export interface FakeIdentity {
  apiVersion: string;
  minApiVersion?: string;
  version?: string;
  id?: string;
  name?: string;
}

export interface FakeEngine {
  readonly host: string;
  readonly socket: string;
  identity: FakeIdentity;
  /** Paths asked for, with their version prefix. */
  readonly asked: string[];
  /** Ends every connection, as an engine that dies does. */
  cutAll(): void;
  close(): Promise<void>;
}

/**
 * The smallest thing Slipway takes for an engine, with no objects in it: for versions no lab engine has. `answer` may
 * answer a request itself, and then says true.
 */
export async function startFakeEngine(
  identity: FakeIdentity,
  answer: (incoming: IncomingMessage, outgoing: ServerResponse) => boolean = () => false,
): Promise<FakeEngine> {
  const folder = await temporaryFolder();
  const socket = join(folder.path, 'docker.sock');
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const path = (incoming.url ?? '').replace(/\?.*/, '');
    asked.push(path);
    if (!answer(incoming, outgoing)) respond(path, engine.identity, outgoing);
  });
  const engine: FakeEngine = {
    host: `unix://${socket}`,
    socket,
    identity,
    asked,
    cutAll: () => server.closeAllConnections(),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await folder.remove();
    },
  };
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return engine;
}

function respond(path: string, identity: FakeIdentity, outgoing: ServerResponse): void {
  const { apiVersion, minApiVersion, version = '1.0', id = 'FAKE', name = 'fake' } = identity;
  const json = (value: unknown): void => {
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  switch (path.replace(/^\/v[\d.]+/, '')) {
    case '/_ping':
      outgoing.writeHead(200, { 'content-type': 'text/plain', 'api-version': apiVersion }).end('OK');
      return;
    case '/version':
      json({ Version: version, ApiVersion: apiVersion, MinAPIVersion: minApiVersion });
      return;
    case '/info':
      json({ ID: id, Name: name, SystemTime: new Date().toISOString() });
      return;
    case '/events':
      outgoing.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      return;
    case '/volumes':
      json({ Volumes: null });
      return;
    default:
      json([]);
  }
}
