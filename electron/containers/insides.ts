import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import { listChanges, listProcesses } from '../engine/api/container-insides.ts';
import type { Engine } from '../engine/engine.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import { findContainer } from './reference.ts';

const withProcesses: ReadonlySet<string> = new Set(['running', 'paused', 'restarting']);

/** Serves `containers.top` and `containers.diff`. */
export function insideHandlers(engine: Engine): Pick<DomainHandlers<'containers'>, 'top' | 'diff'> {
  return {
    top: async (input, { signal }) => {
      const client = await engine.client(signal);
      const found = await findContainer(client, input.id, signal);
      if (!withProcesses.has(found.state)) throw noProcesses(found);
      try {
        return await listProcesses(client, found.id, input.psArgs || undefined, signal);
      } catch (thrown) {
        if (!(thrown instanceof SlipwayError)) throw thrown;
        const { status, engine: said = '' } = thrown.error;
        const extra = { ...(status === undefined ? {} : { status }), engine: said };
        // It ended since it was looked up, or waits for its next start.
        if (/is not running|is restarting|not running/i.test(said)) throw noProcesses(found);
        if (/exec: "ps"|ps.*(?:executable file )?not found/i.test(said))
          throw fail('unsupported', 'ps-missing', {}, extra);
        const detail = refusedByPs(thrown, said.trim());
        if (input.psArgs && detail !== null)
          throw fail('invalid-input', 'ps-arguments', { args: input.psArgs, detail }, extra);
        throw thrown;
      }
    },
    diff: async (input, { signal }) => {
      const client = await engine.client(signal);
      const found = await findContainer(client, input.id, signal);
      return listChanges(client, found.id, signal);
    },
  };
}

/** What ps itself says of its options; null for any other failure. Podman then answers nothing at all. */
function refusedByPs(thrown: SlipwayError, said: string): string | null {
  const words = /^ps: (?:error: )?(.+)/is.exec(said)?.[1];
  if (words !== undefined) return words.split('\n')[0] ?? words;
  if (/find PID field/i.test(said)) return 'it does not print PID';
  return thrown.error.reason === 'answer-garbled' ? 'it printed nothing' : null;
}

function noProcesses({ name, state }: { name: string; state: string }): SlipwayError {
  return fail('conflict', 'no-processes', { name, state });
}
