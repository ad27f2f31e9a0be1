import { SlipwayError } from '../../shared/contract/failure.ts';
import type { OutcomeKey } from '../../shared/contract/plans.ts';
import type { StepResult } from './plans.ts';

export const removed: StepResult = { outcome: 'done', outcomeKey: 'removed', detail: 'Removed.' };

export function skipped(outcomeKey: OutcomeKey, detail: string): StepResult {
  return { outcome: 'skipped', outcomeKey, detail };
}

/** Left alone for these containers. */
export function usedBy(containers: readonly { name: string }[]): StepResult {
  const users = containers.map(({ name }) => name);
  return { ...skipped('now-in-use', `Used by ${users.join(', ')}.`), users };
}

/** The engine says of a removal that something needs the object: left alone, with its words. Anything else is thrown. */
export async function unlessUsed(removal: Promise<void>): Promise<StepResult> {
  try {
    await removal;
    return removed;
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    const { error } = thrown;
    const { status, engine, message } = error;
    // 403: a network with endpoints.
    if (status === 409 || status === 403) return { ...skipped('now-in-use', engine ?? message), error };
    throw thrown;
  }
}
