import { join } from 'node:path';
import type { Engine } from '../../engine/engine.ts';
import type { Plans } from '../../plans/plans.ts';
import type { Protection } from '../../plans/protection.ts';
import type { DomainHandlers } from '../../rpc/handlers.ts';
import { editableOf } from './editable.ts';
import { replacementExecutor } from './executor.ts';
import { Journal } from './journal.ts';
import { planReplacement } from './plan.ts';
import { Recovery } from './recovery.ts';
import { defaultTiming, type ReplaceTiming } from './timing.ts';

type Members = 'editable' | 'replace' | 'replacements' | 'forgetReplacement';

/** Edit by replacement: its handlers, and what puts originals back when an engine answers again. */
export interface Replacing {
  handlers: Pick<DomainHandlers<'containers'>, Members>;
  /** Begins nothing more; before the connection is closed. */
  stop(): void;
  /** Resolves once nothing goes on any more; after it. */
  ended(): Promise<void>;
}

/** @param home the folder for state: what is being replaced is written down there */
export function openReplacing(
  engine: Engine,
  plans: Plans,
  protection: Protection,
  home: string,
  timing: Partial<ReplaceTiming> = {},
): Replacing {
  const journal = new Journal(join(home, 'replacements'));
  const whole = { ...defaultTiming, ...timing };
  const recovery = new Recovery(engine, journal, whole);
  plans.register(replacementExecutor(engine, journal, recovery, whole));
  plans.guard({ kind: 'containers.replace', held: (engineId) => journal.held(engineId) });
  return {
    handlers: {
      editable: (input, { signal }) => editableOf(engine, input.id, signal),
      replace: async (input, { signal }) => {
        // A command line keeps no connection: what another one left is put back first.
        if (!engine.connection.supervised) await recovery.recover();
        return planReplacement(engine, plans, protection, recovery, input, signal);
      },
      replacements: async () => {
        if (!engine.connection.supervised) await recovery.recover();
        return recovery.list();
      },
      forgetReplacement: async ({ id }) => ({ forgotten: await recovery.forget(id) }),
    },
    stop: () => recovery.stop(),
    ended: () => recovery.ended(),
  };
}
