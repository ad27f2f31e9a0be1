import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LabRegistries, openRegistries, registryUser } from '../rig/lab-registries.ts';
import { ok } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';

const prefix = 'it-doctor-';

onEachEngine('the doctor of registries', { prefix, kinds: ['main'] }, (bench) => {
  let registries: LabRegistries;
  const call: typeof bench.client.call = (...args) => bench.client.call(...args);
  const check = async (target: string) => {
    const diagnosis = await ok(call('registries.check', { target }));
    const { steps, cause } = diagnosis;
    return {
      ...diagnosis,
      sick: cause === null ? null : steps[cause]?.key,
      verdicts: Object.fromEntries(steps.map(({ key, verdict }) => [key, verdict])),
    };
  };
  const install = (registry: string) =>
    ok(call('registries.addCertificate', { registry, ca: registries.certificates.ca, anyway: true }));

  beforeAll(async () => {
    registries = await openRegistries(bench.engine);
  });
  afterAll(async () => {
    await bench.engine.exec(['rm', '-rf', '/etc/docker/certs.d']);
    await registries.stop();
  });

  it('goes from a certificate that is missing to an image that is there', async () => {
    const { rsa, ca } = registries.certificates;
    const strict = await registries.start('client-certificate');
    const image = `${strict.address}/${prefix}app:1`;
    expect(await check(image)).toMatchObject({
      sick: 'server-trusted',
      action: 'certificate',
      verdicts: { name: 'ok', connect: 'ok', reached: 'ok', engine: 'problem' },
    });
    await install(strict.address);
    expect(await check(image)).toMatchObject({ sick: 'handshake', action: 'certificate' });
    await ok(
      call('registries.addCertificate', {
        ...{ registry: strict.address, certificate: rsa.cert, key: rsa.key, ca, replace: true },
      }),
    );
    expect(await check(image)).toMatchObject({
      sick: 'manifest',
      image: `${prefix}app:1`,
      verdicts: { handshake: 'ok', 'sign-in': 'ok', manifest: 'problem', engine: 'ok' },
    });
    await bench.docker('tag', 'lab/busybox:1', image);
    try {
      await bench.docker('push', image);
      const well = await check(image);
      expect(well).toMatchObject({ cause: null, verdicts: { manifest: 'ok', 'rate-limit': 'ok' } });
      expect(well.steps.filter(({ ms }) => ms !== null).length).toBeGreaterThan(4);
      expect(await check(strict.address)).toMatchObject({ cause: null, image: null });
    } finally {
      await bench.engine.docker(['rmi', image]);
    }
  });

  it('tells what else stands in the way', async () => {
    const guarded = await registries.start('password');
    await install(guarded.address);
    expect(await check(guarded.address)).toMatchObject({ sick: 'sign-in', action: 'login' });
    const { name, password } = registryUser;
    await bench.engine.docker(['logout', guarded.address]);
    await ok(
      call('registries.login', {
        ...{ host: guarded.address, username: name, password, keep: { kind: 'session' } },
      }),
    );
    expect(await check(guarded.address)).toMatchObject({ cause: null, verdicts: { 'sign-in': 'ok' } });
    await ok(call('registries.logout', { host: guarded.address }));

    const plain = await registries.start('plain');
    expect(await check(plain.address)).toMatchObject({ sick: 'reached', action: 'insecure' });
    const expired = await registries.start('tls', { server: registries.certificates.expiredServer });
    await install(expired.address);
    expect(await check(expired.address)).toMatchObject({ sick: 'server-validity' });
    expect(await check('no-such-host.invalid:5000/app:1')).toMatchObject({ sick: 'name', image: 'app:1' });
    expect(await check(`${registries.host}:1`)).toMatchObject({ sick: 'connect' });
  });

  it('does not wait for ever for one that hangs', async () => {
    const open = new Set<Socket>();
    const server = createServer((socket) => {
      open.add(socket);
      socket.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, registries.host, resolve));
    const at = server.address();
    const port = typeof at === 'object' && at !== null ? at.port : 0;
    const hung = await check(`${registries.host}:${port}`);
    expect(hung).toMatchObject({ sick: 'reached', verdicts: { connect: 'ok' } });
    expect(hung.steps.find(({ key }) => key === 'reached')?.params).toMatchObject({ cause: 'silent' });
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => void server.close(resolve));
  });
});
