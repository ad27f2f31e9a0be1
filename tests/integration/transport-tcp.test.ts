import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { EngineState } from '../../shared/contract/engine.ts';
import { type Certificates, makeCertificates } from '../engine-lab/certificates.ts';
import { exposeTcp } from '../engine-lab/expose-tcp.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { connectEngine } from '../engine-lab/shared-engine.ts';
import type { ExposedTcp, LabEngine } from '../engine-lab/types.ts';
import { expectEqualToDocker } from '../rig/compare.ts';
import { dockerInspect } from '../rig/docker-view.ts';
import { type OpenApp, ok, openApp, plainEnv, refused, temporaryFolder } from '../rig/open-app.ts';
import { removeAll } from '../rig/remove-all.ts';
import { startStrictTls } from '../rig/strict-tls.ts';
import { waitFor } from '../rig/wait-for.ts';
import { Watching } from '../rig/watching.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

const prefix = 'it-tcp-';

describeOnEngine('main', 'over TCP and TLS', () => {
  let engine: LabEngine;
  let guard: ReturnType<typeof leakGuard>;
  let home: Awaited<ReturnType<typeof temporaryFolder>>;
  let certificates: Certificates;
  let plain: ExposedTcp;
  let secure: ExposedTcp;
  let expired: ExposedTcp;
  let slipway: OpenApp | undefined;

  beforeAll(async () => {
    engine = await connectEngine('main');
    await removeAll(engine, prefix);
    guard = leakGuard({ engines: [engine] });
    await guard.before();
    home = await temporaryFolder();
    certificates = await makeCertificates(join(home.path, 'certificates'));
    plain = await exposeTcp(engine);
    secure = await exposeTcp(engine, { tls: certificates.server });
    expired = await exposeTcp(engine, { tls: certificates.expiredServer });
    await engine.dockerOk(['run', '-d', '--name', `${prefix}web`, 'lab/counter:1']);
  });
  afterEach(async () => {
    await slipway?.close();
    slipway = undefined;
  });
  afterAll(async () => {
    await Promise.all([plain.close(), secure.close(), expired.close()]);
    await removeAll(engine, prefix);
    await home.remove();
    await guard.after();
  });

  const open = async (host: string, folder?: string): Promise<OpenApp> => {
    const tls = folder === undefined ? {} : { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder };
    slipway = await openApp({ env: plainEnv(home.path, { DOCKER_HOST: host, ...tls }) });
    return slipway;
  };
  /** The state a connection comes to, and what a call is told, which must be the same. */
  const outcome = async (host: string, folder: string | undefined, status: EngineState['status']) => {
    const { client } = await open(host, folder);
    const watching = new Watching(client, ['container']);
    const state = await watching.until(status);
    watching.close();
    const error = await refused(client.call('containers.list', {}));
    expect('error' in state ? state.error : undefined).toMatchObject({
      code: error.code,
      reason: error.reason,
    });
    expect(error.hint?.text).toBeTruthy();
    return error;
  };

  const folderOf = async (name: string, files: Record<string, string>): Promise<string> => {
    const folder = join(home.path, name);
    await mkdir(folder);
    for (const [file, from] of Object.entries(files)) await copyFile(from, join(folder, file));
    return folder;
  };

  const works = async (host: string, folder?: string): Promise<void> => {
    const { client } = await open(host, folder);
    await expectEqualToDocker(engine, () => ok(client.call('containers.list', { all: true })));
    const watching = new Watching(client);
    await watching.until('ready');
    await watching.untilFresh();
    const name = `${prefix}web`;
    const restart = client.call('containers.restart', { id: name, timeoutSeconds: 0 });
    expect(await ok(restart)).toMatchObject({ name, state: 'running', changed: true });
    await engine.dockerOk(['pause', name]);
    await waitFor('it is paused', () => watching.named('container', name)?.state === 'paused');
    await engine.dockerOk(['unpause', name]);
    expect((await dockerInspect(engine, name)).State.Status).toBe('running');
    await expectEqualToDocker(engine, () => watching.rows('container'));
    watching.close();
  };

  it('lists, acts and watches over TCP', () => works(plain.host));

  it('lists, acts and watches over TLS with a client certificate', () =>
    works(secure.host, certificates.client.dir));

  it('comes back after the connections were cut', async () => {
    const relay = await exposeTcp(engine);
    const { client } = await open(relay.host);
    const watching = new Watching(client);
    await watching.untilFresh();
    await relay.close();
    const state = await watching.until('reconnecting');
    expect(state).toMatchObject({ error: { code: 'unreachable' } });
    expect(watching.named('container', `${prefix}web`)).toBeDefined();
    watching.close();
  });

  it('refuses a server whose authority it does not know', async () => {
    const error = await outcome(secure.host, certificates.stranger.dir, 'refused');
    expect(error).toMatchObject({ code: 'unauthorized', reason: 'tls-untrusted' });
  });

  it('refuses a server past its end', async () => {
    const error = await outcome(expired.host, certificates.client.dir, 'refused');
    expect(error).toMatchObject({ code: 'unauthorized', reason: 'tls-untrusted' });
    expect(error.params?.detail).toMatch(/expired/);
  });

  it('refuses a server that goes by another name', async () => {
    // The same address in a spelling that is not in the certificate.
    const elsewhere = secure.host.replace('127.0.0.1', '127.1');
    const error = await outcome(elsewhere, certificates.client.dir, 'refused');
    expect(error).toMatchObject({ code: 'unauthorized', reason: 'tls-untrusted' });
  });

  it('tells that its own certificate is refused', async () => {
    const strict = await startStrictTls(certificates.server);
    const wrong = await folderOf('wrong-pair', {
      'ca.pem': certificates.client.ca,
      'cert.pem': certificates.stranger.cert,
      'key.pem': certificates.stranger.key,
    });
    const bare = await folderOf('no-pair', { 'ca.pem': certificates.client.ca });
    for (const folder of [wrong, certificates.expiredClient.dir, bare]) {
      const error = await outcome(strict.host, folder, 'refused');
      expect(error, folder).toMatchObject({ code: 'unauthorized', reason: 'tls-client-refused' });
      expect(error.params?.detail).not.toMatch(/SSL|error:|[0-9A-F]{8}/);
      await slipway?.close();
    }
    await strict.stop();
  });

  it('tells that TLS is expected, and that it is not spoken', async () => {
    const spoken = await outcome(plain.host, certificates.client.dir, 'refused');
    expect(spoken).toMatchObject({ code: 'unauthorized', reason: 'tls-not-spoken' });
  });

  it('tells of TLS files it cannot use, and which', async () => {
    const { ca, cert, key } = certificates.client;
    const whole = { 'ca.pem': ca, 'cert.pem': cert, 'key.pem': key };
    const nonsense = join(home.path, 'nonsense.txt');
    await writeFile(nonsense, 'nonsense');
    const broken: [string, Record<string, string>, string][] = [
      ['no-key', { 'cert.pem': cert }, 'key.pem'],
      ['bad-ca', { ...whole, 'ca.pem': nonsense }, 'ca.pem'],
      ['bad-cert', { ...whole, 'cert.pem': nonsense }, 'cert.pem'],
      ['bad-key', { ...whole, 'key.pem': nonsense }, 'key.pem'],
      ['other-key', { ...whole, 'key.pem': certificates.stranger.key }, 'key.pem'],
    ];
    for (const [name, files, culprit] of broken) {
      const folder = await folderOf(name, files);
      expect(await outcome(secure.host, folder, 'refused'), name).toMatchObject({
        code: 'unauthorized',
        reason: 'tls-file',
        params: { path: join(folder, culprit) },
      });
      await slipway?.close();
    }
  });

  it('uses TLS files that were mended, without a restart', async () => {
    const { ca, cert } = certificates.client;
    const folder = await folderOf('mended', { 'ca.pem': ca, 'cert.pem': cert });
    const { client } = await open(secure.host, folder);
    const watching = new Watching(client);
    await watching.until('refused');
    await copyFile(certificates.client.key, join(folder, 'key.pem'));
    await watching.until('ready', 20_000);
    await watching.untilFresh();
    watching.close();
  });
});
