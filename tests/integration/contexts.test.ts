import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';

import { leakGuard } from '../engine-lab/leaks.ts';
import { runCommand } from '../engine-lab/run-command.ts';
import { type ContextRig, contextNamed, contextsOf, openContextRig, treeOf } from '../rig/context-store.ts';
import { ok, refused } from '../rig/open-app.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

describeOnEngine('main', 'docker contexts on disk', () => {
  const guard = leakGuard();
  let rig: ContextRig;

  beforeAll(async () => {
    await guard.before();
    rig = await openContextRig();
  });
  afterAll(async () => {
    await rig.end();
    await guard.after();
  });
  beforeEach(() => rig.before());
  afterEach(() => rig.after());

  it('writes to the letter, and with the modes, what the docker CLI writes', async () => {
    const slipway = await rig.open();
    const { client } = slipway;
    const { ca, cert, key } = rig.pair;
    await ok(
      client.call('contexts.create', { name: 'plain', host: rig.engine.host, description: 'a <"1"> & b' }),
    );
    await ok(client.call('contexts.create', { name: 'secure', host: rig.tls.host, tls: rig.pair }));
    await ok(client.call('contexts.create', { name: 'by-ssh', host: 'ssh://me@127.0.0.1:1' }));
    await ok(client.call('contexts.create', { name: 'blind', host: rig.tls.host, skipTlsVerify: true }));
    const ours = await treeOf(join(rig.config, 'contexts'));
    const byCli = join(rig.home, 'by-cli');
    await mkdir(byCli);
    rig.config = byCli;
    await rig.dockerOk(
      'context',
      'create',
      'plain',
      '--docker',
      `host=${rig.engine.host}`,
      '--description',
      'a <"1"> & b',
    );
    await rig.dockerOk(
      'context',
      'create',
      'secure',
      '--docker',
      `host=${rig.tls.host},ca=${ca},cert=${cert},key=${key}`,
    );
    await rig.dockerOk('context', 'create', 'by-ssh', '--docker', 'host=ssh://me@127.0.0.1:1');
    await rig.dockerOk('context', 'create', 'blind', '--docker', `host=${rig.tls.host},skip-tls-verify=true`);
    expect(ours).toEqual(await treeOf(join(byCli, 'contexts')));
  });

  it('makes contexts that the docker CLI reaches engines through', async () => {
    const { client } = await rig.open();
    await ok(client.call('contexts.create', { name: 'plain', host: rig.engine.host }));
    await ok(client.call('contexts.create', { name: 'secure', host: rig.tls.host, tls: rig.pair }));
    for (const name of ['plain', 'secure'])
      expect(await rig.dockerOk('--context', name, 'version', '-f', '{{.Server.Version}}')).toBe(
        rig.engine.version,
      );
    expect((await rig.dockerOk('context', 'ls', '-q')).split('\n')).toEqual(['default', 'plain', 'secure']);
  });

  it('takes and refuses the names the docker CLI takes and refuses', async () => {
    const { client } = await rig.open();
    const names = ['a', 'ab', 'a+b', 'a.b_c-d', '_a', 'a b', 'default', 'ä1', '../x', '-a', 'A9'];
    for (const name of names) {
      const host = 'unix:///nowhere.sock';
      const ours = await client.call('contexts.create', { name, host });
      const row = ours.ok;
      if (row) await rig.dockerOk('context', 'rm', name);
      const { code } = await rig.docker('context', 'create', '--docker', `host=${host}`, '--', name);
      expect([name, row]).toEqual([name, code === 0]);
    }
    await ok(client.call('contexts.create', { name: 'twice', host: rig.engine.host }));
    const again = client.call('contexts.create', { name: 'twice', host: rig.other.host });
    expect(await refused(again)).toMatchObject({ code: 'conflict', reason: 'context-exists' });
    expect(await rig.dockerOk('context', 'inspect', 'twice', '-f', '{{.Endpoints.docker.Host}}')).toBe(
      rig.engine.host,
    );
  });

  it('changes what is asked for and keeps what it does not know', async () => {
    const slipway = await rig.open();
    const { client } = slipway;
    const { ca, cert, key } = rig.pair;
    await rig.dockerOk(
      'context',
      'create',
      'mine',
      '--docker',
      `host=${rig.tls.host},ca=${ca},cert=${cert},key=${key}`,
    );
    const row = await contextNamed(slipway, 'mine');
    const file = row?.file ?? '';
    const meta = JSON.parse(await readFile(file, 'utf8'));
    meta.Endpoints.kubernetes = { Host: 'https://there', Big: 1 };
    meta.Metadata.Team = 'blue';
    const text = JSON.stringify(meta).replace('"Big":1', '"Big":12345678901234567890');
    await writeFile(file, text);
    await ok(client.call('contexts.update', { name: 'mine', description: 'changed' }));
    const after = await readFile(file, 'utf8');
    expect(after).toContain('"Big":12345678901234567890');
    expect(after).toContain('"Team":"blue"');
    expect(await rig.dockerOk('context', 'inspect', 'mine', '-f', '{{.Metadata.Metadata.Description}}')).toBe(
      'changed',
    );
    expect(await rig.dockerOk('--context', 'mine', 'version', '-f', '{{.Server.Version}}')).toBe(
      rig.engine.version,
    );
    // To another engine, without TLS: its files go.
    const gone = { ca: null, cert: null, key: null };
    await ok(client.call('contexts.update', { name: 'mine', host: rig.other.host, tls: gone }));
    expect(await rig.dockerOk('--context', 'mine', 'version', '-f', '{{.Server.Version}}')).toBe(
      rig.other.version,
    );
    expect(await rig.dockerOk('context', 'inspect', 'mine', '-f', '{{json .TLSMaterial}}')).toBe('{}');
    // And back by the CLI.
    await rig.dockerOk(
      'context',
      'update',
      'mine',
      '--docker',
      `host=${rig.tls.host},ca=${ca},cert=${cert},key=${key}`,
    );
    expect(await contextNamed(slipway, 'mine')).toMatchObject({
      host: rig.tls.host,
      tls: true,
      description: 'changed',
    });
  });

  it('tells of the TLS files what they are, and nothing of the key', async () => {
    const slipway = await rig.open();
    await ok(slipway.client.call('contexts.create', { name: 'secure', host: rig.tls.host, tls: rig.pair }));
    const row = await contextNamed(slipway, 'secure');
    expect(row?.tlsFiles.map(({ name, subject }) => [name, subject])).toEqual([
      ['ca', 'CN=lab ca'],
      ['cert', expect.stringContaining('client')],
      ['key', null],
    ]);
    const key = await readFile(rig.certificates.client.key, 'utf8');
    const secret = key.split('\n')[1] ?? '';
    expect(secret.length).toBeGreaterThan(20);
    expect(JSON.stringify(await contextsOf(slipway))).not.toContain(secret);
  });

  it('refuses TLS files that are none, and leaves nothing behind', async () => {
    const { client } = await rig.open();
    const { ca, cert, key } = rig.pair;
    const locked = join(rig.home, 'locked.pem');
    const pem = await runCommand('openssl', [
      'ec',
      '-in',
      key,
      '-aes256',
      '-passout',
      'pass:x',
      '-out',
      locked,
    ]);
    expect(pem.code).toBe(0);
    const wrong: [Record<string, string>, string][] = [
      [{ ca: key, cert, key }, 'context-tls'],
      [{ ca, cert: key, key: cert }, 'context-tls'],
      [{ ca, cert, key: locked }, 'context-tls'],
      [{ ca, cert, key: rig.certificates.stranger.key }, 'context-tls'],
      [{ ca, cert }, 'context-pair'],
      [{ ca, key }, 'context-pair'],
      [{ ca: join(rig.home, 'nowhere.pem') }, 'certificate-file-missing'],
    ];
    for (const [files, reason] of wrong) {
      const made = client.call('contexts.create', { name: 'wrong', host: rig.tls.host, tls: files });
      expect(await refused(made), JSON.stringify(files)).toMatchObject({ reason });
    }
    const onSocket = client.call('contexts.create', { name: 'wrong', host: rig.engine.host, tls: rig.pair });
    expect(await refused(onSocket)).toMatchObject({ reason: 'context-scheme' });
    for (const host of ['ftp://there', 'there:2375', 'unix://relative', 'ssh://-oProxyCommand=x'])
      expect(await refused(client.call('contexts.create', { name: 'wrong', host })), host).toMatchObject({
        reason: 'address-malformed',
      });
    expect(await treeOf(rig.config)).toEqual([]);
  });

  it('removes contexts by a plan that lists their TLS files, the one in use only when told', async () => {
    const slipway = await rig.open();
    const { client } = slipway;
    await ok(client.call('contexts.create', { name: 'secure', host: rig.tls.host, tls: rig.pair }));
    await ok(client.call('contexts.create', { name: 'stays', host: rig.engine.host }));
    await ok(client.call('contexts.use', { name: 'secure' }));
    const files = (await contextNamed(slipway, 'secure'))?.tlsFiles.map(({ path }) => path) ?? [];
    expect(files).toHaveLength(3);
    expect(await refused(client.call('contexts.remove', { names: ['secure'] }))).toMatchObject({
      code: 'in-use',
      reason: 'context-current',
    });
    expect(await refused(client.call('contexts.remove', { names: ['default'], force: true }))).toMatchObject({
      reason: 'context-reserved',
    });
    const plan = await ok(client.call('contexts.remove', { names: ['secure'], force: true }));
    expect(plan.items.map(({ kind, name }) => [kind, name])).toEqual([
      ['context', 'secure'],
      ...files.map((path) => ['context-file', path]),
    ]);
    expect(plan.warnings).toEqual([{ kind: 'context-in-use', names: ['secure'] }]);
    expect(await rig.dockerOk('context', 'show')).toBe('secure');
    const report = await ok(client.call('plans.execute', { id: plan.id }));
    expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(Array(4).fill('removed'));
    expect((await rig.dockerOk('context', 'ls', '-q')).split('\n')).toEqual(['default', 'stays']);
    expect(await rig.dockerOk('context', 'show')).toBe('default');
    expect((await treeOf(join(rig.config, 'contexts'))).join('\n')).not.toMatch(/\.pem|\.slipway-/);
    // Changed since it was planned: left alone.
    const late = await ok(client.call('contexts.remove', { names: ['stays'] }));
    await rig.dockerOk('context', 'update', 'stays', '--description', 'mine now');
    const left = await ok(client.call('plans.execute', { id: late.id }));
    expect(left.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['changed-since']);
    expect(await contextNamed(slipway, 'stays')).toBeDefined();
  });

  it('removes a context also while no engine answers', async () => {
    const slipway = await rig.open({ engine: 'unix:///nowhere/at-all.sock' });
    await ok(slipway.client.call('contexts.create', { name: 'away', host: 'tcp://127.0.0.1:1' }));
    const plan = await ok(slipway.client.call('contexts.remove', { names: ['away'] }));
    const report = await ok(slipway.client.call('plans.execute', { id: plan.id }));
    expect(report.items.map(({ outcome }) => outcome)).toEqual(['done']);
    expect(await contextNamed(slipway, 'away')).toBeUndefined();
  });
});
