import type { OperationOrigin } from '../../../shared/contract/operations.ts';
import type { Exported, ExportInput, ExportStep } from '../../../shared/contract/reset-export.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Operations } from '../../operations/operations.ts';
import type { DomainHandlers } from '../../rpc/handlers.ts';
import { runExport } from './run.ts';
import type { RunningExports } from './running.ts';
import { telling } from './telling.ts';

type Members = 'export' | 'exporting';

/** Serves the export: as one call, or as a stream that tells how far it is. Both are in the list of operations. */
export function exportHandlers(
  engine: Engine,
  operations: Operations,
  running: RunningExports,
): Pick<DomainHandlers<'reset'>, Members> {
  const run = (
    input: ExportInput,
    caller: AbortSignal,
    origin: OperationOrigin,
    step: (step: ExportStep) => void = () => undefined,
  ): Promise<Exported> =>
    operations.perform(
      { kind: 'reset.export', title: `Export to ${input.folder}`, subject: input.folder, origin },
      caller,
      async ({ id, change, signal }) => {
        const at = { done: 0, total: 0, current: '', bytes: 0 };
        const counts = { done: 0, skipped: 0, failed: 0 };
        const tell = () => step({ kind: 'working', ...at });
        const exported = await runExport(engine, running, input, signal, {
          begun: (total) => {
            at.total = total;
            change({ total });
          },
          working: (name) => {
            at.current = name;
            change({ current: name });
            tell();
          },
          written: (bytes) => {
            at.bytes += bytes;
            change({ bytes: at.bytes });
            tell();
          },
          over: (line) => {
            at.done += 1;
            const outcome = line.outcomeKey === 'exported' ? 'done' : 'failed';
            counts[outcome] += 1;
            change(
              { done: at.done, counts: { ...counts } },
              { at: new Date().toISOString(), outcome, ...line },
            );
            tell();
          },
        });
        return { operationId: id, ...exported };
      },
    );
  return {
    export: (input, { signal, client }) => run(input, signal, client === 'cli' ? 'command-line' : 'person'),
    exporting: (input, { signal, client }) =>
      telling<ExportStep>(signal, async (step, own) => {
        const origin = client === 'cli' ? 'command-line' : 'person';
        step({ kind: 'done', exported: await run(input, own, origin, step) });
      }),
  };
}
