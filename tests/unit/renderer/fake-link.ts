import type { Link } from '../../../renderer/state/link.ts';
import type { Client, Consumer } from '../../../shared/contract/client.ts';
import type { Result } from '../../../shared/contract/errors.ts';

type Answer = (input: Record<string, unknown>) => Result<unknown> | Promise<Result<unknown>>;

/** A link whose calls are answered by the given functions; `calls` lists what was asked. */
export function fakeLink(answers: Record<string, Answer>): {
  link: Link;
  calls: [method: string, input: unknown][];
  consumers: Map<string, Consumer<never>>;
} {
  const calls: [string, unknown][] = [];
  const consumers = new Map<string, Consumer<never>>();
  const client: Client = {
    call: async (method, input) => {
      calls.push([method, input]);
      const answer = answers[method];
      if (answer === undefined) throw new Error(`Nothing answers ${method}.`);
      // The fake stands in for both ends of the contract, which have the type.
      return (await answer(input as Record<string, unknown>)) as Result<never>;
    },
    stream: (method, _, on) => {
      consumers.set(method, on as Consumer<never>);
      return { cancel: () => consumers.delete(method) };
    },
    session: () => {
      throw new Error('There are no sessions here.');
    },
    closed: false,
    onClose: () => () => undefined,
    close: () => undefined,
  };
  const link: Link = {
    host: 'web',
    current: () => client,
    status: () => ({ status: 'open' }),
    subscribe: () => () => undefined,
    reconnect: () => undefined,
  };
  return { link, calls, consumers };
}
