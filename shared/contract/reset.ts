import { z } from 'zod';
import { answer, call } from './define.ts';
import type { Plan } from './plans.ts';
import { keepableKinds, type ResetInventory, resetTicks } from './reset-data.ts';
import { resetExport } from './reset-export.ts';

export * from './reset-data.ts';

const keep = z
  .array(z.strictObject({ kind: z.enum(keepableKinds), id: z.string().min(1).describe('id or name') }))
  .max(5000);

export const reset = {
  ...resetExport,
  inventory: call(
    'What a reset of the data could remove, counted, and which settings it leaves alone',
    z.strictObject({}),
    answer<ResetInventory>(),
  ),
  plan: call(
    'Plan to remove all data of the kinds that are ticked; plans.execute does it, given the word it shows',
    z.strictObject({
      ticks: z.array(z.enum(resetTicks)).min(1).max(resetTicks.length),
      keep: keep.default([]).describe('stays, with all it needs'),
    }),
    answer<Plan>(),
  ),
};
