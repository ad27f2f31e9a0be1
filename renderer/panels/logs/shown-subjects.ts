import { same } from '../../state/same.ts';
import type { LogSubject } from '../../ui/logs/use-log-stream.ts';

/** Whose logs a page shows, and what it was opened for. */
export interface ShownSubjects {
  of: string;
  subjects: readonly LogSubject[];
}

/**
 * Pure: rows change all the time, but the reading starts anew only when somebody joins or the page is of others. Who is
 * removed stays: the last lines are the ones that are wanted.
 */
export function nextSubjects(
  before: ShownSubjects | null,
  of: string,
  found: readonly LogSubject[],
): ShownSubjects {
  const known =
    before?.of === of && found.every((subject) => before.subjects.some((shown) => same(shown, subject)));
  return known ? before : { of, subjects: found };
}
