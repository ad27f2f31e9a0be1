import net from 'node:net';
import { networkInterfaces as networks } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFrame } from '../../shared/contract/codec.ts';
import {
  type Answer,
  closeOf,
  logIn,
  newTicket,
  nextMessage,
  openPage,
  openSocket,
  originOf,
  port,
  post,
  raw,
  request,
  serve,
  server,
  startRig,
  stopRig,
  tokenOf,
} from './web-rig.ts';

beforeAll(startRig);
afterAll(stopRig);

function expectSecurityHeaders({ headers }: Answer): void {
  const csp = String(headers['content-security-policy']);
  expect(csp).toContain("default-src 'none'");
  expect(csp).toContain("script-src 'self';");
  expect(csp).toContain("frame-ancestors 'none'");
  expect(csp).toContain(`connect-src 'self' ws://127.0.0.1:${port}`);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  for (const name of Object.keys(headers)) expect(name).not.toMatch(/^access-control-/);
}

describe('the way in', () => {
  it('listens on loopback only, on a port of its own, and gives a 256-bit token in the fragment', async () => {
    expect(server.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d{4,5}$/);
    const token = tokenOf(server.newLink());
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(token).not.toBe(tokenOf(server.newLink()));
    for (const address of otherAddresses()) await expect(connects(address)).resolves.toBe(false);
  });

  it('exchanges a token for a cookie no script and no other site can use', async () => {
    const answered = await post('/session', { token: tokenOf(server.newLink()) });
    expect(answered.status).toBe(200);
    const [cookie = ''] = answered.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(new RegExp(`^slipway-${port}=[\\w-]{43}; `));
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=']) expect(cookie).toContain(part);
    expect(cookie).not.toContain('Domain');
    // The cookie's secret is nowhere a script could read it.
    expect(answered.body).not.toContain(cookie.split(/[=;]/)[1]);
    expectSecurityHeaders(answered);
  });

  it('carries calls once all is in order, bytes too', async () => {
    const socket = await openPage();
    expect(socket.protocol).toBe('slipway.1');
    expect(socket.extensions).toBe('');
    socket.send(JSON.stringify({ t: 'call', id: 1, method: 'test.echo', input: { text: 'hello' } }));
    expect(await nextMessage(socket)).toEqual({ t: 'answer', id: 1, result: { ok: true, value: 'hello' } });
    const frame = encodeFrame({
      t: 'call',
      id: 2,
      method: 'test.echo',
      input: { text: new Uint8Array([1]) },
    });
    socket.send(frame);
    expect(await nextMessage(socket)).toMatchObject({ id: 2, result: { error: { code: 'invalid-input' } } });
    socket.close();
  });

  it('lets the same session open another page, as after a reload', async () => {
    const login = await logIn();
    const first = await openPage(login);
    first.close();
    await closeOf(first);
    (await openPage(login)).close();
  });

  it('tells a token used already from one never given', async () => {
    const token = tokenOf(server.newLink());
    expect((await post('/session', { token })).status).toBe(200);
    const again = await post('/session', { token });
    expect(again.status).toBe(401);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(JSON.parse(again.body).error).toMatchObject({ code: 'unauthorized', reason: 'link-used' });
    const guess = await post('/session', { token: 'A'.repeat(43) });
    expect(guess.status).toBe(401);
    expect(JSON.parse(guess.body).error).toMatchObject({ reason: 'login-needed' });
  });

  it('leaves an unused link good when another is made, but not for ever', async () => {
    const first = tokenOf(server.newLink());
    const links = Array.from({ length: 8 }, () => tokenOf(server.newLink()));
    expect((await post('/session', { token: first })).status).toBe(401);
    for (const token of links) expect((await post('/session', { token })).status).toBe(200);
  });

  it('lets one of many at the same moment in', async () => {
    const token = tokenOf(server.newLink());
    const all = await Promise.all(Array.from({ length: 10 }, () => post('/session', { token })));
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(401)]);
  });
});

