import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TagDetails } from '../../shared/contract/registry-login.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { rememberPassword } from '../rig/canaries.ts';
import { fakeHelper } from '../rig/credential-helper.ts';
import { type LabRegistries, type LabRegistry, openRegistries, registryUser } from '../rig/lab-registries.ts';
import { type OpenApp, ok, openApp, plainEnv, refused, temporaryFolder } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';

const prefix = 'it-login-';
const { name: username, password } = registryUser;
const wrong = `canary-${randomUUID()}`;
rememberPassword(username, wrong);

/** A home for the docker CLI and Slipway alike, with a helper on PATH that nothing names yet. */
interface Home {
  path: string;
  config: string;
  env: NodeJS.ProcessEnv;
  slipway: OpenApp;
  docker(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }>;
  close(): Promise<void>;
}

async function openHome(engine: LabEngine): Promise<Home> {
  const folder = await temporaryFolder();
  const { path } = folder;
  await mkdir(join(path, '.docker'));
  const helper = await fakeHelper(path, 'box');
  const searched = `${helper.bin}:/usr/bin:/bin`;
  const env = plainEnv(path, { PATH: searched, DOCKER_CONFIG: join(path, '.docker') });
  const slipway = await openApp({ engine: engine.host, env });
  return {
    ...{ path, env, slipway, config: join(path, '.docker', 'config.json') },
    docker: (...args) =>
      engine.docker(['--config', join(path, '.docker'), ...args], { env: { PATH: searched } }),
    close: async () => {
      await slipway.close();
      await folder.remove();
    },
  };
}

/** The same image under several tags, and another; pushed by the docker CLI. */
async function fill(
  { docker }: Home,
  address: string,
  repository: string,
  tags: readonly string[],
): Promise<void> {
  for (const tag of tags) {
    const image = `${address}/${prefix}${repository}:${tag}`;
    await docker('tag', tag.startsWith('other') ? 'lab/layers:1' : 'lab/busybox:1', image);
    const pushed = await docker('push', image);
    if (pushed.code !== 0) throw new Error(`not pushed: ${pushed.stderr}`);
    await docker('rmi', image);
  }
}

