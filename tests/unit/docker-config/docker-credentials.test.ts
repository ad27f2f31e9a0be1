import { lstat, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hubKey } from '../../../electron/docker-config/config.ts';
import type { Credential } from '../../../electron/docker-config/credentials.ts';
import { DockerCredentials } from '../../../electron/docker-config/docker-credentials.ts';
import { SlipwayError } from '../../../shared/contract/failure.ts';
import { fakeHelper } from '../../rig/credential-helper.ts';
import { temporaryFolder } from '../../rig/open-app.ts';
import { eventually } from '../../rig/wait-for.ts';

const canary = 'canary-secret-5f3d';
const person = (more: Partial<Credential> = {}): Credential => ({
  ...{ username: 'ann', password: canary, identityToken: '', registryToken: '' },
  ...more,
});

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let env: NodeJS.ProcessEnv;
const path = () => join(folder.path, 'docker', 'config.json');
const text = () => readFile(path(), 'utf8');
const write = (value: object) => writeFile(path(), JSON.stringify(value, null, '\t'));
const open = (helperMs = 20_000) => new DockerCredentials(env, { helperMs, lookMs: 1 });
const decoded = (header: string): unknown => JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));

beforeEach(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder.path, 'docker'));
  env = {
    HOME: folder.path,
    DOCKER_CONFIG: join(folder.path, 'docker'),
    PATH: `${join(folder.path, 'bin')}:/usr/bin:/bin`,
  };
});
afterEach(() => folder.remove());

/** The failure of something that must fail. */
async function failing(work: Promise<unknown>) {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof SlipwayError) return thrown.error;
    throw thrown;
  }
  throw new Error('it was to fail');
}

describe('a credential is found as the docker CLI finds it', () => {
  it('by the host in the reference; Docker Hub under its old address', async () => {
    const auth = (user: string) => ({ auth: Buffer.from(`${user}:${canary}:with colon`).toString('base64') });
    await write({
      auths: {
        [hubKey]: auth('hub'),
        'reg.example:5000': auth('reg'),
        'https://old.example/v1/': auth('old'),
      },
    });
    const credentials = open();
    for (const [reference, username, serveraddress] of [
      ['alpine', 'hub', hubKey],
      ['docker.io/library/alpine:3', 'hub', hubKey],
      ['reg.example:5000/team/app:1', 'reg', 'reg.example:5000'],
      ['old.example/app', 'old', 'old.example'],
    ] as const) {
      const found = await credentials.authForReference(reference);
      expect(decoded(found.header), reference).toEqual({
        username,
        password: `${canary}:with colon`,
        serveraddress,
      });
      expect(found.header).toMatch(/^[A-Za-z0-9_=-]+$/);
      expect(found.header.length % 4).toBe(0);
    }
    const nobody = await credentials.authForReference('other.example/app');
    expect(nobody).toMatchObject({ credential: null, source: null, problem: null, header: 'e30=' });
  });

  it('the helper of a registry beats the one for all, which beats what lies in the file', async () => {
    const one = await fakeHelper(folder.path, 'one');
    await fakeHelper(folder.path, 'two');
    const auths = { 'a.example': { auth: Buffer.from('file:x').toString('base64') } };
    await write({ auths });
    expect((await open().authFor('a.example')).credential?.username).toBe('file');
    await write({ auths, credsStore: 'one' });
    await open().keep('a.example', person({ username: 'for-all' }), { kind: 'helper', helper: 'one' });
    expect(await open().authFor('a.example')).toMatchObject({
      credential: { username: 'for-all' },
      source: { kind: 'helper', helper: 'one' },
    });
    await write({ auths, credsStore: 'one', credHelpers: { 'a.example': 'two' } });
    expect((await open().authFor('a.example')).credential).toBeNull();
    await open().keep('a.example', person({ username: 'own' }), { kind: 'helper', helper: 'two' });
    expect((await open().authFor('a.example')).credential?.username).toBe('own');
    env.DOCKER_AUTH_CONFIG = JSON.stringify({
      auths: { 'a.example': { auth: Buffer.from('env:y').toString('base64') } },
    });
    expect(await open().authFor('a.example')).toMatchObject({
      credential: { username: 'env', password: 'y' },
      source: { kind: 'environment' },
    });
    expect((await one.calls()).join('\n')).not.toContain(canary);
  });

  it('an identity token takes the place of a password, with helpers as with the file', async () => {
    await fakeHelper(folder.path, 'one');
    const token = person({ password: '', identityToken: 'idt' });
    await open().keep('t.example', token, { kind: 'file' });
    expect(JSON.parse(await text()).auths['t.example']).toEqual({
      auth: Buffer.from('ann:').toString('base64'),
      identitytoken: 'idt',
    });
    expect(decoded((await open().authFor('t.example')).header)).toMatchObject({ identitytoken: 'idt' });
    await write({ credsStore: 'one' });
    await open().keep('t.example', token, { kind: 'helper', helper: 'one' });
    const found = await open().authFor('t.example');
    expect(found.credential).toEqual({ username: '', password: '', identityToken: 'idt', registryToken: '' });
    expect((await open().logins()).logins).toMatchObject([
      { host: 't.example', isToken: true, username: '' },
    ]);
  });
});

