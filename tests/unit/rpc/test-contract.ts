import { z } from 'zod';
import type { HandlersFor } from '../../../electron/rpc/handlers.ts';
import type { RouterLogEntry } from '../../../electron/rpc/log.ts';
import { createMemoryPair } from '../../../electron/rpc/memory-port.ts';
import { createRouterFor, type RouterOptions } from '../../../electron/rpc/router.ts';
import { type Client, createClient } from '../../../shared/contract/client.ts';
import { answer, call, session, stream } from '../../../shared/contract/define.ts';

/** A contract with one member of each kind and the awkward ones. */
export const testContract = {
  things: {
    double: call('Twice', z.strictObject({ n: z.number().default(21) }), answer<number>()),
    login: call(
      'Takes a secret',
      z.strictObject({ user: z.string(), password: z.string().min(8), colour: z.enum(['red', 'green']) }),
      answer<{ welcome: true }>(),
    ),
    count: stream('Numbers from 0', z.strictObject({ to: z.number() }), answer<number>()),
  },
  shell: {
    echo: session(
      'Says it again, louder',
      z.strictObject({ prompt: z.string() }),
      z.strictObject({ text: z.string() }),
      answer<string>(),
    ),
  },
} as const;

export type TestContract = typeof testContract;
export type TestHandlers = HandlersFor<TestContract>;

export const goodHandlers: TestHandlers = {
  things: {
    double: async ({ n }) => 2 * n,
    login: async () => ({ welcome: true }),
    count: async function* ({ to }) {
      for (let n = 0; n < to; n += 1) yield n;
    },
  },
  shell: {
    echo: async function* ({ prompt }, { messages }) {
      for await (const { text } of messages) yield `${prompt}${text.toUpperCase()}`;
    },
  },
};

export interface Rig {
  client: Client<TestContract>;
  log: RouterLogEntry[];
  close(): Promise<void>;
  /** The raw client end, for messages no client would send. Use it instead of `client`. */
  raw(): ReturnType<typeof createMemoryPair>['client'];
}

/** A router over the test contract with some handlers replaced, and a client over a copying pair. */
export function createRig(
  handlers: { things?: Partial<TestHandlers['things']>; shell?: Partial<TestHandlers['shell']> } = {},
  options: RouterOptions = {},
): Rig {
  const log: RouterLogEntry[] = [];
  const router = createRouterFor(
    testContract,
    {
      things: { ...goodHandlers.things, ...handlers.things },
      shell: { ...goodHandlers.shell, ...handlers.shell },
    },
    { log: (entry) => log.push(entry), ...options },
  );
  const connect = () => {
    const pair = createMemoryPair({ clone: true });
    router.serve(pair.server, 'cli');
    return pair.client;
  };
  return { client: createClient<TestContract>(connect()), log, close: router.close, raw: connect };
}

/** Lets everything that is on its way arrive. */
export async function settle(turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
