import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRouterFor } from '../../../electron/rpc/router.ts';
import { fail } from '../../../shared/contract/failure.ts';
import type { ClientMessage, ServerMessage } from '../../../shared/contract/wire.ts';
import { createRig, goodHandlers, type Rig, settle, testContract } from './test-contract.ts';

let rig: Rig | undefined;
afterEach(async () => {
  await rig?.close();
  rig = undefined;
});
const start = (...args: Parameters<typeof createRig>) => {
  rig = createRig(...args);
  return rig;
};
const never = () => new Promise<never>(() => undefined);

describe('calls', () => {
  it('answers, with the defaults of the schema filled in', async () => {
    const { client } = start();
    expect(await client.call('things.double', {})).toEqual({ ok: true, value: 42 });
    expect(await client.call('things.double', { n: 4 })).toEqual({ ok: true, value: 8 });
  });

  it('passes a typed failure on as plain data', async () => {
    const { client, log } = start({
      things: {
        double: async () => {
          throw fail('not-found', 'object-unknown', { kind: 'container', id: 'x' }, { status: 404 });
        },
      },
    });
    const result = await client.call('things.double', {});
    expect(result).toMatchObject({ ok: false, error: { code: 'not-found', status: 404 } });
    expect(log).toEqual([]);
  });

  it('logs the unforeseen without the input, and answers internal', async () => {
    const { client, log } = start({
      things: {
        login: async () => {
          throw new TypeError('x is not a function');
        },
      },
    });
    const result = await client.call('things.login', {
      user: 'u',
      password: 'hunter2hunter2',
      colour: 'red',
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(log).toMatchObject([{ event: 'handler-failed', method: 'things.login' }]);
    expect(JSON.stringify(log)).not.toContain('hunter2');
  });

  it('also takes a handler that throws before it returns a promise', async () => {
    const { client } = start({
      things: {
        double: () => {
          throw fail('conflict', 'cancelled');
        },
      },
    });
    expect(await client.call('things.double', {})).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });

  it('answers cancelled when the caller aborts and the handler stops', async () => {
    const { client } = start({
      things: {
        double: (_input, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
          }),
      },
    });
    const controller = new AbortController();
    const result = client.call('things.double', {}, { signal: controller.signal });
    await settle();
    controller.abort();
    expect(await result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(await client.call('things.double', {}, { signal: controller.signal })).toMatchObject({
      error: { code: 'cancelled' },
    });
  });

  it('passes on what a cancelled handler did get done, rather than deny it', async () => {
    const { client } = start({
      things: {
        double: (_input, { signal }) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => setTimeout(resolve, 20, 7));
          }),
      },
    });
    const controller = new AbortController();
    const result = client.call('things.double', {}, { signal: controller.signal });
    await settle();
    controller.abort();
    expect(await result).toEqual({ ok: true, value: 7 });
  });

  it('answers cancelled all the same when the handler heeds no signal', async () => {
    const { client } = start(
      { things: { double: never } },
      { limits: { cancelGraceMs: 10, closeGraceMs: 10 } },
    );
    const controller = new AbortController();
    const result = client.call('things.double', {}, { signal: controller.signal });
    await settle();
    controller.abort();
    expect(await result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  it('is answered once, also when the handler is done after all', async () => {
    const { raw } = start(
      { things: { double: () => new Promise((resolve) => setTimeout(resolve, 40, 1)) } },
      { limits: { cancelGraceMs: 5 } },
    );
    const port = raw();
    const received: ServerMessage[] = [];
    port.onMessage((message) => received.push(message));
    port.send(call(1));
    await settle();
    port.send({ t: 'cancel', id: 1 });
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(received).toMatchObject([{ t: 'answer', id: 1, result: { error: { code: 'cancelled' } } }]);
  });

  it('does not start a handler whose call is cancelled already', async () => {
    const double = vi.fn(async () => 1);
    const { raw } = start({ things: { double } });
    const port = raw();
    const received: ServerMessage[] = [];
    port.onMessage((message) => received.push(message));
    port.send(call(1));
    port.send({ t: 'cancel', id: 1 });
    await settle();
    expect(received).toMatchObject([{ t: 'answer', result: { error: { code: 'cancelled' } } }]);
    expect(double).not.toHaveBeenCalled();
  });

  it('tells an answer that cannot be carried', async () => {
    const { client, log } = start({
      things: { double: async () => (() => 1) as unknown as number },
    });
    expect(await client.call('things.double', {})).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(log).toMatchObject([{ event: 'answer-unsendable', method: 'things.double' }]);
  });

  it('never rejects for an input that cannot be carried', async () => {
    const { client } = start();
    const n = (() => 1) as unknown as number;
    expect(await client.call('things.double', { n })).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    });
  });
});

