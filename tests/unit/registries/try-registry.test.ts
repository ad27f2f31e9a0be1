import { readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createProxy, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseAddress } from '../../../electron/engine/address.ts';
import { EngineClient } from '../../../electron/engine/client.ts';
import { createTransport } from '../../../electron/engine/transport.ts';
import { registryAddress } from '../../../electron/registries/certificates/address.ts';
import { inspectFiles } from '../../../electron/registries/certificates/inspect.ts';
import type { Places } from '../../../electron/registries/certificates/places.ts';
import { tryRegistry } from '../../../electron/registries/certificates/try-registry.ts';
import type { RegistryTls } from '../../../electron/registries/client/certs-folder.ts';
import { sendJson } from '../../rig/fake-registry.ts';
import { temporaryFolder } from '../../rig/open-app.ts';
import {
  makeRegistryCertificates,
  type Pair,
  type RegistryCertificates,
} from '../../rig/registry-certificates.ts';

const signal = new AbortController().signal;
const nobody = new EngineClient(createTransport(parseAddress('unix:///nowhere'), null, {}), '1.41');
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let certificates: RegistryCertificates;
let ca = '';
let running: { close(done: () => void): unknown; closeAllConnections(): void }[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  certificates = await makeRegistryCertificates(folder.path, '127.0.0.1');
  ca = readFileSync(certificates.ca, 'utf8');
});
afterEach(async () => {
  for (const server of running) {
    server.closeAllConnections();
    await new Promise<void>((resolve) => void server.close(resolve));
  }
  running = [];
});
afterAll(() => folder.remove());