onEachEngine('registries: logins and contents', { prefix, kinds: ['main', 'newest'] }, (bench) => {
  let registries: LabRegistries;
  let guarded: LabRegistry;
  let home: Home;
  const trust = async (address: string) => {
    const ca = await readFile(registries.certificates.ca, 'utf8');
    const place = `/etc/docker/certs.d/${address}`;
    await bench.engine.exec(['sh', '-c', `mkdir -p ${place}; cat > ${place}/ca.crt`], { input: ca });
  };
  const host = () => guarded.address;
  const image = (name: string) => `${host()}/${prefix}${name}:1`;

  beforeAll(async () => {
    registries = await openRegistries(bench.engine);
    guarded = await registries.start('password');
    await trust(guarded.address);
  });
  afterAll(async () => {
    await home?.close();
    await bench.engine.exec(['rm', '-rf', `/etc/docker/certs.d/${host()}`]);
    await registries.stop();
  });
  beforeEach(async () => {
    await home?.close();
    home = await openHome(bench.engine);
  });

  it('refuse a wrong password, and keep nothing of it', async () => {
    const { client } = home.slipway;
    const error = await refused(client.call('registries.login', { host: host(), username, password: wrong }));
    expect(error).toMatchObject({
      code: 'unauthorized',
      reason: 'registry-denied',
      params: { host: host() },
    });
    expect(JSON.stringify(error)).not.toContain(wrong);
    await expect(readFile(home.config)).rejects.toThrow('ENOENT');
    expect((await ok(client.call('registries.logins', {}))).logins).toEqual([]);
  });

  it('written in plain text by choice, the docker CLI pushes and pulls with it', async () => {
    const { client } = home.slipway;
    await writeFile(home.config, '{\n\t"HttpHeaders": {\n\t\t"X-Meta": "1"\n\t}\n}');
    const keep = { kind: 'plain-text' } as const;
    const done = await ok(client.call('registries.login', { host: host(), username, password, keep }));
    expect(done).toMatchObject({
      login: { host: host(), username, source: { kind: 'file' } },
      checks: [
        { by: 'engine', ok: true },
        { by: 'slipway', ok: true },
      ],
    });
    expect(await readFile(home.config, 'utf8')).toBe(
      `{\n\t"HttpHeaders": {\n\t\t"X-Meta": "1"\n\t},\n\t"auths": {\n\t\t"${host()}": {\n\t\t\t"auth": "${Buffer.from(`${username}:${password}`).toString('base64')}"\n\t\t}\n\t}\n}`,
    );
    await fill(home, host(), 'plain', ['1']);
    expect((await home.docker('pull', image('plain'))).code).toBe(0);
    await home.docker('rmi', image('plain'));
    // And the CLI forgets it.
    expect((await home.docker('logout', host())).code).toBe(0);
    expect((await ok(client.call('registries.logins', {}))).logins).toEqual([]);
    expect((await home.docker('pull', image('plain'))).code).not.toBe(0);
  });

  it('kept by a helper, the docker CLI finds it there, and nothing of it in config.json', async () => {
    const { client } = home.slipway;
    const keep = { kind: 'helper', helper: 'box' } as const;
    await ok(client.call('registries.login', { host: host(), username, password, keep }));
    const text = await readFile(home.config, 'utf8');
    expect(JSON.parse(text)).toEqual({ auths: { [host()]: {} }, credHelpers: { [host()]: 'box' } });
    await fill(home, host(), 'helped', ['1']);
    expect((await home.docker('pull', image('helped'))).code).toBe(0);
    await home.docker('rmi', image('helped'));
    expect((await ok(client.call('registries.logins', {}))).logins).toMatchObject([
      { host: host(), username, source: { kind: 'helper', helper: 'box' } },
    ]);
    expect(await ok(client.call('registries.logout', { host: host() }))).toEqual({ loggedOut: true });
    expect((await home.docker('pull', image('helped'))).stderr).toMatch(
      /no basic auth|unauthorized|authorization failed/i,
    );
  });

  it('what docker login stored is shown and used, and logged out of', async () => {
    const { client } = home.slipway;
    const login = await home.docker('login', '-u', username, '-p', password, host());
    expect(login.code, login.stderr).toBe(0);
    expect((await ok(client.call('registries.logins', {}))).logins).toMatchObject([
      { host: host(), username, source: { kind: 'file' } },
    ]);
    await fill(home, host(), 'theirs', ['1']);
    const { repositories } = await ok(client.call('registries.repositories', { host: host() }));
    expect(repositories).toContain(`${prefix}theirs`);
    const events: string[] = [];
    const end = await new Promise((resolve) => {
      client.stream(
        'images.pull',
        { reference: image('theirs') },
        { item: ({ status }) => void events.push(status), done: resolve },
      );
    });
    expect(end, events.join('\n')).toBeUndefined();
    await home.docker('rmi', image('theirs'));
    expect(await ok(client.call('registries.logout', { host: host() }))).toEqual({ loggedOut: true });
    expect(JSON.parse(await readFile(home.config, 'utf8')).auths ?? {}).toEqual({});
    expect((await home.docker('pull', image('theirs'))).code).not.toBe(0);
  });

  it('for the session only, nothing is written, and Slipway pulls with it', async () => {
    const { client } = home.slipway;
    expect(await ok(client.call('registries.loginChoices', { host: host() }))).toMatchObject({
      configured: '',
      proposed: 'session',
    });
    const { login } = await ok(client.call('registries.login', { host: host(), username, password }));
    expect(login.source).toEqual({ kind: 'session' });
    await expect(readFile(home.config)).rejects.toThrow('ENOENT');
    await ok(client.call('registries.repositories', { host: host() }));
    const other = await openApp({ engine: bench.engine.host, env: home.env });
    try {
      expect(await refused(other.client.call('registries.repositories', { host: host() }))).toMatchObject({
        reason: 'registry-wants-login',
      });
    } finally {
      await other.close();
    }
  });

  it('docker login in a loop beside it loses nothing of either', async () => {
    const { client } = home.slipway;
    const second = await registries.start('password');
    await trust(second.address);
    let stop = false;
    const loop = async () => {
      let count = 0;
      while (!stop) {
        const done = await home.docker('login', '-u', username, '-p', password, second.address);
        expect(done.code, done.stderr).toBe(0);
        count += 1;
      }
      return count;
    };
    const running = loop();
    const keep = { kind: 'plain-text' } as const;
    try {
      for (let round = 0; round < 4; round += 1) {
        await ok(client.call('registries.login', { host: host(), username, password, keep }));
        const { auths } = JSON.parse(await readFile(home.config, 'utf8'));
        expect(Object.keys(auths)).toContain(host());
        if (round === 3) break;
        await ok(client.call('registries.logout', { host: host() }));
        expect(await readFile(home.config, 'utf8')).not.toContain(host());
      }
    } finally {
      stop = true;
      expect(await running).toBeGreaterThan(1);
      await second.stop();
      await bench.engine.exec(['rm', '-rf', `/etc/docker/certs.d/${second.address}`]);
    }
    const { auths } = JSON.parse(await readFile(home.config, 'utf8'));
    expect(Object.keys(auths).sort()).toEqual([host(), second.address].sort());
  });

  it('tell tags with digest, platform, size and age, page by page', async () => {
    const { client } = home.slipway;
    await ok(client.call('registries.login', { host: host(), username, password }));
    await home.docker('login', '-u', username, '-p', password, host());
    await fill(home, host(), 'tags', ['a', 'b', 'other']);
    const repository = `${prefix}tags`;
    const first = await ok(client.call('registries.tags', { host: host(), repository, limit: 2 }));
    const rest = await ok(
      client.call('registries.tags', { host: host(), repository, limit: 2, after: first.next ?? '' }),
    );
    expect([...first.tags, ...rest.tags].sort()).toEqual(['a', 'b', 'other']);
    expect(rest.next).toBeNull();
    const details = await ok(
      client.call('registries.tagDetails', { host: host(), repository, tags: ['a', 'b', 'other', 'gone'] }),
    );
    const of = (tag: string): TagDetails | undefined => details.find((one) => one.tag === tag);
    const architecture = await bench.docker('info', '-f', '{{.Architecture}}');
    expect(of('a')?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(of('a')?.digest).toBe(of('b')?.digest);
    expect(of('other')?.digest).not.toBe(of('a')?.digest);
    expect(of('a')?.platforms[0]?.platform).toBe(`linux/${architecture === 'x86_64' ? 'amd64' : 'arm64'}`);
    expect(of('a')?.sizeBytes).toBeGreaterThan(100_000);
    expect(Date.parse(of('a')?.createdAt ?? '')).not.toBeNaN();
    expect(of('gone')?.error?.reason).toBe('registry-unknown');
    // What the engine says of the same.
    await home.docker('pull', `${host()}/${repository}:a`);
    const told = await bench.docker('inspect', '-f', '{{index .RepoDigests 0}}', `${host()}/${repository}:a`);
    expect(told.split('@')[1]).toBe(of('a')?.digest);
    await home.docker('rmi', `${host()}/${repository}:a`);
  });

  it('delete by plan what is listed, with the tags that go along, and nothing that came since', async () => {
    const { client } = home.slipway;
    await ok(client.call('registries.login', { host: host(), username, password }));
    await home.docker('login', '-u', username, '-p', password, host());
    await fill(home, host(), 'gone', ['a', 'b', 'other']);
    const repository = `${prefix}gone`;
    const wanted = { host: host(), repository, tags: ['a'] };
    const plan = await ok(client.call('registries.deleteTags', wanted));
    expect(plan.items).toHaveLength(1);
    expect(plan.items[0]?.tags?.toSorted()).toEqual(['a', 'b']);
    expect(plan.warnings).toEqual([{ kind: 'tags-along', names: ['b'] }]);
    // A third tag comes meanwhile: nobody agreed to lose it.
    await fill(home, host(), 'gone', ['c']);
    const skipped = await ok(client.call('plans.execute', { id: plan.id }));
    expect(skipped.items).toMatchObject([{ outcome: 'skipped', outcomeKey: 'changed-since' }]);
    const again = await ok(client.call('registries.deleteTags', wanted));
    const report = await ok(client.call('plans.execute', { id: again.id }));
    expect(report.items).toMatchObject([{ outcome: 'done', outcomeKey: 'removed' }]);
    const { tags } = await ok(client.call('registries.tags', { host: host(), repository }));
    expect(tags).toEqual(['other']);
    expect((await home.docker('pull', `${host()}/${repository}:a`)).code).not.toBe(0);
    expect((await home.docker('pull', `${host()}/${repository}:other`)).code).toBe(0);
    await home.docker('rmi', `${host()}/${repository}:other`);
    expect(await refused(client.call('registries.deleteTags', wanted))).toMatchObject({ reason: 'all-gone' });
  });

  it('say which certificate is missing, and use the one that is there', async () => {
    const { client } = home.slipway;
    const strict = await registries.start('client-certificate');
    expect(await refused(client.call('registries.repositories', { host: strict.address }))).toMatchObject({
      reason: 'registry-untrusted',
    });
    await trust(strict.address);
    expect(await refused(client.call('registries.repositories', { host: strict.address }))).toMatchObject({
      reason: 'registry-client-certificate',
    });
    const place = `/etc/docker/certs.d/${strict.address}`;
    const { cert, key } = registries.certificates.ec;
    for (const [name, path] of [
      ['client.cert', cert],
      ['client.key', key],
    ] as const)
      await bench.engine.exec(['sh', '-c', `cat > ${place}/${name}`], {
        input: await readFile(path, 'utf8'),
      });
    expect(await ok(client.call('registries.repositories', { host: strict.address }))).toEqual({
      repositories: [],
      next: null,
    });
    await bench.engine.exec(['rm', '-rf', place]);
    const plain = await registries.start('plain');
    expect(await refused(client.call('registries.repositories', { host: plain.address }))).toMatchObject({
      reason: 'registry-no-tls',
    });
  });
});
