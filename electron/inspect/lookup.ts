import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import {
  type InspectableKind,
  type InspectedObject,
  inspectableKinds,
} from '../../shared/contract/inspect.ts';
import { shortId } from '../../shared/model/names.ts';
import { inspectObject, objectId, objectNames } from '../engine/api/objects.ts';
import type { EngineClient } from '../engine/client.ts';

interface Found extends InspectedObject {
  /** Its whole id or one of its names was given, not the start of an id. */
  exact: boolean;
}

/**
 * Finds one object of any kind, or of the given one. A whole id or name goes before the start of an id.
 * @throws not-found `object-unknown`, conflict `id-in-kinds` when several kinds have such an object
 */
export async function lookUp(
  client: EngineClient,
  reference: string,
  kind: InspectableKind | undefined,
  signal: AbortSignal,
): Promise<InspectedObject> {
  if (kind !== undefined) return plain(await find(client, kind, reference, signal));
  const settled = await Promise.allSettled(
    inspectableKinds.map((each) => find(client, each, reference, signal)),
  );
  const found: Found[] = [];
  const refusals: SlipwayError[] = [];
  for (const result of settled) {
    if (result.status === 'fulfilled') found.push(result.value);
    else if (!(result.reason instanceof SlipwayError)) throw result.reason;
    else if (!isAbsence(result.reason)) refusals.push(result.reason);
  }
  const best = found.some(({ exact }) => exact) ? found.filter(({ exact }) => exact) : found;
  const [only, ...others] = best;
  if (only !== undefined && others.length === 0 && (only.exact || refusals.length === 0)) return plain(only);
  const [refusal] = refusals;
  if (only === undefined || others.length === 0)
    throw refusal ?? fail('not-found', 'object-unknown', { kind: 'object', id: reference });
  throw fail('conflict', 'id-in-kinds', {
    id: reference,
    candidates: best.map((one) => `${one.kind} ${one.name} (${shortId(one.id)})`).join(', '),
    kinds: best.map((one) => one.kind).join(','),
  });
}

async function find(
  client: EngineClient,
  kind: InspectableKind,
  reference: string,
  signal: AbortSignal,
): Promise<Found> {
  const raw = await inspectObject(client, kind, reference, signal);
  const id = objectId(kind, raw);
  const names = objectNames(kind, raw);
  const given = reference.replace(/^\//, '');
  const bare = id.replace(/^sha256:/, '');
  const named = names.some((name) => name === given || name === `${given}:latest`);
  const exact = named || given === id || given === bare || !bare.startsWith(given.replace(/^sha256:/, ''));
  return { kind, id, name: names[0] ?? shortId(id), raw, exact };
}

const plain = ({ kind, id, name, raw }: Found): InspectedObject => ({ kind, id, name, raw });

/** Not there, or of a kind this engine does not have. */
function isAbsence({ error }: SlipwayError): boolean {
  return error.code === 'not-found' || error.reason === 'swarm-needed';
}
