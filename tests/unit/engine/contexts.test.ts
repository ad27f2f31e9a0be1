import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ofContext } from '../../../electron/engine/candidates.ts';
import { contextPlaces, readContexts } from '../../../electron/engine/contexts.ts';

const nobody = 65534;
const isRoot = process.getuid?.() === 0;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-contexts-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function context(name: string, endpoint: { Host: string; SkipTLSVerify?: boolean }): Promise<void> {
  const { meta } = contextPlaces(folder, name);
  await mkdir(meta, { recursive: true });
  const text = JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker: endpoint } });
  await writeFile(join(meta, 'meta.json'), text);
}

async function candidate() {
  const { contexts } = await readContexts({ DOCKER_CONFIG: folder });
  const [found] = contexts;
  if (found === undefined) throw new Error('there is none');
  return ofContext(found);
}

describe('a context of the docker CLI', () => {
  it('speaks TLS where the certificate is not to be checked, without any files, whatever the port', async () => {
    await context('blind', { Host: 'tcp://there:4243', SkipTLSVerify: true });
    const blind = await candidate();
    expect(blind).toMatchObject({ address: { kind: 'tcp', tls: true }, info: { tls: true } });
    expect('tls' in blind && (await blind.tls())).toEqual({ verify: false });
    await context('blind', { Host: 'tcp://there:4243' });
    expect(await candidate()).toMatchObject({ address: { tls: false } });
    await context('blind', { Host: 'unix:///run/there.sock', SkipTLSVerify: true });
    expect(await candidate()).toMatchObject({ address: { kind: 'unix' }, info: { tls: false } });
  });

  it('is broken where its TLS files may not be looked at: nothing is sent in clear', async () => {
    await context('closed', { Host: 'tcp://there:4243' });
    const tls = join(contextPlaces(folder, 'closed').tls, 'docker');
    await mkdir(tls, { recursive: true });
    await writeFile(join(tls, 'ca.pem'), 'a');
    // Modes do not stop root.
    if (isRoot) await chown(folder, nobody, nobody);
    await chmod(tls, isRoot ? 0o700 : 0o000);
    if (isRoot) process.seteuid?.(nobody);
    try {
      expect(await candidate()).toMatchObject({
        broken: { error: { code: 'unauthorized', reason: 'tls-file', params: { path: tls } } },
      });
    } finally {
      if (isRoot) process.seteuid?.(0);
      await chmod(tls, 0o700);
    }
  });
});
