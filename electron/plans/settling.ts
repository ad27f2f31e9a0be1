import { SlipwayError } from '../../shared/contract/failure.ts';
import type { PlanItem, ReportItem } from '../../shared/contract/plans.ts';

const deadlineMs = 30_000;

export type StepResult = Pick<
  ReportItem,
  'outcome' | 'outcomeKey' | 'detail' | 'error' | 'users' | 'lostNames' | 'taskNames' | 'settings'
> & {
  freedBytes?: number;
};

export type Whereabouts =
  | 'there'
  | 'gone'
  | 'in-trash'
  /** Of what was to be made. */
  | 'made'
  | 'made-unsure'
  | 'not-made';

interface Settles {
  stopsWhenLost?: boolean;
  whereIs?(item: PlanItem, engineId: string, signal: AbortSignal): Promise<Whereabouts>;
}

/**
 * No answer in time is not yet an engine that went away: where it says what became of the item, the run goes on. Else the
 * result stays as it is.
 */
export async function settledAtOnce(
  { whereIs, stopsWhenLost }: Settles,
  item: PlanItem,
  engineId: string,
  result: StepResult,
): Promise<StepResult> {
  const late = result.outcomeKey === 'unknown' && result.error?.code === 'timeout';
  if (!late || whereIs === undefined || stopsWhenLost !== true) return result;
  try {
    const where = await whereIs(item, engineId, AbortSignal.timeout(deadlineMs));
    const { settledAt: _now, ...told } = settled(where);
    return where === 'there' ? { ...result, ...told } : told;
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    // It does not answer that either: what became of the item is still unknown.
    return result;
  }
}

/** What an item comes to of which it was not known, by where it is now. */
export function settled(
  where: Whereabouts,
): Pick<ReportItem, 'outcome' | 'outcomeKey' | 'detail' | 'settledAt'> {
  const settledAt = new Date().toISOString();
  switch (where) {
    case 'there':
      return { outcome: 'failed', outcomeKey: 'still-there', detail: 'It is still there.', settledAt };
    case 'gone':
      return {
        outcome: 'done',
        outcomeKey: 'removed',
        detail: 'Removed, as the engine showed later.',
        settledAt,
      };
    case 'in-trash':
      return {
        outcome: 'done',
        outcomeKey: 'kept',
        detail: 'In the trash, as the engine showed later.',
        settledAt,
      };
    case 'made':
      return { outcome: 'done', outcomeKey: 'made', detail: 'Made, as the engine showed later.', settledAt };
    case 'made-unsure':
      return {
        outcome: 'failed',
        outcomeKey: 'made-unsure',
        detail: 'It is there, as the engine showed later, but perhaps not whole or not started.',
        settledAt,
      };
    case 'not-made':
      return {
        outcome: 'failed',
        outcomeKey: 'not-made',
        detail: 'It was not made, as the engine showed later.',
        settledAt,
      };
  }
}