describe('who is refused', () => {
  const hosts = [
    'evil.example',
    'localhost',
    '127.0.0.1',
    '127.0.0.1:1',
    '[::1]',
    '127.0.0.1.nip.io',
    '',
    '0x7f.1',
  ];

  it.each(hosts)('a Host of %j (DNS rebinding), on every way in', async (name) => {
    const host = name.includes(':') || name === '' || name === '127.0.0.1' ? name : `${name}:${port}`;
    const page = await request('/', { headers: { host } });
    expect(page.status).toBe(403);
    expect(page.body).not.toContain('<!doctype');
    const token = tokenOf(server.newLink());
    expect((await post('/session', { token }, { host })).status).toBe(403);
    // The WebSocket client of this test cannot send an empty one.
    if (host === '') return;
    const login = await logIn();
    expect(await openSocket({ ticket: await newTicket(login), cookie: login.cookie, host })).toBe(403);
  });

  it('two Hosts, no Host, an absolute address', async () => {
    const ours = `Host: 127.0.0.1:${port}\r\n`;
    expect(await raw(`GET / HTTP/1.1\r\n${ours}Host: evil\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 40[03]/,
    );
    expect(await raw('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 40[03]/);
    expect(await raw('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 403/);
    expect(await raw(`GET http://evil/ HTTP/1.1\r\n${ours}Connection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 400/,
    );
  });

  const origins = () => [
    'null',
    '',
    'http://evil.example',
    `http://localhost:${port}`,
    `https://127.0.0.1:${port}`,
    `http://127.0.0.1:${port === 65535 ? 1 : port + 1}`,
    'http://127.0.0.1',
    `http://127.0.0.1:${port}.evil.example`,
    `http://127.0.0.1:${port}/`,
    `http://127.0.0.1:${port}, http://evil.example`,
  ];

  it('every other Origin, also of another local port, and none at all', async () => {
    const login = await logIn();
    for (const origin of origins()) {
      const token = tokenOf(server.newLink());
      expect((await post('/session', { token }, { origin })).status, origin).toBe(403);
      expect((await post('/ticket', { key: login.key }, { origin, cookie: login.cookie })).status).toBe(403);
      const ticket = await newTicket(login);
      expect(await openSocket({ ticket, cookie: login.cookie, origin }), origin).toBe(403);
      // Being refused did not use the token up.
      expect((await post('/session', { token })).status).toBe(200);
    }
    const headers = { 'content-type': 'application/json' };
    expect((await request('/session', { method: 'POST', headers, body: '{}' })).status).toBe(403);
    const ticket = await newTicket(login);
    expect(await openSocket({ ticket, cookie: login.cookie, origin: undefined })).toBe(403);
  });

  it('a form, even from here', async () => {
    const token = tokenOf(server.newLink());
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
      const foreign = { origin: 'http://evil.example', 'content-type': type };
      expect((await post('/session', { token }, foreign)).status).toBe(403);
      expect((await post('/session', { token }, { 'content-type': type })).status).toBe(415);
    }
  });

  it('a socket without cookie, without ticket, with a used, foreign or old one', async () => {
    const login = await logIn();
    const { cookie } = login;
    expect(await openSocket({ ticket: await newTicket(login) })).toBe(401);
    expect(await openSocket({ cookie })).toBe(401);
    expect(await openSocket({ cookie, ticket: 'A'.repeat(43) })).toBe(401);
    const used = await newTicket(login);
    const first = await openSocket({ cookie, ticket: used });
    if (typeof first !== 'number') first.close();
    expect(await openSocket({ cookie, ticket: used })).toBe(401);
    const other = await logIn();
    expect(await openSocket({ cookie, ticket: await newTicket(other) })).toBe(401);
    expect(await openSocket({ cookie: `${cookie}; ${cookie}`, ticket: await newTicket(login) })).toBe(401);
    expect(await openSocket({ cookie, ticket: await newTicket(login), path: '/other' })).toBe(403);
  });

  it('a ticket that took too long', async () => {
    const quick = await serve({ ticketMs: 20 });
    const login = await logIn(quick);
    const ticket = await newTicket(login, quick);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(await openSocket({ ticket, cookie: login.cookie, of: quick })).toBe(401);
    await quick.close();
  });

  it('a stolen cookie without the page key, and the key without the cookie', async () => {
    const login = await logIn();
    const other = await logIn();
    const { cookie } = login;
    for (const key of ['', 'A'.repeat(43), other.key]) {
      expect((await post('/ticket', { key }, { cookie })).status).toBe(401);
    }
    const without = await post('/ticket', { key: login.key });
    expect(without.status).toBe(401);
    expect(JSON.parse(without.body).error).toMatchObject({ reason: 'login-needed' });
  });

  it("another instance's cookie, under its name or ours", async () => {
    const second = await serve();
    const login = await logIn(second);
    const secret = login.cookie.split('=')[1];
    for (const cookie of [login.cookie, `slipway-${port}=${secret}`]) {
      expect((await post('/ticket', { key: login.key }, { cookie })).status).toBe(401);
    }
    // Both cookies reach both ports; each instance finds its own.
    const mine = await logIn();
    expect(
      (await post('/ticket', { key: mine.key }, { cookie: `${login.cookie}; ${mine.cookie}` })).status,
    ).toBe(200);
    await second.close();
  });

  it('a session nobody used for too long, but not one with an open page', async () => {
    const sleepy = await serve({ idleMs: 100 });
    const idle = await logIn(sleepy);
    const busy = await logIn(sleepy);
    const page = await openPage(busy, sleepy);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await post('/ticket', { key: idle.key }, { cookie: idle.cookie }, sleepy)).status).toBe(401);
    expect((await post('/ticket', { key: busy.key }, { cookie: busy.cookie }, sleepy)).status).toBe(200);
    page.close();
    await closeOf(page);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await post('/ticket', { key: busy.key }, { cookie: busy.cookie }, sleepy)).status).toBe(401);
    await sleepy.close();
  });
});

