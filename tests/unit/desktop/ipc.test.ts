import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { closedChannel, rpcChannel } from '../../../electron/desktop/ipc-channels.ts';
import { createIpcServer, type PageContents } from '../../../electron/desktop/ipc-server.ts';
import { createPagePipe } from '../../../electron/desktop/page-pipe.ts';
import { refuseSender, type SenderFrame, type SentMessage } from '../../../electron/desktop/sender-check.ts';
import type { DesktopBridge } from '../../../renderer/bridge/desktop-port.ts';
import { createDesktopPort } from '../../../renderer/bridge/desktop-port.ts';
import type { ClientMessage, ServerPort } from '../../../shared/contract/wire.ts';

const mainFrame: SenderFrame = { url: 'app://slipway/#/containers', origin: 'app://slipway', parent: null };

describe('refuseSender', () => {
  const known = (id: number) => id === 1;
  const from = (frame: Partial<SenderFrame> | null, id = 1): SentMessage => ({
    sender: { id },
    senderFrame: frame === null ? null : { ...mainFrame, ...frame },
  });

  it('listens to the page in a window of ours', () => {
    expect(refuseSender(from({}), known)).toBeNull();
  });

  it.each([
    ['contents that are no window', from({}, 2), 'no window'],
    ['a frame that has gone', from(null), 'has gone'],
    ['a frame inside the page', from({ parent: mainFrame }), 'inside'],
    ['another site', from({ url: 'https://evil.example/', origin: 'https://evil.example' }), 'not Slipway'],
    ['a look-alike', from({ url: 'app://slipway.evil/', origin: 'app://slipway.evil' }), 'not Slipway'],
    ['a file', from({ url: 'file:///tmp/index.html', origin: 'file://' }), 'not Slipway'],
    ['an opaque origin', from({ origin: 'null' }), 'not Slipway'],
    ['an address that does not fit its origin', from({ url: 'about:blank' }), 'not Slipway'],
  ])('refuses %s', (_who, message, why) => {
    expect(refuseSender(message, known)).toContain(why);
  });
});

/** `ipcMain` and one window's contents, without Electron. */
function rig() {
  const ipc = new EventEmitter();
  const contents = Object.assign(new EventEmitter(), {
    id: 1,
    isDestroyed: vi.fn(() => false),
    send: vi.fn<(channel: string, ...args: unknown[]) => void>(),
  });
  const ports: { port: ServerPort; got: ClientMessage[]; closed: boolean }[] = [];
  const refused = vi.fn<(why: string) => void>();
  const server = createIpcServer({
    ipc,
    refused,
    serve: (port) => {
      const served = { port, got: [] as ClientMessage[], closed: false };
      ports.push(served);
      port.onMessage((message) => served.got.push(message));
      port.onClose(() => {
        served.closed = true;
      });
    },
  });
  server.admit(contents as PageContents);
  const say = (id: unknown, message?: unknown, sender = 1) =>
    ipc.emit(rpcChannel, { sender: { id: sender }, senderFrame: mainFrame }, id, message);
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { ipc, contents, ports, refused, say, settle };
}

const first = '00000000-0000-4000-8000-000000000001';
const second = '00000000-0000-4000-8000-000000000002';
const call: ClientMessage = { t: 'call', id: 1, method: 'engine.ping', input: {} };
const navigation = (given = {}) => ({ isMainFrame: true, isSameDocument: false, ...given });

