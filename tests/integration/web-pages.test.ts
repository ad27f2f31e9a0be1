import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  closeOf,
  flooded,
  logged,
  nextMessage,
  openPage,
  openStreams,
  serve,
  startRig,
  stopRig,
  until,
} from './web-rig.ts';

beforeAll(startRig);
afterAll(stopRig);

describe('a page that misbehaves', () => {
  beforeEach(() => until(() => openStreams === 0, 1000));

  const tick = JSON.stringify({ t: 'open', id: 1, method: 'test.tick', input: {}, credit: 5 });

  it.each<[string, string | Buffer, number]>([
    ['too large a frame', 'x'.repeat((1 << 20) + 1), 1009],
    ['text that is no JSON', 'hello', 1007],
    ['JSON that is no message', '[1,2,3]', 1000],
    ['bytes that are no frame', Buffer.from([1, 2, 3]), 1007],
    ['a frame that claims more than it has', Buffer.from([255, 255, 255, 255, 1]), 1007],
    ['bytes aimed at a prototype', hostileFrame(['__proto__', 'polluted']), 1007],
    ['deep nesting', '['.repeat(500_000), 1007],
  ])('%s: it is cut off, its streams end, the others live', async (_title, frame, code) => {
    const socket = await openPage();
    const other = await openPage();
    socket.send(tick);
    await nextMessage(socket);
    expect(openStreams).toBe(1);
    const closed = closeOf(socket);
    socket.send(frame);
    expect(await closed).toBe(code);
    // 1000: a frame in order, closed by the router for what it says.
    expect(logged.splice(0)).toEqual(code === 1000 ? ['protocol-error'] : []);
    await until(() => openStreams === 0, 1000);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    other.send(JSON.stringify({ t: 'call', id: 1, method: 'test.echo', input: { text: 'still here' } }));
    expect(await nextMessage(other)).toMatchObject({ result: { value: 'still here' } });
    other.close();
  });

  it.each(['close', 'terminate'] as const)('releases its streams within a second after %s', async (how) => {
    const socket = await openPage();
    socket.send(tick);
    await nextMessage(socket);
    expect(openStreams).toBe(1);
    socket[how]();
    await until(() => openStreams === 0, 1000);
  });

  it('holds a stream back while it does not read, however much credit it gave', async () => {
    const socket = await openPage();
    socket.pause();
    socket.send(JSON.stringify({ t: 'open', id: 1, method: 'test.flood', input: {}, credit: 1_000_000 }));
    await new Promise((resolve) => setTimeout(resolve, 600));
    const held = flooded;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(flooded).toBe(held);
    expect(held * 100_000).toBeLessThan(20e6);
    socket.resume();
    await until(() => flooded > held + 50, 3000);
    socket.terminate();
  });

  it('cannot keep the server from closing', async () => {
    const second = await serve();
    const socket = await openPage(undefined, second);
    socket.send(tick);
    await nextMessage(socket);
    const closed = closeOf(socket);
    const started = Date.now();
    await second.close();
    await closed;
    expect(Date.now() - started).toBeLessThan(500);
  });
});

function hostileFrame(steps: string[]): Buffer {
  const header = Buffer.from(JSON.stringify({ message: { t: 'cancel', id: 1 }, bytes: [[steps, 1]] }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  return Buffer.concat([length, header, Buffer.from([1])]);
}