describe('keeping and forgetting', () => {
  it('leaves everything else in config.json as it is, and writes for its owner only', async () => {
    const before =
      '{\n  "HttpHeaders": {"X": "1"},\n  "auths": {\n    "z.example": {"email": "e", "auth": "eDp5"}\n  },\n  "plugins": {"5": 1.50}\n}\n';
    await writeFile(path(), before, { mode: 0o644 });
    await open().keep('a.example', person(), { kind: 'file' });
    const after = await text();
    expect(JSON.parse(after).auths['a.example']).toEqual({
      auth: Buffer.from(`ann:${canary}`).toString('base64'),
    });
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    expect(await open().erase('a.example')).toBe(true);
    expect(await text()).toBe(before);
    expect(await open().erase('a.example')).toBe(false);
  });

  it('follows a symlink, also to a file that is not there yet', async () => {
    const real = join(folder.path, 'real.json');
    await symlink('../real.json', path());
    await open().keep('a.example', person(), { kind: 'file' });
    expect((await lstat(path())).isSymbolicLink()).toBe(true);
    expect(JSON.parse(await readFile(real, 'utf8')).auths).toHaveProperty(['a.example']);
    await open().keep('b.example', person(), { kind: 'file' });
    expect((await lstat(path())).isSymbolicLink()).toBe(true);
    expect(Object.keys(JSON.parse(await readFile(real, 'utf8')).auths)).toEqual(['a.example', 'b.example']);
  });

  it('with a helper only the name of the registry stays in config.json, and no plain text', async () => {
    const helper = await fakeHelper(folder.path, 'one');
    await write({
      auths: {
        'a.example': { auth: Buffer.from(`ann:${canary}`).toString('base64') },
        'b.example': { auth: 'eDp5' },
      },
    });
    await open().keep('a.example', person(), { kind: 'helper', helper: 'one' });
    expect(JSON.parse(await text())).toEqual({
      auths: { 'a.example': {}, 'b.example': { auth: 'eDp5' } },
      credHelpers: { 'a.example': 'one' },
    });
    expect(await open().authFor('b.example')).toMatchObject({
      credential: { username: 'x' },
      source: { kind: 'file' },
    });
    expect((await open().logins()).logins).toEqual([
      {
        host: 'a.example',
        key: 'a.example',
        username: 'ann',
        source: { kind: 'helper', helper: 'one' },
        isToken: false,
        ignored: false,
      },
      {
        host: 'b.example',
        key: 'b.example',
        username: 'x',
        source: { kind: 'file' },
        isToken: false,
        ignored: false,
      },
    ]);
    expect(await failing(open().keep('a.example', person(), { kind: 'file' }))).toMatchObject({
      reason: 'plain-not-read',
    });
    expect(await open().erase('a.example')).toBe(true);
    expect((await open().authFor('a.example')).credential).toBeNull();
    expect((await helper.calls()).join('\n')).not.toContain(canary);
  });

  it("takes the system's helper by itself where config.json tells of nothing, and names it as the CLI does", async () => {
    await fakeHelper(folder.path, 'secretservice');
    const { configured, helpers } = await open().choices('a.example');
    expect([configured, helpers[0]]).toEqual(['', 'secretservice']);
    await open().keep('a.example', person(), { kind: 'helper', helper: 'secretservice' });
    expect(JSON.parse(await text())).toEqual({ auths: { 'a.example': {} }, credsStore: 'secretservice' });
  });

  it('in memory only, for the session', async () => {
    const credentials = open();
    await credentials.keep('a.example', person(), { kind: 'session' });
    expect(await credentials.authFor('a.example')).toMatchObject({
      credential: { username: 'ann' },
      source: { kind: 'session' },
    });
    await expect(text()).rejects.toThrow('ENOENT');
    expect((await open().authFor('a.example')).credential).toBeNull();
    expect(await credentials.erase('a.example')).toBe(true);
    expect((await credentials.authFor('a.example')).credential).toBeNull();
  });

  it('tells of plain text that a helper hides', async () => {
    await fakeHelper(folder.path, 'one');
    await write({ auths: { 'a.example': { auth: 'eDp5' } }, credsStore: 'one' });
    expect((await open().logins()).logins).toMatchObject([
      { host: 'a.example', source: { kind: 'file' }, ignored: true },
    ]);
  });
});

