import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FakeEngine, startFakeEngine } from '../../rig/fake-engine.ts';
import { type FakeServer, sendJson, startFakeServer } from '../../rig/fake-registry.ts';
import { type OpenApp, ok, openApp, plainEnv, temporaryFolder } from '../../rig/open-app.ts';

const password = 'canary-of-the-doctor-77';
const basic = `Basic ${Buffer.from(`ann:${password}`).toString('base64')}`;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let registry: FakeServer;
let engine: FakeEngine;
let slipway: OpenApp;
/** What was asked of the token server. */
let tokens: string[];
let manifest: { status: number; headers: Record<string, string> };
let mirrors: string[];
let auth: (outgoing: ServerResponse) => void;

/** A registry with a token server, as Docker Hub is. */
function answer(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const url = new URL(incoming.url ?? '/', 'http://fake');
  const { authorization = '' } = incoming.headers;
  if (url.pathname === '/token') {
    const isAnn = authorization === basic;
    tokens.push(`${isAnn ? 'ann' : authorization} ${url.searchParams.get('scope') ?? ''}`);
    sendJson(outgoing, isAnn ? { token: 'given' } : {}, isAnn ? 200 : 401);
  } else if (authorization !== 'Bearer given') {
    const challenge = `Bearer realm="http://${registry.host}/token",service="fake"`;
    sendJson(outgoing, {}, 401, { 'www-authenticate': challenge });
  } else if (url.pathname === '/v2/') sendJson(outgoing, {});
  else sendJson(outgoing, {}, manifest.status, manifest.headers);
}

beforeEach(async () => {
  folder = await temporaryFolder();
  tokens = [];
  mirrors = [];
  manifest = {
    status: 200,
    headers: { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '42;w=21600' },
  };
  auth = (outgoing) => sendJson(outgoing, { Status: 'Login Succeeded', IdentityToken: '' });
  registry = await startFakeServer(answer);
  engine = await startFakeEngine({ apiVersion: '1.45' }, (incoming, outgoing) => {
    const path = incoming.url ?? '';
    if (/\/info(\?|$)/.test(path))
      sendJson(outgoing, { ID: 'FAKE', Name: 'fake', RegistryConfig: { Mirrors: mirrors } });
    else if (path.includes('/distribution/')) sendJson(outgoing, { message: 'unauthorized: log in' }, 401);
    else if (/\/auth(\?|$)/.test(path)) incoming.on('end', () => auth(outgoing)).resume();
    else return false;
    return true;
  });
  const env = plainEnv(folder.path, {
    PATH: '/usr/bin:/bin',
    DOCKER_CONFIG: join(folder.path, 'docker'),
    // Nobody listens there; what is on this machine is reached without it.
    HTTPS_PROXY: 'http://ann:secret@127.0.0.1:9',
  });
  slipway = await openApp({ engine: engine.host, env, home: join(folder.path, 'home') });
});
afterEach(async () => {
  await slipway.close();
  await engine.close();
  await registry.close();
  await folder.remove();
});

async function check(target: string) {
  const { steps, cause, action } = await ok(slipway.client.call('registries.check', { target }));
  const step = (key: string) => steps.find((one) => one.key === key);
  return { steps, step, action, sick: cause === null ? null : steps[cause]?.key };
}

const logIn = () =>
  ok(
    slipway.client.call('registries.login', {
      ...{ host: registry.host, username: 'ann', password, keep: { kind: 'session' } },
    }),
  );

it('takes a token as whoever is logged in, and reads how many pulls are left', async () => {
  const image = `${registry.host}/team/app:1`;
  expect(await check(image)).toMatchObject({ sick: 'sign-in', action: 'login' });
  await logIn();
  tokens = [];
  const well = await check(image);
  expect(well.sick).toBeNull();
  expect(tokens).toContain('ann repository:team/app:pull');
  expect(well.step('rate-limit')).toMatchObject({
    verdict: 'ok',
    params: { limit: '100', remaining: '42' },
    meaning: 'The registry counts pulls: 42 of 100 are left.',
  });
  manifest = {
    status: 429,
    headers: { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '0;w=21600' },
  };
  const spent = await check(image);
  expect(spent).toMatchObject({ sick: 'rate-limit', action: 'login' });
});

it('has the engine log in as well, and tells why it cannot', async () => {
  await logIn();
  expect((await check(registry.host)).step('engine-login')).toMatchObject({
    ...{ side: 'engine', verdict: 'ok', params: { user: 'ann' } },
  });
  auth = (outgoing) => sendJson(outgoing, { message: `401 Unauthorized for ${password}` }, 500);
  const denied = await check(registry.host);
  expect(denied).toMatchObject({ sick: 'engine-login', action: 'login' });
  expect(JSON.stringify(denied.steps)).not.toContain(password);
  auth = (outgoing) => sendJson(outgoing, { message: 'x509: unknown authority' }, 500);
  expect(await check(registry.host)).toMatchObject({ sick: 'engine-login', action: null });
});

it('tries the mirrors of Docker Hub, and names the proxy that leads there without who logs in to it', async () => {
  const broken = await startFakeServer((_, outgoing) => sendJson(outgoing, {}, 502));
  try {
    mirrors = [`http://${registry.host}/`, `http://${broken.host}/`];
    const { steps, step, sick } = await check('docker.io');
    const tried = steps.filter(({ key }) => key === 'mirror');
    // The first one wants a login: it is a registry all the same.
    expect(tried.map(({ verdict, params }) => [verdict, params.mirror])).toEqual([
      ['ok', mirrors[0]],
      ['warning', mirrors[1]],
    ]);
    expect(tried[1]?.params.detail).toContain('502');
    expect(sick).toBe('connect');
    expect(step('connect')).toMatchObject({
      verdict: 'problem',
      params: { address: 'registry-1.docker.io:443', proxy: '127.0.0.1:9' },
      meaning:
        'The proxy 127.0.0.1:9, which leads to registry-1.docker.io:443, cannot be connected to: ECONNREFUSED.',
    });
    expect(JSON.stringify(steps)).not.toContain('secret');
  } finally {
    await broken.close();
  }
});
