import type { DomainHandlers } from '../rpc/handlers.ts';
import type { Engine } from './engine.ts';
import { engineInfo, engineVersion } from './raw/identity.ts';

/** Serves `engine.*`. */
export function engineHandlers(engine: Engine): DomainHandlers<'engine'> {
  return {
    endpoints: () => engine.endpoints(),
    use: (input) => engine.use(input.endpoint),
    info: async (_input, { signal }) => {
      const client = await engine.client(signal);
      const { body } = await client.json('/info', { signal, deadlineMs: 10_000 });
      return engineInfo(body, client.apiVersion);
    },
    version: async (_input, { signal }) => {
      const client = await engine.client(signal);
      const { body } = await client.json('/version', { signal, deadlineMs: 10_000 });
      return engineVersion(body, client.apiVersion);
    },
    ping: async (_input, { signal }) => {
      const client = await engine.client(signal);
      const began = performance.now();
      await client.text('/_ping', { unversioned: true, signal, deadlineMs: 5000 });
      return { ms: Math.round((performance.now() - began) * 100) / 100, apiVersion: client.apiVersion };
    },
    state: (_input, { signal }) => engine.state(signal),
    watch: (input, { signal }) => engine.watch(input.kinds, input.background, signal),
    events: (input, { signal }) => engine.events(input, signal),
  };
}
