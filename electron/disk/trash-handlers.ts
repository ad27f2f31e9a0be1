import type { DiskDetails } from '../../shared/contract/disk-usage.ts';
import type { Plan } from '../../shared/contract/plans.ts';
import type { TrashEntry } from '../../shared/contract/trash.ts';
import type { Engine } from '../engine/engine.ts';
import type { Plans } from '../plans/plans.ts';
import type { Protection } from '../plans/protection.ts';
import type { Trash } from '../plans/trash/trash.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';
import type { DiskMeter } from './meter.ts';
import { planToEmpty, planToKeepImages } from './trash-plans.ts';

export interface TrashTools {
  engine: Engine;
  plans: Plans;
  protection: Protection;
  trash: Trash;
  meter: DiskMeter;
  /** The setting: how long things are kept where nobody says otherwise. */
  days(): number;
  /** The removal of containers is planned by their own domain. */
  keepContainers(
    input: { ids: string[]; force: boolean; keepDays: number },
    signal: AbortSignal,
  ): Promise<Plan>;
}

type Members = 'trash' | 'putInTrash' | 'restore' | 'emptyTrash';

/** Serves the trash of `disk.*`. */
export function trashHandlers(tools: TrashTools): Pick<DomainHandlers<'disk'>, Members> {
  const { engine, plans, protection, trash, meter } = tools;
  const list = async (signal: AbortSignal): Promise<TrashEntry[]> => {
    const entries = await trash.list(signal);
    const sizes = sizesOf(meter.state.details);
    return entries.map((entry) => ({ ...entry, bytes: sizes.get(entry.objectId) ?? null }));
  };
  return {
    trash: (_input, { signal }) => list(signal),
    putInTrash: ({ kind, ids, force, days = tools.days() }, { signal }) =>
      kind === 'container'
        ? tools.keepContainers({ ids, force, keepDays: days }, signal)
        : planToKeepImages(engine, plans, protection, { ids, days }, signal),
    restore: (input, { signal }) => trash.restore(input, signal),
    emptyTrash: async (input, { signal }) => planToEmpty(plans, protection, await list(signal), input),
  };
}

/** What removing each object frees at least, as measured last. */
function sizesOf(details: DiskDetails | null): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { id, uniqueBytes } of details?.images ?? [])
    if (uniqueBytes !== null) sizes.set(id, uniqueBytes);
  for (const { id, writtenBytes } of details?.containers ?? [])
    if (writtenBytes !== null) sizes.set(id, writtenBytes);
  return sizes;
}
