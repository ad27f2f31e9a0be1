import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exposeTcp } from '../engine-lab/expose-tcp.ts';
import { runOk } from '../engine-lab/run-command.ts';
import { type LabRegistries, type LabRegistry, openRegistries } from '../rig/lab-registries.ts';
import { ok, openApp, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';

const prefix = 'it-certificate-';

onEachEngine('certificates of registries', { prefix, kinds: ['main', 'newest'] }, (bench, kind) => {
  let registries: LabRegistries;
  let strict: LabRegistry;
  let image: string;
  const call: typeof bench.client.call = (...args) => bench.client.call(...args);
  /** The folder of the engine's own that Slipway writes, seen from here. */
  const certsD = () => `/proc/${bench.engine.pid}/root/etc/docker/certs.d`;
  const hashes = async () => {
    const found = await bench.engine.exec([
      'sh',
      '-c',
      'find /etc/docker/certs.d -type f -exec sha256sum {} + 2>/dev/null | sort',
    ]);
    return found.stdout;
  };
  const docker = (...args: string[]) => bench.engine.docker(args);
  const remove = async (registry: string) => {
    const plan = await ok(
      call('registries.removeCertificate', { registries: [{ registry, place: 'docker' }] }),
    );
    return ok(call('plans.execute', { id: plan.id }));
  };

  beforeAll(async () => {
    registries = await openRegistries(bench.engine);
    strict = await registries.start('client-certificate');
    image = `${strict.address}/${prefix}app:1`;
    await bench.docker('tag', 'lab/busybox:1', image);
  });
  afterAll(async () => {
    await docker('rmi', '-f', image);
    await bench.engine.exec(['rm', '-rf', '/etc/docker/certs.d']);
    await registries.stop();
  });

  it('is tried, installed where the engine reads it, used by the docker CLI, and removed by a plan', async () => {
    const { rsa, ca } = registries.certificates;
    const input = { registry: strict.address, certificate: rsa.cert, key: rsa.key, ca };
    expect((await docker('push', image)).stderr).toMatch(/x509/);
    const before = await hashes();
    const inspected = await ok(call('registries.inspectCertificate', input));
    expect(inspected).toMatchObject({
      canInstall: true,
      works: true,
      place: { kind: 'docker', path: '/etc/docker/certs.d', access: 'write' },
      replaces: [],
      client: { keyType: 'RSA 2048', usages: ['client'], daysLeft: 89 },
    });
    const printed = await runOk('openssl', [
      'x509',
      '-in',
      rsa.cert,
      '-noout',
      '-serial',
      '-fingerprint',
      '-sha256',
    ]);
    expect(printed).toContain(`serial=${inspected.client?.serial}`);
    expect(printed).toContain(inspected.client?.fingerprint ?? 'none');
    expect(inspected.checks.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    expect(await hashes()).toBe(before);

    const installed = await ok(call('registries.addCertificate', input));
    expect(installed).toMatchObject({
      works: true,
      engine: { verdict: 'ok' },
      files: ['ca.crt', 'client.cert', 'client.key'],
    });
    const folder = join(certsD(), strict.address);
    expect((await readdir(certsD())).filter((name) => name.startsWith('.'))).toEqual([]);
    const modes = await Promise.all(
      installed.files.map(async (name) => ((await stat(join(folder, name))).mode & 0o777).toString(8)),
    );
    expect(modes).toEqual(['644', '644', '600']);
    await bench.docker('push', image);
    await bench.docker('rmi', image);
    await bench.docker('pull', image);

    const list = await ok(call('registries.list', {}));
    expect(list.registries).toMatchObject([
      {
        registry: strict.address,
        place: 'docker',
        daysLeft: 89,
        problems: [],
        pairs: [{ name: 'client', certificate: { fingerprint: inspected.client?.fingerprint } }],
      },
    ]);
    const there = await refused(call('registries.addCertificate', input));
    expect(there).toMatchObject({ code: 'conflict', reason: 'certificate-there' });

    const report = await remove(strict.address);
    expect(report.items).toMatchObject([{ outcome: 'done', outcomeKey: 'removed' }]);
    await bench.docker('rmi', image);
    expect((await docker('pull', image)).stderr).toMatch(/x509|certificate/);
    expect(await hashes()).toBe('');
    await bench.docker('tag', 'lab/busybox:1', image);
  });

  it('takes keys of every kind, packed in every way, and replaces one by another', async () => {
    const { certificates } = registries;
    const { ca, passphrase, p12 } = certificates;
    await bench.docker('tag', 'lab/busybox:1', image);
    const ways = [
      { certificate: p12.modern, passphrase },
      { certificate: p12.legacy, passphrase },
      { certificate: p12.tripleDes, passphrase },
      { certificate: certificates.p12Ec, passphrase },
      { certificate: certificates.p12Ed25519, passphrase },
      { certificate: certificates.ec.cert, key: certificates.ec.key, ca },
      { certificate: certificates.ed25519.cert, key: certificates.ed25519.key, ca },
      { certificate: certificates.der, key: certificates.encryptedKey, passphrase, ca },
      { certificate: certificates.both, ca },
    ];
    for (const way of ways) {
      const done = await ok(
        call('registries.addCertificate', { registry: strict.address, replace: true, ...way }),
      );
      expect(done, JSON.stringify(way)).toMatchObject({ works: true, engine: { verdict: 'ok' } });
    }
    await bench.docker('push', image);
    const { registries: listed } = await ok(call('registries.list', {}));
    expect(listed[0]?.problems).toEqual([]);
    expect(listed[0]?.files).toEqual(['ca.crt', 'client.cert', 'client.key']);
    await remove(strict.address);
  });

  it('refuses what is no good with the cause, and leaves every file as it was', async () => {
    const { certificates } = registries;
    const { ca, rsa, passphrase, dir } = certificates;
    const own = await mkdtemp(join(dir, 'bad-'));
    const file = async (name: string, text: string) => {
      await writeFile(join(own, name), text);
      return join(own, name);
    };
    const large = await file('large.pem', '');
    await truncate(large, 100 * 1024 * 1024);
    const bare = await refused(call('registries.addCertificate', { registry: strict.address, ca }));
    expect(bare.reason).toBe('certificate-not-taken');
    expect(bare.message).toMatch(/wants a client certificate/);
    await ok(
      call('registries.addCertificate', {
        registry: strict.address,
        certificate: rsa.cert,
        key: rsa.key,
        ca,
      }),
    );
    const before = await hashes();
    expect(before).toContain('client.key');
    const page = await startAnswering('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html></html>');
    const cases: [object, string, RegExp][] = [
      [
        { certificate: certificates.mismatched.cert, key: certificates.mismatched.key, ca },
        'certificate-refused',
        /key does not belong/,
      ],
      [
        { certificate: certificates.expired.cert, key: certificates.expired.key, ca },
        'certificate-refused',
        /ended at/,
      ],
      [
        { certificate: certificates.serverOnly.cert, key: certificates.serverOnly.key, ca },
        'certificate-refused',
        /other uses only: server/,
      ],
      [
        { certificate: certificates.stranger.cert, key: certificates.stranger.key, ca },
        'certificate-not-taken',
        /refused the client certificate/,
      ],
      [
        { certificate: rsa.cert, key: rsa.key, ca: certificates.wrongCa },
        'certificate-not-taken',
        /not trusted/,
      ],
      [{ certificate: certificates.p12.modern }, 'certificate-passphrase-needed', /passphrase/],
      [
        { certificate: certificates.p12.legacy, passphrase: `${passphrase}!` },
        'certificate-passphrase-wrong',
        /does not open/,
      ],
      [
        { certificate: rsa.cert, key: certificates.encryptedKey },
        'certificate-passphrase-needed',
        /passphrase/,
      ],
      [
        { certificate: rsa.cert, key: certificates.encryptedKey, passphrase: 'no' },
        'certificate-passphrase-wrong',
        /does not open/,
      ],
      [{ certificate: rsa.cert }, 'certificate-key-missing', /without its key/],
      [{ certificate: certificates.twoKeys }, 'certificate-two-keys', /more than one private key/],
      [
        { certificate: rsa.cert, key: certificates.twoKeys },
        'certificate-two-keys',
        /more than one private key/,
      ],
      [{ certificate: own }, 'certificate-file-folder', /is a folder/],
      [{ certificate: large }, 'certificate-file-large', /104857600 bytes/],
      [{ certificate: '/dev/zero' }, 'certificate-file-special', /no file/],
      [{ certificate: join(own, 'none') }, 'certificate-file-missing', /nothing at/],
      [{ certificate: await file('text.txt', 'hello') }, 'certificate-not-recognised', /neither PEM/],
      [
        {
          certificate: await file('cut.pem', (await readFile(rsa.cert, 'utf8')).replace(/MII/, 'AAA')),
          key: rsa.key,
        },
        'certificate-broken',
        /damaged/,
      ],
      [{ certificate: rsa.cert, key: rsa.cert }, 'certificate-no-key', /no private key/],
      [{ ca: rsa.key }, 'certificate-ca-with-key', /read by all/],
      [{ registry: 'docker.io', ca }, 'certificate-hub', /Docker Hub/],
      [{ registry: page.address, ca }, 'certificate-not-taken', /does not speak TLS/],
    ];
    for (const [input, reason, message] of cases) {
      const error = await refused(
        call('registries.addCertificate', { registry: strict.address, replace: true, ...input }),
      );
      expect(error.reason, JSON.stringify(input)).toBe(reason);
      expect(error.message).toMatch(message);
      expect(error.hint?.text, reason).toBeTruthy();
      expect(JSON.stringify(error)).not.toContain(passphrase);
    }
    expect(await hashes()).toBe(before);
    await page.close();
    await rm(own, { recursive: true });
    await remove(strict.address);
  });

  it('tells what is wrong with the registry itself', async () => {
    const { certificates } = registries;
    const { rsa, ca } = certificates;
    const expired = await registries.start('tls', { server: certificates.expiredServer });
    const other = await registries.start('tls', { server: certificates.otherServer });
    const plain = await registries.start('plain');
    const guarded = await registries.start('password');
    const inspect = async (registry: string, certificate = true) => {
      const { checks, works } = await ok(
        call('registries.inspectCertificate', {
          registry,
          ca,
          ...(certificate ? { certificate: rsa.cert, key: rsa.key } : {}),
        }),
      );
      const problems = checks.filter(({ verdict }) => verdict === 'problem').map(({ key }) => key);
      return { problems, works, checks };
    };
    expect(await inspect(expired.address)).toMatchObject({ works: false, problems: ['server-validity'] });
    expect(await inspect(other.address)).toMatchObject({ works: false, problems: ['server-name'] });
    expect(await inspect(plain.address)).toMatchObject({ works: false, problems: ['reached'] });
    const guardedBy = await inspect(guarded.address, false);
    expect(guardedBy).toMatchObject({ works: true, problems: [] });
    expect(guardedBy.checks.at(-1)).toMatchObject({ key: 'answer', params: { challenge: 'Basic' } });
    const nobody = await inspect(`${registries.host}:1`);
    expect(nobody.checks.find(({ key }) => key === 'reached')?.params).toMatchObject({ cause: 'refused' });
    const unknown = await inspect('no-such-host.invalid:5000');
    expect(unknown.checks.find(({ key }) => key === 'reached')?.params).toMatchObject({ cause: 'name' });
  });

  it('lists what others put there, with what is wrong with it, and takes only what was planned', async () => {
    const { certificates } = registries;
    const soon = await certificates.endingIn(20);
    const sooner = await certificates.endingIn(3);
    const put = async (registry: string, files: Record<string, string>) => {
      for (const [name, from] of Object.entries(files))
        await bench.engine.exec(
          [
            'sh',
            '-c',
            `mkdir -p "/etc/docker/certs.d/${registry}"; cat > "/etc/docker/certs.d/${registry}/${name}"`,
          ],
          { input: await readFile(from) },
        );
    };
    await put('a.example', { 'x.cert': soon.cert, 'x.key': soon.key });
    await put('b.example:5000', { 'x.cert': sooner.cert });
    await put('c.example', { 'x.cert': certificates.expired.cert, 'x.key': certificates.rsa.key });
    await put('d.example', { 'corp.crt': certificates.ca });
    const { registries: listed } = await ok(call('registries.list', {}));
    const problems = Object.fromEntries(
      listed.map(({ registry, problems: found }) => [registry, found.map(({ problem }) => problem).sort()]),
    );
    expect(problems).toMatchObject({
      'a.example': ['ends-early', 'key-open'],
      'b.example:5000': ['ends-late', 'key-missing'],
      'c.example': ['ended', 'key-mismatch', 'key-open'],
      'd.example': [],
    });
    // What others put there stays where something is added.
    await ok(
      call('registries.addCertificate', {
        ...{ registry: 'd.example', certificate: certificates.rsa.cert, key: certificates.rsa.key },
        anyway: true,
      }),
    );
    const kept = join(certsD(), 'd.example');
    expect((await readdir(kept)).sort()).toEqual(['client.cert', 'client.key', 'corp.crt']);
    const plan = await ok(
      call('registries.removeCertificate', { registries: [{ registry: 'd.example', place: 'docker' }] }),
    );
    await put('d.example', { 'another.crt': certificates.wrongCa });
    const report = await ok(call('plans.execute', { id: plan.id }));
    expect(report.items).toMatchObject([{ outcome: 'skipped', outcomeKey: 'changed-since' }]);
    expect(await readdir(kept)).toHaveLength(4);
  });

  it('gives the commands for an engine on another machine, and writes nothing', async () => {
    const { rsa, ca } = registries.certificates;
    const far = await exposeTcp(bench.engine);
    const { client, close } = await openApp({ engine: far.host });
    try {
      const input = { registry: strict.address, certificate: rsa.cert, key: rsa.key, ca };
      const { place, steps, works } = await ok(client.call('registries.inspectCertificate', input));
      expect({ access: place.access, hidden: place.hidden, works }).toEqual({
        ...{ access: 'none', hidden: true, works: true },
      });
      expect(steps).toContain(`sudo mkdir -p /etc/docker/certs.d/${strict.address}`);
      const before = await hashes();
      const error = await refused(client.call('registries.addCertificate', { ...input, replace: true }));
      expect(error).toMatchObject({
        ...{ code: 'permission-denied', reason: 'certificate-place-away' },
        hint: { action: { kind: 'copy', text: steps } },
      });
      expect(await hashes()).toBe(before);
    } finally {
      await close();
      await far.close();
    }
  });

  if (kind === 'main')
    it('never shows the engine a key without its certificate while it is replaced', async () => {
      const { certificates } = registries;
      const { ca, passphrase } = certificates;
      const input = { registry: strict.address, replace: true, passphrase, ca };
      const one = { ...input, certificate: certificates.ec.cert, key: certificates.ec.key };
      const other = { ...input, certificate: certificates.rsa.cert, key: certificates.rsa.key };
      await ok(call('registries.addCertificate', one));
      let over = false;
      const seen = new Set<string>();
      const asking = (async () => {
        while (!over) {
          const { body } = await bench.engine.request(
            'GET',
            `/distribution/${strict.address}/nothing/at-all/json`,
          );
          seen.add(JSON.stringify(body).replaceAll(strict.address, 'REGISTRY'));
          // The one that replaces is to have a turn as well.
          await sleep(20);
        }
      })();
      try {
        for (let times = 0; times < 6; times += 1)
          await ok(call('registries.addCertificate', times % 2 === 0 ? other : one));
      } finally {
        over = true;
        await asking;
      }
      // One that lists the old folder and reads the new one may fail that once; it never lists one half of a pair.
      expect([...seen].filter((said) => /missing/i.test(said))).toEqual([]);
      const { body } = await bench.engine.request('GET', `/distribution/${strict.address}/no/such/json`);
      expect(JSON.stringify(body)).toMatch(/manifest unknown|not found|denied|unauthorized/i);
      expect([...seen].join('\n')).toMatch(/manifest unknown|not found/i);
      await remove(strict.address);
    });
});

/** Answers whatever is asked with the same bytes. */
async function startAnswering(text: string): Promise<{ address: string; close(): Promise<void> }> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  const port = typeof at === 'object' && at !== null ? at.port : 0;
  return {
    address: `127.0.0.1:${port}`,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
