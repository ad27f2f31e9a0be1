import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail } from '../../../shared/contract/failure.ts';
import type { ClientMessage, ServerMessage } from '../../../shared/contract/wire.ts';
import { createRig, settle, type TestHandlers } from './test-contract.ts';

type Step =
  | { do: 'call'; n: number }
  | { do: 'open'; to: number; credit: number }
  | { do: 'shell'; credit: number }
  | { do: 'credit'; of: number; n: number }
  | { do: 'send'; of: number }
  | { do: 'end'; of: number }
  | { do: 'cancel'; of: number }
  | { do: 'wait'; turns: number }
  | { do: 'close' };

const of = fc.nat(30);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('call' as const), n: fc.nat(8) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('open' as const),
      to: fc.nat(12),
      credit: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('shell' as const), credit: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('credit' as const), of, n: fc.integer({ min: 1, max: 6 }) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const), of }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), of }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel' as const), of }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('wait' as const), turns: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const) }) },
);

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

/** Handlers that answer, fail, linger or hang by their input, and tell which of them still run. */
function createHandlers() {
  const live = new Set<AbortSignal>();
  const unaborted = () => [...live].filter((signal) => !signal.aborted).length;
  const things: Partial<TestHandlers['things']> = {
    double: async ({ n }, { signal }) => {
      live.add(signal);
      try {
        await turns(n % 3);
        if (n === 7) throw fail('conflict', 'cancelled');
        if (n === 8) await aborted(signal);
        return n;
      } finally {
        live.delete(signal);
      }
    },
    count: async function* ({ to }, { signal }) {
      live.add(signal);
      try {
        for (let n = 0; n < to; n += 1) {
          await turns(to % 3);
          yield n;
        }
        if (to === 5) throw fail('unreachable', 'cancelled');
        if (to === 7) await aborted(signal);
      } finally {
        live.delete(signal);
      }
    },
  };
  const shell: Partial<TestHandlers['shell']> = {
    echo: async function* (_input, { signal, messages }) {
      live.add(signal);
      try {
        for await (const { text } of messages) yield text;
      } finally {
        live.delete(signal);
      }
    },
  };
  return { handlers: { things, shell }, live, unaborted };
}

interface Seen {
  kind: 'call' | 'open' | 'shell';
  granted: number;
  items: unknown[];
  over: number;
  /** Sessions: granted by the router, and sent. */
  mayStillSend: number;
  sent: number;
  cancelled: boolean;
  ended: boolean;
}

describe('any order of calls, streams, credit, cancels and closes', () => {
  it('keeps to the credit, the order, one end each, and leaves nothing running', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { handlers, live, unaborted } = createHandlers();
        const rig = createRig(handlers, { limits: { messageWindow: 3 } });
        const port = rig.raw();
        const seen: Seen[] = [];
        let closed = false;

        // Collected, not thrown: an exception here would be the transport's.
        const broken: string[] = [];
        const hold = (kept: boolean, rule: string) => {
          if (!kept) broken.push(rule);
        };
        port.onMessage((message: ServerMessage) => {
          const about = seen[message.id];
          if (about === undefined) return hold(false, 'about nothing that was asked');
          hold(!closed, 'something after the close');
          hold(about.over === 0, 'something after the end');
          if (message.t === 'item') {
            about.items.push(message.item);
            hold(about.items.length <= about.granted, 'more items than credit');
          } else if (message.t === 'credit') {
            about.mayStillSend += message.n;
            hold(about.mayStillSend <= 3, 'more credit than the window');
          } else {
            hold(message.t === (about.kind === 'call' ? 'answer' : 'done'), 'the wrong end');
            about.over += 1;
          }
        });
        const send = (message: ClientMessage) => port.send(message);
        const ask = (kind: Seen['kind'], granted: number): number => {
          const blank = { items: [], over: 0, mayStillSend: 0, sent: 0, cancelled: false, ended: false };
          return seen.push({ kind, granted, ...blank }) - 1;
        };
        const pick = (index: number, ...kinds: Seen['kind'][]) => {
          const id = index % Math.max(1, seen.length);
          const about = seen[id];
          return about !== undefined && kinds.includes(about.kind) ? { id, about } : null;
        };

        for (const next of steps) {
          if (next.do === 'call') {
            send({ t: 'call', id: ask('call', 0), method: 'things.double', input: { n: next.n } });
          } else if (next.do === 'open') {
            const { credit, to } = next;
            send({ t: 'open', id: ask('open', credit), method: 'things.count', input: { to }, credit });
          } else if (next.do === 'shell') {
            const { credit } = next;
            send({
              t: 'open',
              id: ask('shell', credit),
              method: 'shell.echo',
              input: { prompt: '' },
              credit,
            });
          } else if (next.do === 'credit') {
            const chosen = pick(next.of, 'open', 'shell');
            if (chosen === null) continue;
            chosen.about.granted += next.n;
            send({ t: 'credit', id: chosen.id, n: next.n });
          } else if (next.do === 'send') {
            const chosen = pick(next.of, 'shell');
            if (chosen === null || chosen.about.mayStillSend === 0 || chosen.about.ended) continue;
            chosen.about.mayStillSend -= 1;
            send({ t: 'send', id: chosen.id, data: { text: String(chosen.about.sent) } });
            chosen.about.sent += 1;
          } else if (next.do === 'end') {
            const chosen = pick(next.of, 'shell');
            if (chosen === null) continue;
            chosen.about.ended = true;
            send({ t: 'end', id: chosen.id });
          } else if (next.do === 'cancel') {
            const chosen = pick(next.of, 'call', 'open', 'shell');
            if (chosen === null) continue;
            chosen.about.cancelled = true;
            send({ t: 'cancel', id: chosen.id });
          } else if (next.do === 'wait') {
            await turns(next.turns);
          } else {
            break;
          }
        }

        if (steps.at(-1)?.do !== 'close') {
          await settle(8);
          seen.forEach((_about, id) => {
            send({ t: 'cancel', id });
          });
          await settle();
          for (const about of seen) expect(about.over, 'ends exactly once').toBe(1);
        }
        closed = true;
        port.close();
        await settle();
        expect(unaborted(), 'handlers not told to stop').toBe(0);
        await rig.close();
        expect(live.size, 'handlers still running').toBe(0);
        for (const { kind, items } of seen) {
          const expected = items.map((_item, index) => (kind === 'open' ? index : String(index)));
          expect(items, 'in order, without gaps').toEqual(expected);
        }
        expect(broken).toEqual([]);
        expect(rig.log).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('loses nothing between client and router, whatever the credit and the pace of the consumer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ to: fc.nat(60), credit: fc.integer({ min: 1, max: 70 }), pace: fc.nat(3) }), {
          maxLength: 6,
        }),
        async (streams) => {
          const rig = createRig();
          const all = streams.map(
            ({ to, credit, pace }) =>
              new Promise<{ to: number; items: number[] }>((resolve) => {
                const items: number[] = [];
                rig.client.stream(
                  'things.count',
                  { to },
                  {
                    item: async (n) => {
                      items.push(n);
                      await turns(pace);
                    },
                    done: () => resolve({ to, items }),
                  },
                  { credit },
                );
              }),
          );
          for (const { to, items } of await Promise.all(all)) {
            expect(items).toEqual(Array.from({ length: to }, (_, n) => n));
          }
          await rig.close();
        },
      ),
      { numRuns: 50 },
    );
  });
});