describe('the IPC server', () => {
  it('serves a document through one port', () => {
    const { ports, contents, say, refused } = rig();
    say(first, call);
    say(first, { ...call, id: 2 });
    expect(ports).toHaveLength(1);
    expect(ports[0]?.got).toEqual([call, { ...call, id: 2 }]);
    ports[0]?.port.send({ t: 'done', id: 1 });
    expect(contents.send).toHaveBeenCalledExactlyOnceWith(rpcChannel, first, { t: 'done', id: 1 });
    expect(refused).not.toHaveBeenCalled();
  });

  it('refuses, and tells, what comes from elsewhere or without a document', () => {
    const { ports, say, refused, ipc } = rig();
    say(first, call, 2);
    say(undefined, call);
    say('', call);
    say({}, call);
    say('x'.repeat(36), call);
    ipc.emit(rpcChannel, { sender: { id: 1 }, senderFrame: null }, first, call);
    expect(refused).toHaveBeenCalledTimes(6);
    expect(ports).toHaveLength(0);
  });

  it.each(['render-process-gone', 'destroyed'])('ends the port at %s', async (event) => {
    const { ports, contents, say, settle } = rig();
    say(first, call);
    contents.emit(event);
    await settle();
    expect(ports[0]?.closed).toBe(true);
    contents.send.mockClear();
    ports[0]?.port.send({ t: 'done', id: 1 });
    expect(contents.send).not.toHaveBeenCalled();
  });

  it('ends the port when the page is loaded anew', async () => {
    const { ports, contents, say, settle } = rig();
    say(first, call);
    contents.emit('did-start-navigation', navigation());
    contents.emit('did-navigate');
    await settle();
    expect(ports[0]?.closed).toBe(true);
    say(second, call);
    expect(ports).toHaveLength(2);
    expect(ports[1]?.closed).toBe(false);
  });

  it('keeps the new document’s port when it speaks before its navigation is told of', async () => {
    const { ports, contents, say, settle } = rig();
    say(first, call);
    contents.emit('did-start-navigation', navigation());
    say(second, call);
    contents.emit('did-navigate');
    await settle();
    expect(ports.map((one) => one.closed)).toEqual([true, false]);
  });

  it('keeps the port through denied navigations and changes of route', async () => {
    const { ports, contents, say, settle } = rig();
    say(first, call);
    contents.emit('did-start-navigation', navigation());
    contents.emit('did-start-navigation', navigation({ isSameDocument: true }));
    contents.emit('did-start-navigation', navigation({ isMainFrame: false }));
    await settle();
    say(first, { ...call, id: 2 });
    expect(ports).toHaveLength(1);
    expect(ports[0]?.closed).toBe(false);
  });

  it('drops what a document that was left says late', async () => {
    const { ports, say, contents, settle } = rig();
    say(first, call);
    say(second, call);
    say(first, { ...call, id: 9 });
    await settle();
    expect(ports).toHaveLength(2);
    expect(ports[0]?.got).toEqual([call]);
    expect(ports[1]?.closed).toBe(false);
    contents.emit('render-process-gone');
    say(second, { ...call, id: 9 });
    expect(ports).toHaveLength(2);
  });

  it('tells the document when this side ends the connection, and starts no second one for it', () => {
    const { ports, contents, say } = rig();
    say(first, call);
    ports[0]?.port.close();
    expect(contents.send).toHaveBeenCalledExactlyOnceWith(closedChannel, first);
    say(first, call);
    expect(ports).toHaveLength(1);
  });

  it('does not talk to contents that were destroyed', () => {
    const { ports, contents, say } = rig();
    say(first, call);
    contents.isDestroyed.mockReturnValue(true);
    ports[0]?.port.send({ t: 'done', id: 1 });
    expect(contents.send).not.toHaveBeenCalled();
  });

  it('keeps messages until somebody listens, and tells a late listener of the end', async () => {
    const ipc = new EventEmitter();
    const contents = Object.assign(new EventEmitter(), { id: 1, isDestroyed: () => false, send: vi.fn() });
    const got: unknown[] = [];
    const closed = vi.fn();
    let port: ServerPort | undefined;
    createIpcServer({
      ipc,
      refused: vi.fn(),
      serve: (given) => {
        port = given;
      },
    }).admit(contents as PageContents);
    ipc.emit(rpcChannel, { sender: { id: 1 }, senderFrame: mainFrame }, first, call);
    port?.onMessage((message) => got.push(message));
    expect(got).toEqual([call]);
    contents.emit('destroyed');
    port?.onClose(closed);
    await Promise.resolve();
    expect(closed).toHaveBeenCalledOnce();
  });
});

describe('the page’s pipe', () => {
  function page() {
    const ipc = Object.assign(new EventEmitter(), { send: vi.fn<(...args: unknown[]) => void>() });
    const pipe = createPagePipe(ipc, first);
    const deliver = (id: string, message: unknown) => ipc.emit(rpcChannel, {}, id, message);
    return { ipc, pipe, deliver };
  }

  it('exposes what the page’s bridge expects, and nothing else', () => {
    const { pipe } = page();
    const bridge: DesktopBridge = pipe;
    expect(Object.keys(bridge).sort()).toEqual(['host', 'onClose', 'onMessage', 'send']);
  });

  it('sends with the id of its document, and keeps what comes before it is listened to', () => {
    const { ipc, pipe, deliver } = page();
    pipe.send(call);
    expect(ipc.send).toHaveBeenCalledExactlyOnceWith(rpcChannel, first, call);
    const got: unknown[] = [];
    deliver(first, 'early');
    deliver(second, 'another document’s');
    pipe.onMessage((message) => got.push(message));
    deliver(first, 'late');
    expect(got).toEqual(['early', 'late']);
  });

  it('ends once, also for who asks late', () => {
    const { ipc, pipe, deliver } = page();
    const closed = vi.fn();
    pipe.onClose(closed);
    ipc.emit(closedChannel, {}, second);
    expect(closed).not.toHaveBeenCalled();
    ipc.emit(closedChannel, {}, first);
    ipc.emit(closedChannel, {}, first);
    expect(closed).toHaveBeenCalledOnce();
    pipe.onClose(closed);
    expect(closed).toHaveBeenCalledTimes(2);
    const got: unknown[] = [];
    pipe.onMessage((message) => got.push(message));
    deliver(first, 'too late');
    pipe.send(call);
    expect(got).toEqual([]);
    expect(ipc.send).not.toHaveBeenCalled();
  });

  it('carries the renderer’s client port', async () => {
    const { ipc, pipe, deliver } = page();
    const port = createDesktopPort(pipe);
    const got: unknown[] = [];
    const closed = vi.fn();
    port.onMessage((message) => got.push(message));
    port.onClose(closed);
    port.send(call);
    deliver(first, { t: 'done', id: 1 });
    ipc.emit(closedChannel, {}, first);
    await Promise.resolve();
    expect(ipc.send).toHaveBeenCalledExactlyOnceWith(rpcChannel, first, call);
    expect(got).toEqual([{ t: 'done', id: 1 }]);
    expect(closed).toHaveBeenCalledOnce();
  });
});
