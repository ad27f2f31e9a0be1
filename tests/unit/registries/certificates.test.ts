import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAddress } from '../../../electron/engine/address.ts';
import { EngineClient } from '../../../electron/engine/client.ts';
import { createTransport } from '../../../electron/engine/transport.ts';
import { registryAddress } from '../../../electron/registries/certificates/address.ts';
import { tryFromEngine, verdictOf } from '../../../electron/registries/certificates/engine-trial.ts';
import { readMaterial } from '../../../electron/registries/certificates/material.ts';
import { pemBlocks } from '../../../electron/registries/certificates/pem.ts';
import type { FoundPlace } from '../../../electron/registries/certificates/places.ts';
import {
  installSteps,
  type Packing,
  quoted,
  removeSteps,
} from '../../../electron/registries/certificates/steps.ts';
import { expiryOf } from '../../../shared/contract/registry-certificates.ts';
import { sendJson, startFakeServer } from '../../rig/fake-registry.ts';
import { temporaryFolder } from '../../rig/open-app.ts';

let dir = '';
let removeDir: () => Promise<void> = async () => undefined;
beforeAll(async () => {
  ({ path: dir, remove: removeDir } = await temporaryFolder());
});
afterAll(() => removeDir());

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('PEM', () => {
  it('is found among any text, and nothing else is', () => {
    const label = fc.constantFrom('CERTIFICATE', 'PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY');
    const body = fc.stringMatching(/^[A-Za-z0-9+/=\n]{0,200}$/);
    const between = fc.stringMatching(/^[^-]{0,60}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(between, label, body), { maxLength: 5 }), (parts) => {
        const blocks = parts.map(
          ([, name, text]) => `-----BEGIN ${name}-----\n${text}\n-----END ${name}-----`,
        );
        const text = parts.map(([noise], at) => noise + (blocks[at] ?? '')).join('');
        expect(pemBlocks(text).map((block) => block.text)).toEqual(blocks);
        expect(pemBlocks(text).map((block) => block.label)).toEqual(parts.map(([, name]) => name));
      }),
    );
  });
});

describe('the name of a registry', () => {
  it('is a host with a port or without', () => {
    expect(registryAddress('r.example:5000')).toMatchObject({ host: 'r.example', port: 5000 });
    expect(registryAddress('r.example')).toMatchObject({ host: 'r.example', port: 443 });
    expect(registryAddress('[::1]:5000')).toMatchObject({ host: '::1', port: 5000 });
    for (const bad of ['r.example:0', 'r.example:65536', '..', 'a..b'])
      expect(() => registryAddress(bad), bad).toThrow(/no host/);
    expect(() => registryAddress('index.docker.io')).toThrow(/Docker Hub/);
  });
});

describe('days left', () => {
  it('are told of from thirty on, from seven on, and at the end', () => {
    expect([31, 30, 29, 7, 6, 0, -1].map(expiryOf)).toEqual([
      'good',
      'good',
      'early',
      'early',
      'late',
      'late',
      'ended',
    ]);
  });
});

