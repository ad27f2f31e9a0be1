import type { Engine } from '../../engine/engine.ts';
import type { Plans } from '../../plans/plans.ts';
import type { DomainHandlers } from '../../rpc/handlers.ts';
import { importExecutor } from './executor.ts';
import { Filling } from './filling.ts';
import type { MakeAgain } from './needs.ts';
import { openExport, summaryOf } from './opened.ts';
import { planImport } from './plan.ts';

/** Serves the import. `filling` is a folder for notes; `stop` ends the watch over half-filled volumes. */
export function openImport(
  engine: Engine,
  plans: Plans,
  options: { filling: string; makeAgain: MakeAgain },
): { handlers: Pick<DomainHandlers<'reset'>, 'examine' | 'import'>; stop(): Promise<void> } {
  const filling = new Filling(options.filling);
  plans.register(importExecutor({ engine, filling, makeAgain: options.makeAgain }));
  return {
    handlers: {
      examine: async ({ folder }) => summaryOf(await openExport(folder)),
      import: (input, { signal }) => planImport(engine, plans, filling, input, signal),
    },
    stop: filling.keep(engine),
  };
}
