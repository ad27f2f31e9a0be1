import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import type { ManagedId } from '../../shared/contract/managed.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import { setAutostart } from './autostart.ts';
import { startEngine } from './starting.ts';
import { describeEngine, pickEngine, readStatus } from './status.ts';
import { planSwitch, switchExecutor } from './switching.ts';
import type { ManagedTools } from './tools.ts';
import { statusWatch } from './watching.ts';

/** Serves `managed.*`. */
export function managedHandlers(tools: ManagedTools, home: string): DomainHandlers<'managed'> {
  tools.plans.register(switchExecutor(tools, 'managed.stop'));
  tools.plans.register(switchExecutor(tools, 'managed.restart'));
  const watch = statusWatch(tools);
  return {
    status: async (_input, { signal }) => {
      await tools.engine.choose();
      return readStatus(tools, signal);
    },
    watch: (_input, { signal }) => watch(signal),
    start: async (input, { signal }) => {
      await tools.engine.choose();
      return startEngine(tools, input, signal);
    },
    stop: (input, { signal }) => chosen(tools, input.engine, (id) => planSwitch(tools, id, false, signal)),
    restart: (input, { signal }) => chosen(tools, input.engine, (id) => planSwitch(tools, id, true, signal)),
    log: async function* (input, { signal }) {
      await tools.engine.choose();
      const supervisor = await pickEngine(tools, input.engine, signal);
      yield* supervisor.log(input, signal);
    },
    atLogin: async (input, { signal }) => {
      await tools.engine.choose();
      const supervisor = await pickEngine(tools, input.engine, signal);
      const { own, system, user } = tools.supervision;
      if (supervisor === own) {
        const { atLogin, cannot } = await describeEngine(tools, own, false, signal);
        if (input.on && atLogin === null)
          throw cannot.start === null
            ? fail('unsupported', 'engine-not-managed', { pid: '' })
            : new SlipwayError(cannot.start);
        await setAutostart(tools.env, home, input.on);
      } else if (supervisor === system || supervisor === user)
        await (supervisor === system ? system : user).setAtLogin(input.on, signal);
      else throw fail('unsupported', 'engine-not-managed', { pid: '' });
      const inUse = (await tools.supervision.inUse(signal))?.id === supervisor.id;
      return describeEngine(tools, supervisor, inUse, signal);
    },
  };
}

/** Which engine is in use is known once one was chosen. */
async function chosen<T>(
  tools: ManagedTools,
  id: ManagedId | undefined,
  work: (id: ManagedId | undefined) => Promise<T>,
): Promise<T> {
  await tools.engine.choose();
  return work(id);
}
