import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RegistryTls, readCertsFolder } from '../../../electron/registries/client/certs-folder.ts';
import { tlsOf } from '../../../electron/registries/client/open.ts';
import { RegistryClient } from '../../../electron/registries/client/registry-client.ts';
import { temporaryFolder } from '../../rig/open-app.ts';
import {
  makeRegistryCertificates,
  type Pair,
  type RegistryCertificates,
} from '../../rig/registry-certificates.ts';

const signal = new AbortController().signal;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let certificates: RegistryCertificates;
let host = '';
let stop: () => Promise<void>;
const shown: string[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  certificates = await makeRegistryCertificates(folder.path, '127.0.0.1');
  const { server, ca } = certificates;
  const registry = createServer(
    {
      ...{ cert: readFileSync(server.cert), key: readFileSync(server.key), ca: readFileSync(ca) },
      ...{ requestCert: true, rejectUnauthorized: true },
    },
    ({ socket }, outgoing) => {
      shown.push(String((socket as TLSSocket).getPeerCertificate().subject.CN));
      outgoing.end('{}');
    },
  );
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
  stop = async () => {
    registry.closeAllConnections();
    await new Promise((resolve) => registry.close(resolve));
  };
});
afterAll(async () => {
  await stop();
  await folder.remove();
});

const read = ({ cert, key }: Pair) => ({ cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') });
const open = (tls: RegistryTls) =>
  new RegistryClient({
    ...{ host, credential: null, insecure: false, roots: [], env: {}, deadlineMs: 10_000, tls },
  });

it('shows each client pair in turn, two of one kind of key as well, and keeps to the one that was taken', async () => {
  const { stranger, ec, ca } = certificates;
  const client = open({ ca: [readFileSync(ca, 'utf8')], pairs: [read(stranger), read(ec)] });
  await client.check(signal);
  await client.check(signal);
  expect(shown).toEqual(['ec-client', 'ec-client']);
  await expect(
    open({ ca: [readFileSync(ca, 'utf8')], pairs: [read(stranger), read(stranger)] }).check(signal),
  ).rejects.toThrow(/certificate|cut/);
});

it('goes on without a key that only root may read, and names it where the registry wants it', async () => {
  const place = join(folder.path, 'certs.d', 'r');
  await mkdir(place, { recursive: true });
  const { ec, ca } = certificates;
  for (const [name, from] of Object.entries({ 'ca.crt': ca, 'client.cert': ec.cert, 'client.key': ec.key }))
    await writeFile(join(place, name), await readFile(from));
  const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
  const found = await readCertsFolder(place, {
    readdir,
    readFile: async (path, encoding) => {
      if (path.endsWith('.key')) throw denied;
      return readFile(path, encoding);
    },
  });
  const path = join(place, 'client.key');
  expect(found).toEqual({ ca: [await readFile(ca, 'utf8')], pairs: [], closed: [path] });
  await expect(open(found).check(signal)).rejects.toMatchObject({
    error: { code: 'permission-denied', reason: 'registry-certs-closed', params: { path } },
  });
  const closed = await readCertsFolder(place, { readFile, readdir: () => Promise.reject(denied) });
  expect(closed).toEqual({ ca: [], pairs: [], closed: [place] });
});

it('looks into the folders further down where the first holds nothing', async () => {
  const places = ['one', 'two'].map((name) => join(folder.path, name));
  await mkdir(join(places[1] ?? '', 'r.example'), { recursive: true });
  await writeFile(join(places[1] ?? '', 'r.example', 'ca.crt'), await readFile(certificates.ca));
  const tls = await tlsOf({ certFolders: async () => places }, 'r.example', signal);
  expect(tls.ca).toHaveLength(1);
});
