import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RefusedLogins } from '../../../shared/contract/registry-login.ts';
import { fakeHelper } from '../../rig/credential-helper.ts';
import { type FakeEngine, startFakeEngine } from '../../rig/fake-engine.ts';
import { type FakeServer, sendJson, startFakeServer } from '../../rig/fake-registry.ts';
import { type OpenApp, ok, openApp, plainEnv, refused, temporaryFolder } from '../../rig/open-app.ts';
import { waitFor } from '../../rig/wait-for.ts';

const canary = 'canary-of-the-login-31';
const right = `Basic ${Buffer.from(`ann:${canary}`).toString('base64')}`;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let registry: FakeServer;
let engine: FakeEngine;
let slipway: OpenApp;
/** What the engine answers to POST /auth. */
let auth: (outgoing: ServerResponse, body: string) => void;
/** Who gets into the registry. */
let lets: (authorization: string | undefined) => boolean;
let manifests: (incoming: IncomingMessage, outgoing: ServerResponse) => void;

const engineBroken = (outgoing: ServerResponse) =>
  sendJson(outgoing, { message: `x509: unknown authority; sent ${canary}` }, 500);

beforeEach(async () => {
  folder = await temporaryFolder();
  auth = (outgoing) => sendJson(outgoing, { Status: 'Login Succeeded', IdentityToken: '' });
  lets = (authorization) => authorization === right;
  manifests = (_, outgoing) => sendJson(outgoing, {}, 404);
  registry = await startFakeServer((incoming, outgoing) => {
    if (!lets(incoming.headers.authorization))
      return sendJson(outgoing, {}, 401, { 'www-authenticate': 'Basic realm="x"' });
    if (incoming.url === '/v2/') return sendJson(outgoing, {});
    return manifests(incoming, outgoing);
  });
  engine = await startFakeEngine({ apiVersion: '1.45' }, (incoming, outgoing) => {
    if (!/\/auth(\?|$)/.test(incoming.url ?? '')) return false;
    let body = '';
    incoming.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    incoming.on('end', () => auth(outgoing, body));
    return true;
  });
  const env = plainEnv(folder.path, {
    PATH: `${join(folder.path, 'bin')}:/usr/bin:/bin`,
    DOCKER_CONFIG: join(folder.path, 'docker'),
  });
  slipway = await openApp({ engine: engine.host, env, home: join(folder.path, 'home') });
});
afterEach(async () => {
  await slipway.close();
  await engine.close();
  await registry.close();
  await folder.remove();
});

const input = () => ({ host: registry.host, username: 'ann', password: canary });

