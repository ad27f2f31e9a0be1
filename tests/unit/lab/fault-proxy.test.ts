import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../../engine-lab/fault-proxy.ts';
import { engineRequest } from '../../engine-lab/http.ts';
import { leakGuard } from '../../engine-lab/leaks.ts';

let folder: string;
let engine: Server;
let proxy: FaultProxy;
let eventStreams: ServerResponse[];
let received: string[];
const guard = leakGuard();

beforeEach(async () => {
  await guard.before();
  folder = mkdtempSync('/tmp/slipway-unit-');
  eventStreams = [];
  received = [];
  engine = createServer((incoming, answer) => {
    received.push(`${incoming.method} ${incoming.url}`);
    const url = incoming.url ?? '';
    if (url.startsWith('/events')) {
      answer.writeHead(200, { 'content-type': 'application/json' });
      answer.flushHeaders();
      eventStreams.push(answer);
    } else if (url.endsWith('/json')) {
      answer.writeHead(200, { 'content-type': 'application/json' });
      answer.end(JSON.stringify([{ Id: 'a', Names: ['/a'] }]));
    } else {
      answer.writeHead(200, { 'content-type': 'text/plain', 'api-version': '1.45' });
      incoming.pipe(answer);
    }
  });
  engine.on('upgrade', (_incoming, socket) => {
    socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
    // A client that was cut off resets the connection: that is what one of the tests does.
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => socket.write(`echo ${chunk.toString()}`));
    socket.on('end', () => socket.end('bye'));
  });
  engine.listen(join(folder, 'engine.sock'));
  await once(engine, 'listening');
  proxy = await startFaultProxy(join(folder, 'engine.sock'));
});

afterEach(async () => {
  await proxy.close();
  engine.closeAllConnections();
  engine.close();
  await once(engine, 'close');
  rmSync(folder, { recursive: true });
  await guard.after();
});

const get = (path: string, timeout = 5_000) =>
  engineRequest({ socketPath: proxy.socket }, 'GET', path, undefined, timeout);

async function openEvents(): Promise<{ text: () => string; ended: () => string; close: () => void }> {
  let text = '';
  let ended = '';
  const outgoing = request({ socketPath: proxy.socket, path: '/events', agent: false });
  outgoing.end();
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  answer.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  answer.on('end', () => {
    ended ||= 'end';
  });
  answer.on('error', () => {
    ended = 'error';
  });
  return { text: () => text, ended: () => ended, close: () => outgoing.destroy() };
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !condition(); i += 1) await sleep(10);
  expect(condition()).toBe(true);
}