describe('commands to do it by hand', () => {
  const place: FoundPlace = {
    ...{
      kind: 'docker',
      path: '/etc/docker/certs.d',
      local: null,
      hidden: true,
      access: 'none',
      restarts: false,
    },
  };
  const registry = registryAddress('r.example:5000');
  const pem: Packing = { certificate: 'pem', encrypted: false, ca: 'pem', shown: [], trusted: [] };

  it('name files and never what is in them, each word safe in a shell', () => {
    const given = { certificate: `/home/me/it's.p12`, ca: '/home/me/ca.pem' };
    const packing = { ...pem, certificate: 'pkcs12', encrypted: true, shown: [1] } as const;
    const ssh = { kind: 'ssh', user: 'me', host: 'far', port: 2222, socketPath: '' } as const;
    const steps = installSteps(given, packing, registry, place, ssh);
    expect(steps).toContain(`openssl pkcs12 -in '/home/me/it'\\''s.p12' -nodes`);
    expect(removeSteps('/x', place, ssh)).toBe(`ssh -p 2222 me@far 'sudo rm -r /x'`);
    expect(steps).toContain(`ssh -p 2222 me@far 'sudo mkdir -p /etc/docker/certs.d/r.example:5000'`);
    expect(steps).toContain('chmod 0600 /etc/docker/certs.d/r.example:5000/client.key');
    expect(() => execFileSync('sh', ['-n'], { input: steps })).not.toThrow();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (word) => {
        fc.pre(!word.includes('\0') && Buffer.from(word).toString() === word && word !== '');
        expect(execFileSync('sh', ['-c', `printf %s ${quoted(word)}`], { encoding: 'utf8' })).toBe(word);
      }),
      { numRuns: 30 },
    );
  });

  it('do it, with the chain, and leave the files they are run beside as they are', async () => {
    const own = join(dir, 'own');
    mkdirSync(own);
    const pair = (name: string, key: string) =>
      execFileSync(
        'openssl',
        [
          ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`, '-days', '9'],
          ...['-keyout', join(own, key), '-out', join(own, `${name}.crt`)],
        ],
        { stdio: 'pipe' },
      );
    pair('hand', 'client.key');
    pair('root', 'root.key');
    const text = (name: string) => readFileSync(join(own, name), 'utf8');
    // Named as they are to be installed, in the folder where the commands are run.
    writeFileSync(join(own, 'client.cert'), `${text('root.crt')}noise\n${text('hand.crt')}`);
    const given = { certificate: 'client.cert', key: 'client.key', ca: 'root.crt' };
    const local = { ...place, path: join(dir, 'by-hand', 'certs.d'), hidden: false };
    const unix = { kind: 'unix', path: '/x' } as const;
    const before = readdirSync(own).map((name) => `${name} ${text(name)}`);
    const run = (steps: string) =>
      execFileSync('sh', ['-e'], { input: steps.replaceAll('sudo ', ''), cwd: own, stdio: 'pipe' });
    run(installSteps(given, { ...pem, shown: [2, 1] }, registry, local, unix));
    const folder = join(local.path, 'r.example:5000');
    const installed = (name: string) => readFileSync(join(folder, name), 'utf8');
    expect(readdirSync(folder)).toEqual(['ca.crt', 'client.cert', 'client.key']);
    expect([modeOf(join(folder, 'client.key')), modeOf(join(folder, 'client.cert'))]).toEqual(['600', '644']);
    expect(installed('client.key')).toBe(text('client.key'));
    expect(installed('client.cert')).toBe(`${text('hand.crt')}${text('root.crt')}`);
    expect(readdirSync(own).map((name) => `${name} ${text(name)}`)).toEqual(before);
    // Packed, with the authority in it.
    execFileSync('openssl', [
      ...['pkcs12', '-export', '-in', join(own, 'hand.crt'), '-inkey', join(own, 'client.key')],
      ...['-certfile', join(own, 'root.crt'), '-out', join(own, 'all.p12'), '-passout', 'pass:'],
    ]);
    const packed = { ...pem, certificate: 'pkcs12', shown: [1], trusted: [2] } as const;
    const steps = installSteps({ certificate: 'all.p12' }, packed, registry, local, unix);
    run(steps.replaceAll('-nodes', '-nodes -passin pass:'));
    expect(installed('ca.crt')).toBe(text('root.crt'));
    expect(installed('client.cert')).toBe(text('hand.crt'));
    expect(installed('client.key')).toBe(text('client.key'));
  });
});

describe('what an engine says of a registry', () => {
  it('is told apart', () => {
    const said = {
      problem: [
        'Get "https://r/v2/": x509: certificate signed by unknown authority',
        'Get "https://r/v2/": remote error: tls: bad certificate',
        'missing key client.key for client certificate client.cert',
        'Get "https://r/v2/": http: server gave HTTP response to HTTPS client',
        'dial tcp: lookup r: no such host',
        'error parsing HTTP 404 response body: invalid character: "<html>404 Not Found</html>"',
      ],
      ok: [
        'manifest unknown: manifest unknown',
        'no basic auth credentials',
        'failed to resolve reference "r/a:1": r/a:1: not found',
        'unauthorized: authentication required',
      ],
      unknown: ['teapot', '', 'Not Found', '404 page not found'],
    } as const;
    for (const verdict of ['problem', 'ok', 'unknown'] as const)
      for (const text of said[verdict]) expect(verdictOf(text), text).toBe(verdict);
  });
});

describe('Podman', () => {
  it('is not asked for what it does not know', async () => {
    const asked: string[] = [];
    const engine = await startFakeServer(({ url }, outgoing) => {
      asked.push(url ?? '');
      if (url?.includes('/version'))
        return sendJson(outgoing, { Components: [{ Name: 'Podman Engine', Version: '5' }] });
      return void outgoing.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found');
    });
    const client = new EngineClient(createTransport(parseAddress(`tcp://${engine.host}`), null, {}), '1.41');
    expect(await tryFromEngine(client, 'r.example', new AbortController().signal)).toEqual({
      ...{ verdict: 'unknown', said: '' },
    });
    expect(asked).toEqual(['/v1.41/version?']);
    await engine.close();
  });
});

describe('a PKCS#12', () => {
  it('opens with a passphrase that is no ASCII, whatever its ciphers', async () => {
    const file = (name: string) => join(dir, name);
    const passphrase = 'Fähre über 海';
    const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
    openssl(
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=one', '-days', '9'],
      ...['-keyout', file('k.pem'), '-out', file('c.pem')],
    );
    const ways = { modern: [], legacy: ['-legacy'] };
    for (const [name, how] of Object.entries(ways)) {
      openssl(
        ...['pkcs12', '-export', '-in', file('c.pem'), '-inkey', file('k.pem'), '-out', file(`${name}.p12`)],
        ...['-passout', `pass:${passphrase}`, ...how],
      );
      const { client } = await readMaterial({ certificate: file(`${name}.p12`), passphrase });
      expect(client?.certificate.subject, name).toBe('CN=one');
      expect(client?.key.export({ type: 'pkcs8', format: 'pem' })).toBe(readFileSync(file('k.pem'), 'utf8'));
      await expect(
        readMaterial({ certificate: file(`${name}.p12`), passphrase: 'Fähre' }),
      ).rejects.toMatchObject({
        error: { reason: 'certificate-passphrase-wrong' },
      });
    }
  });

  it('made of anything is refused with a reason, never with a fault', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (noise, like) => {
        const head = like ? [0x30, 0x82, 0x01, 0x20, 0x02, 0x01, 0x03] : [];
        writeFileSync(join(dir, 'noise'), Buffer.from([...head, ...noise]));
        await expect(
          readMaterial({ certificate: join(dir, 'noise'), passphrase: 'x' }),
        ).rejects.toMatchObject({
          error: { code: 'invalid-input', reason: expect.stringMatching(/^certificate-/) },
        });
      }),
      { numRuns: 100 },
    );
  });
});