/** A registry with TLS on loopback; gives its `host:port`. */
async function serve(
  answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
  options: ServerOptions = {},
): Promise<string> {
  const { cert, key } = certificates.server;
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key), ...options }, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push(server);
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const strict = (): ServerOptions => ({ ca, requestCert: true, rejectUnauthorized: true });
const good = (_: IncomingMessage, outgoing: ServerResponse) => sendJson(outgoing, {});
const read = ({ cert, key }: Pair) => ({ cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') });

async function ask(host: string, tls: RegistryTls, env: NodeJS.ProcessEnv = {}) {
  const checks = await tryRegistry(registryAddress(host), tls, { env, signal, tokens: true });
  return Object.fromEntries(checks.map(({ key, verdict, params }) => [key, { verdict, params }]));
}

describe('an inspection', () => {
  it('is made for the place that is meant', async () => {
    const base = join(folder.path, 'second');
    const place = { path: base, local: base, restarts: false, access: 'write', hidden: false } as const;
    const places: Places = {
      all: [
        { ...place, kind: 'podman', local: '/nowhere' },
        { ...place, kind: 'docker' },
      ],
      ...{ info: {}, client: nobody },
    };
    const input = { registry: 'r.example', ca: certificates.ca, connect: false };
    const second = await inspectFiles({ ...input, place: 'docker' }, places, {}, signal);
    expect(second.place.local).toBe(base);
    expect((await inspectFiles(input, places, {}, signal)).place.kind).toBe('podman');
    await expect(inspectFiles({ ...input, place: 'desktop' }, places, {}, signal)).rejects.toMatchObject({
      error: { reason: 'certificate-place-none' },
    });
  });

  async function inspect(host: string, there: Record<string, string>, given: object) {
    const base = join(folder.path, 'certs.d');
    await rm(base, { recursive: true, force: true });
    await mkdir(join(base, host), { recursive: true });
    for (const [name, from] of Object.entries(there))
      await writeFile(join(base, host, name), await readFile(from));
    const places: Places = {
      all: [
        {
          ...{ kind: 'docker', path: base, local: base, restarts: false, access: 'write', hidden: false },
        },
      ],
      info: {},
      client: nobody,
    };
    const { inspection } = await inspectFiles(
      { registry: host, connect: true, ...given },
      places,
      {},
      signal,
    );
    return inspection;
  }

  it('reckons with what stays in the folder: the CA where the pair is renewed, the pair where the CA is', async () => {
    const host = await serve(good, strict());
    const { ec, rsa } = certificates;
    const pair = { certificate: ec.cert, key: ec.key };
    const renewed = { 'ca.crt': certificates.ca, 'client.cert': rsa.cert, 'client.key': rsa.key };
    expect(await inspect(host, renewed, pair)).toMatchObject({
      works: true,
      replaces: ['client.cert', 'client.key'],
    });
    expect(await inspect(host, renewed, { ca: certificates.ca })).toMatchObject({
      works: true,
      replaces: ['ca.crt'],
    });
    expect((await inspect(host, {}, { ca: certificates.ca })).works).toBe(false);
    expect((await inspect(host, {}, pair)).works).toBe(false);
    // A pair that no one can use leaves it open.
    const broken = { 'x.cert': certificates.der, 'x.key': rsa.key };
    expect((await inspect(host, broken, { ca: certificates.ca })).works).toBeNull();
    // What goes does not count.
    const wrong = { ...renewed, 'ca.crt': certificates.wrongCa };
    expect((await inspect(host, wrong, { ca: certificates.ca })).works).toBe(true);
    expect((await inspect(host, renewed, { ca: certificates.wrongCa })).works).toBe(false);
  });
});

describe('a registry that is tried', () => {
  it('is shown each pair, and said not to look at it where it answers the same without', async () => {
    const { ec, stranger } = certificates;
    const tls = { ca: [ca], pairs: [read(stranger), read(ec)] };
    const taken = await ask(await serve(good, strict()), tls);
    expect(taken.handshake).toMatchObject({
      verdict: 'ok',
      params: { client: expect.stringContaining('ec-client') },
    });
    const needless = await ask(await serve(good), { ca: [ca], pairs: [read(ec)] });
    expect(needless.handshake?.verdict).toBe('warning');
    const optional = await serve(
      ({ socket }, outgoing) =>
        sendJson(outgoing, {}, 'authorized' in socket && socket.authorized ? 200 : 401),
      { ca, requestCert: true, rejectUnauthorized: false },
    );
    expect((await ask(optional, { ca: [ca], pairs: [read(ec)] })).handshake?.verdict).toBe('ok');
  });

  it('is not judged by what may not be read', async () => {
    const host = await serve(good, strict());
    const closed = ['/etc/docker/certs.d/r/client.key'];
    expect((await ask(host, { ca: [ca], pairs: [], closed })).handshake).toMatchObject({
      verdict: 'unknown',
      params: { closed: closed[0] },
    });
    expect((await ask(host, { ca: [ca], pairs: [] })).handshake?.verdict).toBe('problem');
    const plain = await serve(good);
    expect((await ask(plain, { ca: [], pairs: [], closed }))['server-trusted']?.verdict).toBe('unknown');
    expect((await ask(plain, { ca: [], pairs: [] }))['server-trusted']?.verdict).toBe('problem');
  });

  it('is asked by the way of its tokens before it is called working', async () => {
    const tls = { ca: [ca], pairs: [] };
    const challenged = (challenge: string, headers = {}) =>
      serve(({ headers: { authorization } }, outgoing) => {
        if (authorization === 'Bearer t') return sendJson(outgoing, {});
        return void outgoing.writeHead(401, { 'www-authenticate': challenge, ...headers }).end();
      });
    const tokens = await serve((_, outgoing) => sendJson(outgoing, { token: 't' }));
    const broken = await serve((_, outgoing) => sendJson(outgoing, {}, 503));
    const closed = await serve((_, outgoing) => sendJson(outgoing, {}, 401));
    const answerOf = async (challenge: string, headers = {}) =>
      (await ask(await challenged(challenge, headers), tls)).answer;
    expect(await answerOf(`Bearer realm="https://${tokens}/t"`)).toMatchObject({
      verdict: 'ok',
      params: { challenge: '' },
    });
    expect(await answerOf(`Bearer realm="https://${broken}/t"`)).toMatchObject({
      verdict: 'problem',
      params: { token: expect.stringContaining('503') },
    });
    const named = { 'docker-distribution-api-version': 'registry/2.0' };
    expect(await answerOf(`Bearer realm="https://${closed}/t"`, named)).toMatchObject({
      verdict: 'ok',
      params: { challenge: 'Bearer' },
    });
    expect((await answerOf('Basic realm="x"', named))?.verdict).toBe('ok');
    expect((await answerOf('Basic realm="x"'))?.verdict).toBe('warning');
    expect((await answerOf('Negotiate'))?.verdict).toBe('problem');
  });

  it('is reached through the proxy that is set for it', async () => {
    const host = await serve(good);
    const seen: string[] = [];
    const proxy = createProxy();
    proxy.on('connect', ({ url }, socket) => {
      seen.push(url ?? '');
      const onward = connect(Number(host.split(':')[1]), '127.0.0.1');
      for (const one of [socket, onward]) one.on('error', () => one.destroy());
      onward.on('close', () => socket.destroy());
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    running.push(proxy);
    const env = { HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
    // Nobody has this address.
    const { reached, answer } = await ask('198.51.100.7:5000', { ca: [ca], pairs: [] }, env);
    expect([reached?.verdict, answer?.verdict, seen]).toEqual(['ok', 'ok', ['198.51.100.7:5000']]);
  });
});