describe('what goes wrong', () => {
  it.each([
    ['not JSON', `{"auths": {"a": "${canary}"`],
    ['a list', '[1]'],
    ['auths as a list', '{"auths": [1]}'],
    ['a byte order mark', '\uFEFF{}'],
  ])('a config.json that is %s is left as it is', async (_, broken) => {
    await writeFile(path(), broken);
    const error = await failing(open().keep('a.example', person(), { kind: 'file' }));
    expect(error).toMatchObject({
      code: 'invalid-input',
      reason: 'docker-config-damaged',
      params: { path: path() },
    });
    expect(JSON.stringify(error)).not.toContain(canary);
    expect((await open().authFor('a.example')).problem?.reason).toBe('docker-config-damaged');
    expect(await text()).toBe(broken);
  });

  it('helpers are asked all at once: one that waits holds up no other', async () => {
    const helper = await fakeHelper(folder.path, 'box');
    const hosts = ['a.example', 'b.example', 'c.example'];
    await write({ credHelpers: Object.fromEntries(hosts.map((host) => [host, 'box'])) });
    // Each answers only once all three were asked.
    await helper.behave(`host=$(cat); touch "asked-$host"
while [ "$(ls | grep -c '^asked-')" -lt 3 ]; do sleep 0.05; done
printf '{"ServerURL":"%s","Username":"ann","Secret":"${canary}"}' "$host"`);
    const { logins, problems } = await open().logins();
    expect(problems).toEqual([]);
    expect(logins.map(({ host }) => host)).toEqual(hosts);
  });

  it('an entry that cannot be read is told, and can be taken out', async () => {
    await write({ auths: { 'a.example': { auth: 'bm8tY29sb24=' }, 'b.example': { auth: 'eDp5' } } });
    expect((await open().authFor('a.example')).problem?.reason).toBe('docker-config-entry');
    expect((await open().logins()).problems).toMatchObject([{ params: { key: 'a.example' } }]);
    expect(await open().erase('a.example')).toBe(true);
    expect(JSON.parse(await text()).auths).toEqual({ 'b.example': { auth: 'eDp5' } });
  });

  it('a folder in its place', async () => {
    await mkdir(path());
    expect(await failing(open().keep('a.example', person(), { kind: 'file' }))).toMatchObject({
      reason: 'docker-config-unreadable',
    });
  });

  it('helpers that are missing, hang, fail, repeat a secret or send rubbish', async () => {
    const where = { kind: 'helper', helper: 'one' } as const;
    expect(await failing(open().keep('a.example', person(), where))).toMatchObject({
      code: 'unsupported',
      reason: 'helper-missing',
    });
    const helper = await fakeHelper(folder.path, 'one');
    await helper.behave(`echo 'no keychain'; exit 1`);
    const refusal = await failing(open().keep('a.example', person(), where));
    expect(refusal).toMatchObject({
      reason: 'helper-failed',
      params: { action: 'store', detail: 'no keychain' },
    });
    await helper.behave('cat; exit 1');
    expect(JSON.stringify(await failing(open().keep('a.example', person(), where)))).not.toContain(canary);
    await helper.behave(String.raw`sed 's/.*"Secret":"\([^"]*\)".*/refused: \1/'; exit 1`);
    expect(await failing(open().keep('a.example', person(), where))).toMatchObject({
      params: { detail: 'refused: ***' },
    });
    await helper.behave('sleep 600 & sleep 600');
    expect(await failing(open(300).keep('a.example', person(), where))).toMatchObject({
      code: 'timeout',
      reason: 'helper-hangs',
    });
    await write({ credsStore: 'one' });
    await helper.behave('echo hello');
    expect((await open().authFor('a.example')).problem).toMatchObject({ reason: 'helper-failed' });
    await helper.behave('head -c 3000000 /dev/zero');
    expect((await open().authFor('a.example')).problem).toMatchObject({
      params: { detail: 'it sent too much' },
    });
    await write({ credsStore: '../../../bin/sh' });
    expect((await open().authFor('a.example')).problem).toMatchObject({ reason: 'helper-missing' });
    await expect(text()).resolves.toContain('credsStore');
  });

  it('a helper that answers with nothing has nothing, as pass does', async () => {
    const helper = await fakeHelper(folder.path, 'one');
    await write({ credsStore: 'one', auths: { 'a.example': {} } });
    await helper.behave(
      `[ $1 = get ] && { echo '{"ServerURL":"","Username":"","Secret":""}'; exit; }; echo 'not in the store'; exit 1`,
    );
    expect(await open().authFor('a.example')).toMatchObject({ credential: null, problem: null });
    expect(await open().erase('a.example')).toBe(true);
    expect(JSON.parse(await text()).auths).toEqual({});
  });

  it('a program that read the file before and writes it back afterwards takes nothing away', async () => {
    await write({ auths: {} });
    const slow = new DockerCredentials(env, { lookMs: 200 });
    const kept = slow.keep('a.example', person(), { kind: 'file' });
    await eventually('the entry', async () => expect(await text()).toContain('a.example'));
    await write({ auths: { 'b.example': { auth: 'eDp5' } } });
    await kept;
    expect(Object.keys(JSON.parse(await text()).auths).sort()).toEqual(['a.example', 'b.example']);
    const erased = slow.erase('a.example');
    await eventually('it to go', async () => expect(await text()).not.toContain('a.example'));
    await write({ auths: { 'a.example': { auth: 'eDp5' }, 'b.example': { auth: 'eDp5' } } });
    await erased;
    expect(Object.keys(JSON.parse(await text()).auths)).toEqual(['b.example']);
  });

  it('many at once lose nothing', async () => {
    await write({ auths: {}, other: 1 });
    const names = Array.from({ length: 12 }, (_, at) => `r${at}.example`);
    // Each with its own memory of the file, as different programs are.
    await Promise.all(names.map((name) => open().keep(name, person(), { kind: 'file' })));
    const { auths, other } = JSON.parse(await text());
    expect(Object.keys(auths).sort()).toEqual([...names].sort());
    expect(other).toBe(1);
  });
});
