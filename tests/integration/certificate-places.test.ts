import { expect, it } from 'vitest';
import { ok, temporaryFolder } from '../rig/open-app.ts';
import { makeRegistryCertificates } from '../rig/registry-certificates.ts';
import { onEachEngine } from '../rig/suite.ts';

const prefix = 'it-place-';

onEachEngine('certificates of other engines', { prefix, kinds: ['oldest', 'podman'] }, (bench, kind) => {
  const call: typeof bench.client.call = (...args) => bench.client.call(...args);

  it('go where that engine looks, and are removed from there', async () => {
    const folder = await temporaryFolder();
    try {
      const { ca } = await makeRegistryCertificates(folder.path, '192.0.2.1');
      const podman = kind === 'podman';
      const [place, path] = podman
        ? (['podman', '/etc/containers/certs.d'] as const)
        : (['docker', '/etc/docker/certs.d'] as const);
      const registry = `${prefix}nobody.invalid:5000`;
      const { places } = await ok(call('registries.list', {}));
      expect(places[0]).toMatchObject({ kind: place, path, access: 'write' });
      await ok(call('registries.addCertificate', { registry, ca, anyway: true }));
      const there = await bench.engine.exec(['ls', `${path}/${registry}`]);
      expect(there.stdout.trim()).toBe('ca.crt');
      const plan = await ok(call('registries.removeCertificate', { registries: [{ registry, place }] }));
      const report = await ok(call('plans.execute', { id: plan.id }));
      expect(report.items).toMatchObject([{ outcome: 'done' }]);
      expect((await bench.engine.exec(['ls', `${path}/${registry}`])).code).not.toBe(0);
    } finally {
      await folder.remove();
    }
  });
});
