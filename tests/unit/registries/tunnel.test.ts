import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RegistryClient } from '../../../electron/registries/client/registry-client.ts';
import { temporaryFolder } from '../../rig/open-app.ts';
import { makeRegistryCertificates, type RegistryCertificates } from '../../rig/registry-certificates.ts';

/** Nobody has this address: it is reached through the proxy or not at all. */
const nowhere = '198.51.100.7';
const never = new AbortController().signal;
const seen: string[] = [];
const sockets = new Set<Socket>();
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let certificates: RegistryCertificates;
let proxyPort = 0;
let stop: () => Promise<void>;

beforeAll(async () => {
  folder = await temporaryFolder();
  certificates = await makeRegistryCertificates(folder.path, nowhere);
  const { cert, key } = certificates.server;
  const registry = createTlsServer(
    {
      cert: readFileSync(cert),
      key: readFileSync(key),
    },
    ({ headers }, outgoing) => {
      seen.push(headers.host ?? '');
      outgoing.end('{}');
    },
  );
  const proxy = createServer();
  proxy.on('connect', ({ url, headers }, socket: Socket) => {
    seen.push(`${url} ${headers['proxy-authorization'] ?? ''}`);
    if (headers['proxy-authorization'] === undefined) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const onward = connect((registry.address() as AddressInfo).port, '127.0.0.1');
    for (const one of [socket, onward]) sockets.add(one.on('error', () => undefined));
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.pipe(onward).pipe(socket);
  });
  for (const server of [registry, proxy])
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxyPort = (proxy.address() as AddressInfo).port;
  stop = async () => {
    for (const socket of sockets) socket.destroy();
    for (const server of [registry, proxy]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };
});
afterAll(async () => {
  await stop();
  await folder.remove();
});

const open = (proxy: string, ca: string[]) =>
  new RegistryClient({
    ...{ host: `${nowhere}:5000`, credential: null, insecure: false, roots: [], deadlineMs: 10_000 },
    tls: { ca, pairs: [] },
    env: { HTTPS_PROXY: proxy },
  });

it('goes to a registry with TLS through the tunnel of a proxy, and still looks at its certificate', async () => {
  const ca = readFileSync(certificates.ca, 'utf8');
  await open(`http://me:p%20w@127.0.0.1:${proxyPort}`, [ca]).check(never);
  const pair = Buffer.from('me:p w').toString('base64');
  expect(seen).toEqual([`${nowhere}:5000 Basic ${pair}`, `${nowhere}:5000`]);
  const unknown = open(`http://me:p@127.0.0.1:${proxyPort}`, [readFileSync(certificates.wrongCa, 'utf8')]);
  await expect(unknown.check(never)).rejects.toMatchObject({ error: { reason: 'registry-untrusted' } });
  await expect(open(`http://127.0.0.1:${proxyPort}`, [ca]).check(never)).rejects.toMatchObject({
    error: { reason: 'registry-proxy', params: { detail: 'it answers 407' } },
  });
});
