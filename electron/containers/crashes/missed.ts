import type { Container } from '../../../shared/contract/containers.ts';
import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { Death } from '../../../shared/model/deaths.ts';
import { detailsOf } from '../../engine/api/containers.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { ContainerDetails } from '../../engine/raw/containers.ts';

/** dockerd replays its last 256 events: so many tell that it ran all the time, and that older ones are gone. */
const fullReplay = 250;
/** Ends that a shutdown makes, and `docker stop` and `kill`: who asked for them is not known any more. */
const killed: ReadonlySet<number> = new Set([137, 143]);

/**
 * Containers that ran when the connection was lost, and have ended with an error since, by comparing. An engine
 * that was itself away took its containers down with it: that is no crash of theirs.
 * @param replayed how many events of before the engine told
 */
export async function missedDeaths(
  client: EngineClient,
  before: readonly Container[],
  replayed: number,
  signal: AbortSignal,
): Promise<Death[]> {
  const now = new Map<string, ContainerDetails>();
  await detailsOf(
    client,
    before.map(({ id }) => id),
    (id, details) => now.set(id, details),
    (_id, thrown) => {
      // Gone, or not to be had now: then there is nothing to compare.
      if (!(thrown instanceof SlipwayError)) throw thrown;
    },
    signal,
  );
  return compareRuns(before, now, replayed >= fullReplay);
}

/** Pure: the comparison. `stayed`: the engine is known to have run all the time. */
export function compareRuns(
  before: readonly Container[],
  now: ReadonlyMap<string, ContainerDetails>,
  stayed: boolean,
): Death[] {
  const runsOn = ({ id, startedAt }: Container): boolean => {
    const found = now.get(id);
    return found?.state === 'running' && found.startedAt === startedAt;
  };
  const kept = stayed || before.some(runsOn);
  return before.flatMap((row) => {
    const found = now.get(row.id);
    const { exitCode = 0, finishedAt } = found ?? {};
    if (found === undefined || finishedAt === undefined || exitCode === 0) return [];
    const certain = found.oomKilled === true || (kept && !killed.has(exitCode));
    return certain ? [deathOf(row, exitCode, finishedAt, found)] : [];
  });
}

function deathOf(row: Container, exitCode: number, at: string, found: ContainerDetails): Death {
  const ms = Date.parse(at);
  const startedMs = found.startedAt === undefined ? null : Date.parse(found.startedAt);
  return {
    id: row.id,
    name: row.name,
    image: row.image,
    labels: row.labels,
    exitCode,
    at,
    atNano: `${ms}000000`,
    ranMs: startedMs === null ? null : Math.max(0, ms - startedMs),
    life: unseenLife,
  };
}

const unseenLife: Death['life'] = {
  startedNano: null,
  kills: [],
  stopped: false,
  removed: false,
  podman: false,
  cleanups: 0,
  oom: false,
  attached: false,
  resized: false,
  idle: true,
  died: true,
  attachedForNext: false,
};
