import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { LabEngine } from '../engine-lab/types.ts';
import { type LabRegistry, openRegistries, registryUser } from './lab-registries.ts';

export interface GuardedRegistry extends LabRegistry {
  /** Pushes a lab image under tags of a repository, by the docker CLI with a login of its own. */
  fill(repository: string, tags: readonly string[], image?: string): Promise<void>;
}

/** A registry with TLS and passwords beside an engine that trusts its CA. */
export async function openGuardedRegistry(engine: LabEngine): Promise<GuardedRegistry> {
  const registries = await openRegistries(engine);
  const registry = await registries.start('password');
  const { address } = registry;
  const place = `/etc/docker/certs.d/${address}`;
  const ca = await readFile(registries.certificates.ca, 'utf8');
  await engine.exec(['sh', '-c', `mkdir -p ${place}; cat > ${place}/ca.crt`], { input: ca });
  const pair = Buffer.from(`${registryUser.name}:${registryUser.password}`).toString('base64');
  const config = JSON.stringify({ auths: { [address]: { auth: pair } } });
  return {
    address,
    log: registry.log,
    async fill(repository, tags, image = 'lab/busybox:1') {
      const folder = `${registries.certificates.dir}/docker-${repository.replaceAll('/', '-')}`;
      await mkdir(folder, { recursive: true });
      await writeFile(`${folder}/config.json`, config);
      for (const tag of tags) {
        const name = `${address}/${repository}:${tag}`;
        await engine.dockerOk(['tag', image, name]);
        await engine.dockerOk(['--config', folder, 'push', name]);
        await engine.dockerOk(['rmi', name]);
      }
    },
    async stop() {
      await registry.stop();
      await engine.exec(['rm', '-rf', place]);
      await registries.stop();
    },
  };
}
