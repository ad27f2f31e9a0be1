import type { z } from 'zod';
import type { Container, containers } from '../../shared/contract/containers.ts';
import { SlipwayError } from '../../shared/contract/failure.ts';
import { hasLabel } from '../../shared/model/labels.ts';
import { detailsOf, listContainers } from '../engine/api/containers.ts';
import type { Engine } from '../engine/engine.ts';
import type { ContainerDetails } from '../engine/raw/containers.ts';

export type ListInput = z.output<typeof containers.list.input>;

/** The containers with their start times, exit codes and health, read from the engine now. */
export async function listWithDetails(
  engine: Engine,
  input: ListInput,
  isProtected: (engineId: string, id: string) => boolean,
  signal: AbortSignal,
): Promise<Container[]> {
  const client = await engine.client(signal);
  const [listed, engineId] = await Promise.all([
    listContainers(client, { all: input.all || input.states !== undefined, size: input.size, signal }),
    engine.engineId(signal),
  ]);
  const rows = listed.filter((row) => matches(row, input));
  const details = new Map<string, ContainerDetails>();
  const gone = new Set<string>();
  const ids = rows.filter((row) => row.state !== 'created').map((row) => row.id);
  await detailsOf(
    client,
    ids,
    (id, found) => details.set(id, found),
    (id, thrown) => {
      if (!(thrown instanceof SlipwayError)) throw thrown;
      // Removed since the list was read: then it is not in it either.
      if (thrown.error.code === 'not-found') gone.add(id);
      // One container the engine cannot tell of must not hide the others: its row has what the list says.
      else if (thrown.error.code !== 'engine-error') throw thrown;
    },
    signal,
  );
  return rows
    .filter((row) => !gone.has(row.id))
    .map((row) => ({ ...row, ...details.get(row.id), protected: isProtected(engineId, row.id) }));
}

function matches(row: Container, input: ListInput): boolean {
  if (input.states !== undefined && !input.states.includes(row.state)) return false;
  if (input.name !== undefined && !row.name.includes(input.name)) return false;
  if (input.project !== undefined && row.project !== input.project) return false;
  if (input.isTask !== undefined && row.isTask !== input.isTask) return false;
  return (input.labels ?? []).every((wanted) => hasLabel(row.labels, wanted));
}