describe('what is asked for', () => {
  it.each([
    '__proto__',
    'constructor.name',
    'things.__proto__',
    'things',
    '',
    'things.toString',
    'x'.repeat(1e6),
  ])('refuses the method %.20s', async (method) => {
    const { client } = start();
    const result = await client.call(method as 'things.double', {});
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid-input', reason: 'method-unknown' } });
    expect(JSON.stringify(result).length).toBeLessThan(1000);
  });

  it.each([
    ['things.duble', 'things.double'],
    ['double', 'things.double'],
    ['Things.Double', 'things.double'],
  ])('names what comes near %s', async (asked, near) => {
    const { client } = start();
    const result = await client.call(asked as 'things.double', {});
    expect(result).toMatchObject({ error: { params: { nearest: expect.stringContaining(near) } } });
  });

  it('says so when a stream is called or a call is opened', async () => {
    const { client } = start();
    expect(await client.call('things.count' as 'things.double', {})).toMatchObject({
      error: { code: 'invalid-input', message: expect.stringContaining('things.count is a stream') },
    });
    const done = vi.fn();
    client.stream('things.double' as 'things.count', { to: 1 }, { item: () => undefined, done });
    await settle();
    expect(done).toHaveBeenCalledWith(expect.objectContaining({ code: 'invalid-input' }));
  });

  it('names each wrong place and what is allowed there, and no secret', async () => {
    const { client } = start();
    const input = { user: 5, password: 'short', colour: 'blue', extra: 1 };
    const result = await client.call('things.login', input as never);
    expect(result).toMatchObject({ error: { code: 'invalid-input', reason: 'input-invalid' } });
    const text = JSON.stringify(result);
    expect(text).toMatch(/user: expected string, received number/);
    expect(text).toMatch(/password: .*8/);
    expect(text).not.toContain('short');
    expect(text).toMatch(/colour: .*red.*green.*blue/);
    expect(text).toMatch(/no \\*"extra\\*".*allowed: user, password, colour/);
  });

  it('does not start without a handler for each member', () => {
    const handlers = { ...goodHandlers, shell: {} } as typeof goodHandlers;
    expect(() => createRouterFor(testContract, handlers)).toThrow('shell.echo');
  });
});

describe('a client that cannot be trusted', () => {
  it.each<[string, unknown[]]>([
    ['not an object', ['hello']],
    ['null', [null]],
    ['an array', [[]]],
    ['no type', [{ id: 1 }]],
    ['a strange type', [{ t: '__proto__', id: 1 }]],
    ['no id', [{ t: 'call', method: 'things.double', input: {} }]],
    ['a fraction as id', [{ t: 'call', id: 1.5, method: 'things.double', input: {} }]],
    ['an unsafe id', [{ t: 'cancel', id: 2 ** 60 }]],
    ['no method', [{ t: 'call', id: 1 }]],
    ['a method that is no text', [{ t: 'open', id: 1, method: {}, credit: 1 }]],
    ['no credit', [{ t: 'open', id: 1, method: 'things.count', input: { to: 1 }, credit: 0 }]],
    ['absurd credit', [{ t: 'open', id: 1, method: 'things.count', input: { to: 1 }, credit: 1e12 }]],
    ['credit for a call', [call(1), { t: 'credit', id: 1, n: 1 }]],
    ['credit below one', [open(1), { t: 'credit', id: 1, n: -1 }]],
    ['credit beyond all bounds', [open(1), { t: 'credit', id: 1, n: 1e6 }]],
    ['an id used twice', [call(1), call(1)]],
    ['an id used twice, by a stream', [call(1), open(1)]],
    ['a message into a stream', [open(1), { t: 'send', id: 1, data: {} }]],
    ['more messages than granted', [shell(1), ...Array(3).fill({ t: 'send', id: 1, data: { text: '' } })]],
  ])('%s: the connection is closed, with a line in the log', async (_title, messages) => {
    const { raw, log } = start(
      { things: { double: never, count: silent }, shell: { echo: silent } },
      { limits: { closeGraceMs: 10, messageWindow: 2 } },
    );
    const port = raw();
    const closed = vi.fn();
    port.onClose(closed);
    for (const message of messages) port.send(message as ClientMessage);
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
    expect(log[0]).toMatchObject({ event: 'protocol-error' });
  });

  it('may refer to what has ended meanwhile', async () => {
    const { raw, log } = start();
    const port = raw();
    const received: ServerMessage[] = [];
    port.onMessage((message) => received.push(message));
    for (const t of ['cancel', 'end'] as const) port.send({ t, id: 9 });
    port.send({ t: 'credit', id: 9, n: 1 });
    port.send({ t: 'send', id: 9, data: 1 });
    port.send({ t: 'call', id: 1, method: 'things.double', input: {} });
    await settle();
    expect(received).toEqual([{ t: 'answer', id: 1, result: { ok: true, value: 42 } }]);
    expect(log).toEqual([]);
  });

  it('is told when it asks for too much at once', async () => {
    const { client } = start(
      { things: { double: never } },
      { limits: { calls: 2, streams: 1, closeGraceMs: 10 } },
    );
    void client.call('things.double', {});
    void client.call('things.double', {});
    expect(await client.call('things.double', {})).toMatchObject({
      error: { code: 'conflict', reason: 'too-many-open' },
    });
    const done = vi.fn();
    client.stream('things.count', { to: 1e9 }, { item: never });
    client.stream('things.count', { to: 1e9 }, { item: never, done });
    await settle();
    expect(done).toHaveBeenCalledWith(expect.objectContaining({ reason: 'too-many-open' }));
  });
});