describe('whether a login counts', () => {
  it('is decided by the engine; what it says is told without the password', async () => {
    let asked = '';
    auth = (outgoing, body) => {
      asked = body;
      sendJson(outgoing, { message: `login attempt failed: 401 Unauthorized for ${canary}` }, 500);
    };
    const denied = await refused(slipway.client.call('registries.login', input()));
    expect(denied).toMatchObject({ code: 'unauthorized', reason: 'registry-denied' });
    expect(JSON.stringify(denied)).not.toContain(canary);
    expect(JSON.parse(asked)).toEqual({ username: 'ann', password: canary, serveraddress: registry.host });
    auth = engineBroken;
    const broken = await refused(slipway.client.call('registries.login', input()));
    expect(broken).toMatchObject({ code: 'engine-error', reason: 'login-engine-refused' });
    expect(JSON.stringify(broken)).not.toContain(canary);
    expect((await ok(slipway.client.call('registries.logins', {}))).logins).toEqual([]);
  });

  it('where both fail, the cause that names a remedy is told', async () => {
    auth = engineBroken;
    await registry.close();
    expect(await refused(slipway.client.call('registries.login', input()))).toMatchObject({
      reason: 'registry-refused',
    });
  });

  it('where only the engine gets in, that counts and is said', async () => {
    await registry.close();
    const { checks } = await ok(slipway.client.call('registries.login', input()));
    expect(checks).toMatchObject([
      { by: 'engine', ok: true },
      { by: 'slipway', ok: false, error: { reason: 'registry-refused' } },
    ]);
  });

  it('where no engine answers, this machine decides', async () => {
    const away = await openApp({ engine: `unix://${folder.path}/nobody.sock`, env: plainEnv(folder.path) });
    try {
      const { checks } = await ok(away.client.call('registries.login', input()));
      expect(checks).toMatchObject([
        { by: 'engine', ok: false },
        { by: 'slipway', ok: true },
      ]);
      lets = () => false;
      expect(await refused(away.client.call('registries.login', input()))).toMatchObject({
        reason: 'registry-denied',
      });
    } finally {
      await away.close();
    }
  });

  it('an identity token of the registry is kept in place of the password', async () => {
    await fakeHelper(folder.path, 'box');
    auth = (outgoing) => sendJson(outgoing, { Status: 'ok', IdentityToken: 'idt-1' });
    const keep = { kind: 'helper', helper: 'box' } as const;
    const { login } = await ok(slipway.client.call('registries.login', { ...input(), keep }));
    expect(login.isToken).toBe(true);
    const kept = await readFile(join(folder.path, 'kept-box', registry.host.replace(':', '_')), 'utf8');
    expect(JSON.parse(kept)).toEqual({ ServerURL: registry.host, Username: '<token>', Secret: 'idt-1' });
  });

  it("a system's keychain that does not work is not taken", async () => {
    const helper = await fakeHelper(folder.path, 'secretservice');
    const choices = () => ok(slipway.client.call('registries.loginChoices', { host: 'other.example' }));
    await ok(slipway.client.call('registries.login', { ...input(), keep: { kind: 'plain-text' } }));
    expect(await choices()).toMatchObject({ configured: '', proposed: 'helper' });
    expect((await choices()).helpers[0]).toBe('secretservice');
    await helper.behave(`echo 'Cannot autolaunch D-Bus without X11 $DISPLAY'; exit 1`);
    expect(await choices()).toMatchObject({ proposed: 'session' });
  });

  it('no refusal of an input repeats it', async () => {
    const wrong = [
      { ...input(), host: `${canary}@x y` },
      { ...input(), username: '', password: canary },
      { ...input(), password: canary.repeat(5000) },
      { ...input(), password: { canary } as unknown as string },
    ];
    for (const one of wrong) {
      const error = await refused(slipway.client.call('registries.login', one));
      expect(error.code).toBe('invalid-input');
      expect(JSON.stringify(error).replaceAll('"canary"', '')).not.toContain(canary);
    }
  });
});

describe('the state of logins', () => {
  const states = () => ok(slipway.client.call('registries.loginStates', {}));
  const look = () => slipway.client.call('registries.tags', { host: registry.host, repository: 'team/app' });

  it('tells what a registry refused, until it takes it again', async () => {
    manifests = (_, outgoing) => sendJson(outgoing, { tags: ['1'] });
    const kept = { host: registry.host, refusedAt: null };
    // What was only tried is no login that is kept.
    lets = () => false;
    auth = engineBroken;
    expect((await refused(slipway.client.call('registries.login', input()))).reason).toBe('registry-denied');
    expect(await states()).toEqual([]);
    lets = (authorization) => authorization === right;
    auth = (outgoing) => sendJson(outgoing, { Status: 'ok' });
    await ok(slipway.client.call('registries.login', { ...input(), keep: { kind: 'session' } }));
    expect(await states()).toEqual([kept]);
    lets = () => false;
    expect((await refused(look())).reason).toBe('registry-denied');
    expect(await states()).toEqual([{ ...kept, refusedAt: expect.stringMatching(/^\d{4}-/) }]);
    lets = (authorization) => authorization === right;
    await ok(look());
    expect(await states()).toEqual([kept]);
    lets = () => false;
    await refused(look());
    await ok(slipway.client.call('registries.logout', { host: registry.host }));
    expect(await states()).toEqual([]);
  });

  it('is told to whoever listens once for each change', async () => {
    manifests = (_, outgoing) => sendJson(outgoing, { tags: ['1'] });
    const heard: RefusedLogins[] = [];
    const tells = () => heard.flatMap(({ tell }) => tell);
    const { host } = registry;
    const listening = slipway.client.stream(
      'registries.refusedLogins',
      {},
      { item: (item) => void heard.push(item), done: () => undefined },
    );
    try {
      await waitFor('the first item', () => heard.length > 0);
      expect(heard).toEqual([{ refused: [], tell: [] }]);
      await ok(slipway.client.call('registries.login', { ...input(), keep: { kind: 'session' } }));
      for (const times of [1, 2]) {
        lets = () => false;
        await refused(look());
        await waitFor('the refusal', () => tells().length === times);
        await refused(look());
        expect(heard.at(-1)).toEqual({ refused: [host], tell: [host] });
        lets = (authorization) => authorization === right;
        await ok(look());
        await waitFor('that it is taken', () => heard.at(-1)?.refused.length === 0);
        expect(tells()).toHaveLength(times);
      }
    } finally {
      listening.cancel();
      lets = (authorization) => authorization === right;
      await ok(slipway.client.call('registries.logout', { host }));
    }
  });

  it('is told without asking a helper', async () => {
    const helper = await fakeHelper(folder.path, 'box');
    const keep = { kind: 'helper', helper: 'box' } as const;
    await ok(slipway.client.call('registries.login', { ...input(), keep }));
    const before = await helper.calls();
    expect(await states()).toEqual([{ host: registry.host, refusedAt: null }]);
    expect(await helper.calls()).toEqual(before);
  });
});

