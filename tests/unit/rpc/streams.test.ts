import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryPair } from '../../../electron/rpc/memory-port.ts';
import { createRouterFor } from '../../../electron/rpc/router.ts';
import { createClient } from '../../../shared/contract/client.ts';
import { fail } from '../../../shared/contract/failure.ts';
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

describe('streams', () => {
  it('carry every item in order and end once, with little credit', async () => {
    const { client } = start();
    const items: number[] = [];
    const done = vi.fn();
    client.stream('things.count', { to: 100 }, { item: (n) => void items.push(n), done }, { credit: 3 });
    await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(done).toHaveBeenCalledWith();
    expect(items).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  it('wait for a consumer that takes its time', async () => {
    const made = vi.fn();
    const { client } = start({
      things: {
        count: async function* ({ to }) {
          for (let n = 0; n < to; n += 1) {
            made(n);
            yield n;
          }
        },
      },
    });
    const stream = client.stream('things.count', { to: 1000 }, { item: never }, { credit: 4 });
    await settle();
    expect(made).toHaveBeenCalledTimes(4);
    stream.cancel();
  });

  it('send nothing more once cancelled, abort the signal and return the iterator', async () => {
    const seen = { aborted: false, returned: false };
    const { client, close } = start({
      things: {
        count: (_input, { signal }) => ({
          [Symbol.asyncIterator]: () => ({
            next: () =>
              new Promise((resolve) => {
                signal.addEventListener('abort', () => {
                  seen.aborted = true;
                  setTimeout(resolve, 5, { done: false, value: 1 });
                });
              }),
            return: async () => {
              seen.returned = true;
              return { done: true, value: undefined };
            },
          }),
        }),
      },
    });
    const item = vi.fn();
    const done = vi.fn();
    const stream = client.stream('things.count', { to: 1 }, { item, done });
    await settle();
    stream.cancel();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await close();
    expect(seen).toEqual({ aborted: true, returned: true });
    expect(item).not.toHaveBeenCalled();
    expect(done).not.toHaveBeenCalled();
  });

  it('end with the failure the handler throws', async () => {
    const { client } = start({
      things: {
        // biome-ignore lint/correctness/useYield: it fails before its first item
        count: async function* () {
          throw fail('unreachable', 'connection-lost', { address: 'a' });
        },
      },
    });
    const done = vi.fn();
    client.stream('things.count', { to: 1 }, { item: () => undefined, done });
    await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(done).toHaveBeenCalledWith(expect.objectContaining({ code: 'unreachable' }));
  });

  it('end, and let the producer go, at an item that cannot be carried', async () => {
    const returned = vi.fn();
    const { client, log } = start({
      things: {
        count: async function* () {
          try {
            while (true) yield (() => 1) as unknown as number;
          } finally {
            returned();
          }
        },
      },
    });
    const done = vi.fn();
    client.stream('things.count', { to: 1 }, { item: () => undefined, done });
    await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(done).toHaveBeenCalledWith(expect.objectContaining({ code: 'internal' }));
    expect(returned).toHaveBeenCalledOnce();
    expect(log).toMatchObject([{ event: 'handler-failed', method: 'things.count' }]);
  });

  it('stop pulling while the transport is full', async () => {
    const router = createRouterFor(testContract, goodHandlers);
    const pair = createMemoryPair({ clone: true });
    let release: () => void = () => undefined;
    let full: Promise<void> | null = new Promise((resolve) => {
      release = () => {
        full = null;
        resolve();
      };
    });
    router.serve({ ...pair.server, congestion: () => full }, 'web');
    const item = vi.fn();
    createClient<typeof testContract>(pair.client).stream('things.count', { to: 5 }, { item });
    await settle();
    expect(item).not.toHaveBeenCalled();
    release();
    await vi.waitFor(() => expect(item).toHaveBeenCalledTimes(5));
    await router.close();
  });
});

describe('sessions', () => {
  it('go both ways, hold messages back to the credit, and end', async () => {
    const { client } = start({}, { limits: { messageWindow: 2 } });
    const items: string[] = [];
    const done = vi.fn();
    const session = client.session(
      'shell.echo',
      { prompt: '$ ' },
      { item: (text) => void items.push(text), done },
    );
    const sent = Array.from({ length: 20 }, (_, n) => session.send({ text: `line ${n}` }));
    session.end();
    await Promise.all(sent);
    await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(done).toHaveBeenCalledWith();
    expect(items).toEqual(Array.from({ length: 20 }, (_, n) => `$ LINE ${n}`));
  });

  it('end at a message of the wrong shape, and only they', async () => {
    const { client } = start();
    const done = vi.fn();
    const session = client.session('shell.echo', { prompt: '' }, { item: () => undefined, done });
    await session.send({ text: 1 } as never);
    await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(done).toHaveBeenCalledWith(expect.objectContaining({ code: 'invalid-input' }));
    expect(await client.call('things.double', {})).toMatchObject({ ok: true });
  });

  it('settle what is still to be sent when cancelled', async () => {
    const { client } = start({}, { limits: { messageWindow: 1 } });
    const session = client.session('shell.echo', { prompt: '' }, { item: never });
    const sent = Promise.all([1, 2, 3].map(() => session.send({ text: 'x' })));
    session.cancel();
    await sent;
    await session.send({ text: 'late' });
  });
});