describe('what is served', () => {
  it('has every security header on every answer', async () => {
    const login = await logIn();
    const answers = [
      await request('/'),
      await request('/', { method: 'HEAD' }),
      await request('/assets/index-Ab12Cd34.js'),
      await request('/nowhere'),
      await request('/', { headers: { host: 'evil' } }),
      await request('/', { method: 'PUT', headers: { origin: server.origin } }),
      await request('/', { method: 'OPTIONS', headers: { origin: 'http://evil.example' } }),
      await post('/session', { token: 'x' }),
      await post('/ticket', { key: login.key }, { cookie: login.cookie }),
    ];
    for (const answered of answers) expectSecurityHeaders(answered);
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', origin: 'http://evil.example' };
    expectSecurityHeaders(await request('/rpc', { headers: upgrade }));
  });

  it('is cached only where a name has a hash', async () => {
    const page = await request('/');
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>Slipway</title>' });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    });
    const asset = await request('/assets/index-Ab12Cd34.js');
    expect(asset.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(asset.headers['cache-control']).toContain('immutable');
    expect((await request('/', { method: 'HEAD' })).body).toBe('');
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/..\\secret.txt',
    '/%252e%252e%252fsecret.txt',
    '/%c0%ae%c0%ae/secret.txt',
    '//etc/passwd',
    '/etc/passwd',
    '/link.txt',
    '/assets',
    '/assets/',
    '/.',
    '/index.html%00.js',
    '/%',
    '/__proto__',
    '/constructor',
  ])('has nothing at %s', async (target) => {
    const answered = await raw(
      `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
    );
    expect(answered).toMatch(/^HTTP\/1.1 404/);
    expect(answered).not.toContain('SECRET');
    expect(answered).not.toContain('root:');
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])('refuses %s', async (method) => {
    const ours = await request('/session', { method, headers: { origin: server.origin } });
    expect(ours.status).toBe(405);
    expect(ours.headers.allow).toBe('GET, HEAD, POST');
    expect((await request('/session', { method })).status).toBe(403);
  });

  it('has no other POST, and none that is large or broken', async () => {
    expect((await post('/rpc', {})).status).toBe(404);
    expect((await post('/session', { token: 'x'.repeat(10_000) })).status).toBe(413);
    const headers = originOf(server);
    for (const body of ['', '{', 'null', '"token"', '\u0000']) {
      expect((await request('/session', { method: 'POST', headers, body })).status).toBe(400);
    }
    for (const token of [null, 5, {}, [], ['x']])
      expect((await post('/session', { token })).status).toBe(401);
  });
});

function otherAddresses(): string[] {
  return Object.values(networks())
    .flat()
    .filter((at) => at !== undefined && !at.internal && at.family === 'IPv4')
    .map((at) => at?.address ?? '');
}

function connects(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: address, timeout: 1000 });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