describe('fault proxy', () => {
  it('passes requests, headers and bodies, and counts them without version and query', async () => {
    const answer = await engineRequest({ socketPath: proxy.socket }, 'POST', '/v1.45/echo?x=1', { a: 1 });
    expect(answer).toMatchObject({ status: 200, body: '{"a":1}', headers: { 'api-version': '1.45' } });
    expect(received).toEqual(['POST /v1.45/echo?x=1']);
    await get('/containers/json');
    expect(proxy.stats.count(/^GET \/containers\/json$/)).toBe(1);
    expect(proxy.stats.count(/json/)).toBe(1);
    proxy.stats.reset();
    expect(proxy.stats.count(/./)).toBe(0);
  });

  it('refuses, vanishes and comes back on the same path', async () => {
    await proxy.setMode({ type: 'refuse' });
    expect(existsSync(proxy.socket)).toBe(true);
    await expect(get('/_ping')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.setMode({ type: 'absent' });
    await expect(get('/_ping')).rejects.toMatchObject({ code: 'ENOENT' });
    await proxy.setMode('pass');
    expect((await get('/_ping')).status).toBe(200);
  });

  it('limits a mode to matching paths', async () => {
    await proxy.setMode({ type: 'status', status: 503 }, /^\/containers/);
    expect((await get('/v1.45/containers/json')).status).toBe(503);
    expect((await get('/_ping')).status).toBe(200);
    await proxy.addMode({ type: 'html200' }, /^\/containers/);
    expect((await get('/containers/json')).headers['content-type']).toBe('text/html');
  });

  it('delays, slows lists, hangs', async () => {
    const since = Date.now();
    await proxy.setMode({ type: 'slowList', ms: 100 });
    await get('/_ping');
    expect(Date.now() - since).toBeLessThan(90);
    await get('/containers/json');
    expect(Date.now() - since).toBeGreaterThanOrEqual(99);
    await proxy.setMode({ type: 'hang' });
    await expect(get('/_ping', 100)).rejects.toThrow('no answer in 100 ms');
  });

  it('spoils answers', async () => {
    await proxy.setMode({ type: 'garbageJson' });
    expect(typeof (await get('/containers/json')).body).toBe('string');
    await proxy.setMode({ type: 'truncatedJson' });
    await expect(get('/containers/json')).rejects.toThrow(/aborted|hang up/);
    await proxy.setMode({ type: 'nullFields' });
    expect((await get('/containers/json')).body).toEqual([{ Id: 'a', Names: null }]);
    await proxy.setMode({ type: 'hugeAnswer', bytes: 3_000_000 });
    expect(JSON.stringify((await get('/containers/json')).body).length).toBeGreaterThan(3_000_000);
  });

  it('loses the answer of a request the engine has seen', async () => {
    await proxy.setMode({ type: 'dropAfter', bytes: 0 });
    await expect(get('/containers/json')).rejects.toThrow(/hang up/);
    expect(received).toContain('GET /containers/json');
    await proxy.setMode({ type: 'dropAfter', bytes: 5 });
    await expect(get('/containers/json')).rejects.toThrow('aborted');
  });

  it('cuts an event in the middle', async () => {
    const events = await openEvents();
    await proxy.setMode({ type: 'cutMidFrame' });
    eventStreams[0]?.write('{"Action":"start"}\n');
    await until(() => events.ended() !== '');
    expect(events.text()).toBe('{"Action"');
    expect(events.ended()).toBe('error');
    await until(() => eventStreams[0]?.destroyed === true);
  });

  it('stalls events silently while other requests go on, then delivers them', async () => {
    const events = await openEvents();
    await proxy.setMode({ type: 'stallStreams' });
    eventStreams[0]?.write('{"n":1}\n');
    expect((await get('/_ping')).status).toBe(200);
    await sleep(50);
    expect(events.text()).toBe('');
    await proxy.setMode('pass');
    await until(() => events.text() === '{"n":1}\n');
    await proxy.setMode({ type: 'stallStreams', lose: true });
    eventStreams[0]?.write('{"n":2}\n');
    await sleep(50);
    await proxy.setMode('pass');
    eventStreams[0]?.write('{"n":3}\n');
    await until(() => events.text() === '{"n":1}\n{"n":3}\n');
    events.close();
  });

  it('duplicates, swaps and injects events', async () => {
    const events = await openEvents();
    expect(proxy.stats.openEventStreams()).toBe(1);
    await proxy.setMode({ type: 'duplicateEvents' });
    eventStreams[0]?.write('1\n');
    await until(() => events.text() === '1\n1\n');
    await proxy.setMode({ type: 'reorderEvents' });
    eventStreams[0]?.write('2\n3\n');
    await until(() => events.text() === '1\n1\n3\n2\n');
    eventStreams[0]?.write('4\n');
    await until(() => events.text().endsWith('4\n'));
    await proxy.setMode({ type: 'injectEvents', lines: ['{broken', '{"Type":"alien"}'] });
    await until(() => events.text().endsWith('{broken\n{"Type":"alien"}\n'));
    expect(proxy.inject('raw')).toBe(1);
    await until(() => events.text().endsWith('raw'));
    events.close();
    await until(() => proxy.stats.openEventStreams() === 0);
  });

  it('passes hijacked connections with half-close, and cuts them', async () => {
    const head = 'POST /exec/x/start HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n';
    const client = connect(proxy.socket);
    let text = '';
    client.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    client.write(head);
    await until(() => text.includes('101 UPGRADED'));
    client.write('hello');
    await until(() => text.endsWith('echo hello'));
    client.end();
    await until(() => text.endsWith('bye'));

    const second = connect(proxy.socket);
    second.on('error', () => undefined);
    second.write(head);
    await once(second, 'data');
    proxy.cutAll();
    await once(second, 'close');
    await until(() => proxy.connections() === 0);
  });

  it('keeps a connection alive over several requests', async () => {
    const client = connect(proxy.socket);
    let text = '';
    client.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    for (let i = 1; i <= 3; i += 1) {
      client.write('GET /containers/json HTTP/1.1\r\nHost: d\r\n\r\n');
      await until(() => text.split('200 OK').length === i + 1);
    }
    expect(proxy.connections()).toBe(1);
    client.destroy();
  });
});