describe('what a tag is', () => {
  const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
  const image = (config: string, layers: [string, number][]) => ({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digest(config), size: 10 },
    layers: layers.map(([one, size]) => ({ digest: digest(one), size })),
  });
  const answers: Record<string, object> = {
    'manifests/many': {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [
        { digest: digest('1'), platform: { os: 'linux', architecture: 'amd64' } },
        { digest: digest('2'), platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
        { digest: digest('9'), platform: { os: 'unknown', architecture: 'unknown' } },
      ],
    },
    [`manifests/${digest('1')}`]: image('c', [
      ['a', 100],
      ['b', 20],
    ]),
    [`manifests/${digest('2')}`]: image('d', [
      ['a', 100],
      ['e', 3],
    ]),
    [`blobs/${digest('c')}`]: { os: 'linux', architecture: 'amd64', created: '2024-05-01T00:00:00Z' },
    [`blobs/${digest('d')}`]: { os: 'linux', architecture: 'arm', created: '2024-06-01T00:00:00Z' },
    'manifests/old': { schemaVersion: 1, architecture: 'amd64', fsLayers: [] },
    'manifests/chart': {
      schemaVersion: 2,
      config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: digest('c'), size: 1 },
      layers: [{ digest: digest('f'), size: 6 }],
    },
    'manifests/odd': { layers: 'none', config: 7 },
  };

  it('with many platforms, of an old kind, no image at all, or odd', async () => {
    lets = () => true;
    manifests = ({ url = '' }, outgoing) => {
      const found = answers[url.replace('/v2/team/app/', '')];
      sendJson(outgoing, found ?? {}, found === undefined ? 404 : 200);
    };
    const tags = ['many', 'old', 'chart', 'odd', 'gone'];
    const [many, old, chart, odd, gone] = await ok(
      slipway.client.call('registries.tagDetails', { host: registry.host, repository: 'team/app', tags }),
    );
    expect(old?.error).toBeUndefined();
    expect(many).toMatchObject({
      platforms: [
        { platform: 'linux/amd64', digest: digest('1'), sizeBytes: 130 },
        { platform: 'linux/arm/v7', digest: digest('2'), sizeBytes: 113 },
      ],
      // The layer they share counts once.
      sizeBytes: 143,
      createdAt: '2024-06-01T00:00:00.000Z',
    });
    expect(many?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(old).toMatchObject({ platforms: [{ platform: 'linux/amd64', sizeBytes: null }], sizeBytes: null });
    expect(chart).toMatchObject({ sizeBytes: 7, createdAt: null });
    expect(odd?.error).toBeUndefined();
    expect(gone?.error?.reason).toBe('registry-unknown');
  });

  it('is not deleted where the registry does not allow it, and that is said', async () => {
    lets = () => true;
    const asked: string[] = [];
    manifests = ({ url = '', method }, outgoing) => {
      asked.push(`${method} ${url}`);
      if (url.includes('/tags/list')) return sendJson(outgoing, { tags: ['1'] });
      if (method === 'DELETE') return sendJson(outgoing, { errors: [{ code: 'UNSUPPORTED' }] }, 405);
      return sendJson(outgoing, {}, 200, { 'docker-content-digest': digest('1') });
    };
    const wanted = { host: registry.host, repository: 'team/app', tags: ['1'] };
    const { id, items } = await ok(slipway.client.call('registries.deleteTags', wanted));
    expect(items).toMatchObject([{ kind: 'registry-image', tags: ['1'], bytes: null }]);
    expect(asked.filter((line) => line.startsWith('DELETE'))).toEqual([]);
    const report = await ok(slipway.client.call('plans.execute', { id }));
    expect(report.items).toMatchObject([{ outcome: 'failed', error: { reason: 'registry-no-delete' } }]);
    expect(asked).toContain(`DELETE /v2/team/app/manifests/${digest('1')}`);
  });
});
