import { expect, it } from 'vitest';
import { resetExecutor } from '../../../electron/reset/executor.ts';
import { RunningExports } from '../../../electron/reset/export/running.ts';
import type { ResetTools } from '../../../electron/reset/tools.ts';
import type { Plan } from '../../../shared/contract/plans.ts';

it('lets no reset begin while the engine it is for is exported', () => {
  const exporting = new RunningExports();
  const { mayBegin } = resetExecutor({ exporting } as unknown as ResetTools);
  const begin = (engineId: string) => () => mayBegin?.({ engineId } as Plan);
  const over = exporting.begin('one', '/backup');
  const other = exporting.begin('one', '/other');
  expect(begin('one')).toThrow('/backup');
  expect(begin('two')).not.toThrow();
  over();
  expect(begin('one')).toThrow('/other');
  other();
  expect(begin('one')).not.toThrow();
});