describe('the end of a connection', () => {
  it('answers what is open, aborts every handler and waits for it', async () => {
    const aborted: string[] = [];
    const { client, close } = start({
      things: {
        double: (_input, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              setTimeout(() => {
                aborted.push('call');
                reject(signal.reason);
              }, 10);
            });
          }),
        count: async function* (_input, { signal }) {
          try {
            yield 1;
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
          } finally {
            aborted.push('stream');
          }
        },
      },
    });
    const result = client.call('things.double', {});
    const done = vi.fn();
    client.stream('things.count', { to: 1 }, { item: () => undefined, done });
    const closed = vi.fn();
    client.onClose(closed);
    await settle();
    await close();
    expect(aborted.sort()).toEqual(['call', 'stream']);
    expect(await result).toMatchObject({ error: { reason: 'connection-closed' } });
    expect(done).toHaveBeenCalledWith(expect.objectContaining({ reason: 'connection-closed' }));
    expect(closed).toHaveBeenCalledOnce();
    expect(client.closed).toBe(true);
    expect(await client.call('things.double', {})).toMatchObject({ error: { reason: 'connection-closed' } });
  });

  it('names a handler that will not stop, and does not wait for ever', async () => {
    const { client, close, log } = start({ things: { double: never } }, { limits: { closeGraceMs: 10 } });
    void client.call('things.double', {});
    await settle();
    await close();
    expect(log).toMatchObject([{ event: 'handler-will-not-stop', method: 'things.double' }]);
  });

  it('takes nothing more from a port that goes on delivering', async () => {
    const double = vi.fn(async () => 1);
    const router = createRouterFor(testContract, {
      ...goodHandlers,
      things: { ...goodHandlers.things, double },
    });
    let deliver: (message: ClientMessage) => void = () => undefined;
    const sent = vi.fn();
    const connection = router.serve(
      {
        send: sent,
        onMessage: (listener) => {
          deliver = listener;
        },
        onClose: () => undefined,
        close: () => undefined,
      },
      'web',
    );
    await connection.close();
    deliver(call(1));
    await settle();
    expect(double).not.toHaveBeenCalled();
    expect(sent).not.toHaveBeenCalled();
  });

  it('reaches the handlers when the client closes', async () => {
    const aborted = vi.fn();
    const { client } = start({
      things: {
        double: (_input, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              aborted();
              reject(signal.reason);
            });
          }),
      },
    });
    void client.call('things.double', {});
    await settle();
    client.close();
    await vi.waitFor(() => expect(aborted).toHaveBeenCalledOnce());
  });
});

function call(id: number): ClientMessage {
  return { t: 'call', id, method: 'things.double', input: {} };
}
function open(id: number): ClientMessage {
  return { t: 'open', id, method: 'things.count', input: { to: 9 }, credit: 1 };
}
function shell(id: number): ClientMessage {
  return { t: 'open', id, method: 'shell.echo', input: { prompt: '' }, credit: 1 };
}
function silent() {
  return { [Symbol.asyncIterator]: () => ({ next: never }) };
}
