import { describe, expectTypeOf, it } from 'vitest';
import type { DomainHandlers, HandlersFor, SessionContext } from '../../../electron/rpc/handlers.ts';
import type { Client, SessionHandle } from '../../../shared/contract/client.ts';
import type { Container } from '../../../shared/contract/containers.ts';
import type { EngineState } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/errors.ts';
import type { Plan } from '../../../shared/contract/plans.ts';
import type { TestContract } from './test-contract.ts';

// Nothing here runs: `npm run check` compiles it.
const never = (): never => {
  throw new Error('for its type only');
};
const compiled = (_typed: () => void) => undefined;

describe('the types of the contract', () => {
  it('give a client the inputs and answers of each method', () => {
    compiled(() => {
      const client: Client = never();
      expectTypeOf(client.call('containers.list', {})).toEqualTypeOf<Promise<Result<Container[]>>>();
      expectTypeOf(client.call('containers.remove', { ids: ['a'] })).toEqualTypeOf<Promise<Result<Plan>>>();
      client.stream(
        'engine.state',
        {},
        { item: (item) => void expectTypeOf(item).toEqualTypeOf<EngineState>() },
      );
      // @ts-expect-error an input of the wrong type
      void client.call('containers.list', { all: 'yes' });
      // @ts-expect-error an input the method does not have
      void client.call('containers.list', { everything: true });
      // @ts-expect-error an input that is missing
      void client.call('containers.start', {});
      // @ts-expect-error no such method
      void client.call('containers.explode', {});
      // @ts-expect-error a stream is not called
      void client.call('engine.state', {});
      // @ts-expect-error a call is not opened
      client.stream('containers.list', {}, { item: () => undefined });
    });
  });

  it('give sessions both their directions', () => {
    compiled(() => {
      const client: Client<TestContract> = never();
      const session = client.session(
        'shell.echo',
        { prompt: '$' },
        { item: (item) => expectTypeOf(item).toEqualTypeOf<string>() },
      );
      expectTypeOf(session).toEqualTypeOf<SessionHandle<{ text: string }>>();
      // @ts-expect-error a message of the wrong shape
      void session.send({ words: 'x' });
    });
  });

  it('give handlers the parsed input, and demand one for each member', () => {
    type Things = HandlersFor<TestContract>['things'];
    expectTypeOf<Parameters<Things['double']>[0]>().toEqualTypeOf<{ n: number }>();
    expectTypeOf<ReturnType<Things['double']>>().toEqualTypeOf<Promise<number>>();
    expectTypeOf<ReturnType<Things['count']>>().toEqualTypeOf<AsyncIterable<number>>();
    type Echo = HandlersFor<TestContract>['shell']['echo'];
    expectTypeOf<Parameters<Echo>[1]>().toEqualTypeOf<SessionContext<{ text: string }>>();
    expectTypeOf<Parameters<DomainHandlers<'containers'>['list']>[0]['all']>().toEqualTypeOf<boolean>();
    compiled(() => {
      const settings: DomainHandlers<'settings'> = never();
      const { get } = settings;
      // @ts-expect-error set is missing
      const incomplete: DomainHandlers<'settings'> = { get };
      // @ts-expect-error an answer of the wrong type
      const wrong: DomainHandlers<'settings'> = { ...settings, get: async () => ({ settings: {} }) };
      // @ts-expect-error a member the contract does not have
      const more: DomainHandlers<'settings'> = { ...settings, forget: async () => undefined };
      return [incomplete, wrong, more];
    });
  });
});
