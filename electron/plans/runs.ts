import type { PlanItem, ReportItem } from '../../shared/contract/plans.ts';

interface Doing<R> {
  step(item: PlanItem, place: number): Promise<R>;
  /** Worth another try once others of the same kind were done. */
  again(item: PlanItem, result: R): boolean;
  over(item: PlanItem, result: R, place: number): ReportItem;
}

/**
 * Does items in their order. Of those of one kind that follow each other, what is worth another try is tried again for as
 * long as a round gets something done: an image after its children, a network after what was attached to it.
 */
export async function inRuns<R extends Pick<ReportItem, 'outcome'>>(
  items: readonly PlanItem[],
  doing: Doing<R>,
): Promise<ReportItem[]> {
  const results: ReportItem[] = [];
  let pending: [place: number, item: PlanItem, result: R][] = [];
  let progressed = false;
  const finish = (): void => {
    for (const [place, item, result] of pending) results[place] = doing.over(item, result, place);
    pending = [];
    progressed = false;
  };
  const round = async (places: readonly (readonly [number, PlanItem])[]): Promise<void> => {
    for (const [place, item] of places) {
      const result = await doing.step(item, place);
      if (doing.again(item, result)) pending.push([place, item, result]);
      else results[place] = doing.over(item, result, place);
      progressed ||= result.outcome === 'done';
    }
  };
  for (const [place, item] of items.entries()) {
    await round([[place, item]]);
    if (items[place + 1]?.kind === item.kind) continue;
    while (pending.length > 0 && progressed) {
      const once = pending.map(([at, one]) => [at, one] as const);
      pending = [];
      progressed = false;
      await round(once);
    }
    finish();
  }
  return results;
}
