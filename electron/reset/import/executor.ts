import { fail, SlipwayError, toApiError } from '../../../shared/contract/failure.ts';
import type { PlanItem } from '../../../shared/contract/plans.ts';
import { inspectContainer, postContainer, removeContainer } from '../../engine/api/containers.ts';
import { connectNetwork, createContainer } from '../../engine/api/creation.ts';
import { createNetwork, lookUpNetwork, networkBody } from '../../engine/api/networks.ts';
import { inspectObject } from '../../engine/api/objects.ts';
import { createVolume } from '../../engine/api/resources.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { Engine } from '../../engine/engine.ts';
import { flag, type RawRecord, record, text } from '../../engine/raw/fields.ts';
import type { PlanExecutor, StepResult, Whereabouts } from '../../plans/plans.ts';
import type { ExportedObject } from '../manifest.ts';
import { VolumeData } from '../volumes/data.ts';
import { type Filling, importLabel } from './filling.ts';
import { imageHere, type MakeAgain, networksNeeded, volumesNeeded } from './needs.ts';
import { type OpenedExport, openData, openExport, readDefinition } from './opened.ts';

const startMs = 120_000;
/** What an engine makes of a request that was cut off would be found by nobody: these have their deadlines only. */
const never = new AbortController().signal;
const patience = () => AbortSignal.timeout(30_000);

interface Work {
  engine: Engine;
  filling: Filling;
  makeAgain: MakeAgain;
}

interface At {
  client: EngineClient;
  engineId: string;
  opened: OpenedExport;
  object: ExportedObject;
  signal: AbortSignal;
}

/** Makes again what a plan of the kind `reset.import` lists. An object is there as it was, or not at all. */
export function importExecutor(work: Work): PlanExecutor {
  return {
    kind: 'reset.import',
    cancellable: true,
    stopsWhenLost: true,
    async whereIs(item, engineId, signal): Promise<Whereabouts> {
      // What was left half filled is not there.
      await work.filling.sweep(work.engine, signal);
      return whereIs(await work.engine.clientOf(engineId, signal), item, signal);
    },
    async step(item, params, signal, { plan }): Promise<StepResult> {
      const client = await work.engine.clientOf(plan.engineId, signal);
      // The manifest of the plan, and no other that lies there by now.
      const opened = await openExport(String(params.folder), String(params.checksum));
      const object = opened.manifest.objects.find(
        ({ kind, name }) => kind === item.kind && name === item.name,
      );
      if (object === undefined) throw fail('not-found', 'import-missing', { file: item.name });
      const at: At = { client, engineId: plan.engineId, opened, object, signal };
      if (await isTaken(at, item)) return taken(item);
      try {
        return await make(work, at, item);
      } catch (thrown) {
        if (signal.aborted && toApiError(thrown).code === 'cancelled')
          return { outcome: 'skipped', outcomeKey: 'cancelled', detail: 'Cancelled; nothing of it is left.' };
        throw thrown;
      }
    },
  };
}

async function make(work: Work, at: At, item: PlanItem): Promise<StepResult> {
  switch (item.kind) {
    case 'volume':
      return makeVolume(work, at, item);
    case 'network':
      await createNetwork(
        at.client,
        networkBody(await readDefinition(at.opened, at.object.definition)),
        never,
      );
      return { outcome: 'done', outcomeKey: 'made', detail: 'Made.' };
    case 'container':
      return makeOne(work, at, item.action === 'create-and-start');
    default:
      throw fail('internal', 'internal', { detail: `an import makes no ${item.kind}` });
  }
}

async function makeVolume(work: Work, at: At, item: PlanItem): Promise<StepResult> {
  const { engine, filling } = work;
  const { client, engineId, opened, object, signal } = at;
  const definition = await readDefinition(opened, object.definition);
  const { kind } = await engine.connection.identity(signal);
  const from = object.data === null ? null : openData(opened, object.data);
  const data = new VolumeData(client, kind);
  const { note, nonce } = await filling.begin(engineId, object.name);
  let answered = false;
  try {
    const made = await createVolume(client, labelled(definition, nonce), never);
    answered = true;
    // An engine answers with the one that is there, if somebody made it a moment ago.
    if (text(record(made.Labels)[importLabel]) !== nonce) {
      from?.stream.destroy();
      await data.close();
      await filling.done(note);
      return taken(item);
    }
    if (signal.aborted) throw fail('cancelled', 'cancelled');
    if (from !== null) await data.write(made, from, signal);
  } catch (thrown) {
    from?.stream.destroy();
    // The helper holds the volume as long as it is there.
    await data.close();
    const gone = await filling.failed(note, client, !answered && mayHaveDone(thrown));
    if (gone || !(thrown instanceof SlipwayError)) throw thrown;
    const { message } = thrown.error;
    throw fail('engine-error', 'engine-error', {
      detail: `${message} What was made of ${object.name} is removed as soon as the engine answers.`,
    });
  }
  await data.close();
  await filling.done(note);
  return {
    ...{ outcome: 'done', outcomeKey: 'made' },
    detail: object.data === null ? 'Made, without data: the export has none.' : 'Made, with its data.',
  };
}

const labelled = (definition: RawRecord, nonce: string): RawRecord => ({
  ...definition,
  Labels: { ...record(definition.Labels), [importLabel]: nonce },
});

/** The engine may do it all the same. */
function mayHaveDone(thrown: unknown): boolean {
  const { code } = toApiError(thrown);
  return code === 'unreachable' || code === 'timeout' || code === 'cancelled';
}

async function makeOne({ engine, makeAgain, filling }: Work, at: At, start: boolean): Promise<StepResult> {
  const { client, opened, object, signal } = at;
  const { container: raw, image: rawImage } = await readDefinition(opened, object.definition);
  const container = record(raw);
  const lacking = await whatLacks(client, container, await filling.unfinished(at.engineId), signal);
  if (lacking.length > 0)
    return { outcome: 'skipped', outcomeKey: 'lacks', detail: `Not there: ${lacking.join(', ')}.` };
  const here = await imageHere(client, container, signal);
  if (here === null)
    throw fail('not-found', 'object-unknown', { kind: 'image', id: String(record(container.Config).Image) });
  const { kind, apiVersion } = await engine.connection.identity(signal);
  const { body, afterwards } = makeAgain({
    ...{ kind, apiVersion, container },
    ownImage: record(rawImage),
    imageReference: here.reference,
  });
  const request = { query: { name: object.name }, body };
  const made = await createContainer(client, request, { signal: never });
  try {
    if (signal.aborted) throw fail('cancelled', 'cancelled');
    for (const [network, endpoint] of Object.entries(afterwards))
      await connectNetwork(client, network, made.id, endpoint, { signal });
  } catch (thrown) {
    await removeAgain(client, made.id, object.name, thrown);
    throw thrown;
  }
  if (!start) return { outcome: 'done', outcomeKey: 'made', detail: 'Made. It does not run, as it did not.' };
  try {
    const options = { signal, deadlineMs: startMs };
    await postContainer(client, made.id, 'start', {}, options);
    if (flag(record(container.State).Paused)) await postContainer(client, made.id, 'pause', {}, options);
    return { outcome: 'done', outcomeKey: 'made-started', detail: 'Made and started.' };
  } catch (thrown) {
    const error = toApiError(thrown);
    return {
      ...{ outcome: 'failed', outcomeKey: 'made-not-started', error },
      detail: `Made, and not started: ${error.message}`,
    };
  }
}

/** A container that is not whole is no container of the export. @throws engine-error `import-left` where it stays */
async function removeAgain(client: EngineClient, id: string, name: string, why: unknown): Promise<void> {
  try {
    await removeContainer(client, id, { volumes: false, force: true, signal: patience() });
  } catch (thrown) {
    const { code, message } = toApiError(thrown);
    if (code === 'not-found') return;
    const { code: first, message: detail } = toApiError(why);
    // What is known of the engine stays known: an import stops when it went away.
    throw fail(first === 'unreachable' ? first : 'engine-error', 'import-left', {
      ...{ name, detail, second: message },
    });
  }
}

/** The engine would make an empty volume where one is missing, and nobody would notice. */
async function whatLacks(
  client: EngineClient,
  container: RawRecord,
  unfinished: (labels: unknown) => boolean,
  signal: AbortSignal,
): Promise<string[]> {
  const lacking: string[] = [];
  for (const volume of volumesNeeded(container)) {
    const found = await ifThere(() => inspectObject(client, 'volume', volume, signal));
    if (found === null || unfinished(found.Labels)) lacking.push(volume);
  }
  for (const network of networksNeeded(container))
    if ((await lookUpNetwork(client, network, signal)) === null) lacking.push(network);
  return lacking;
}

const isTaken = async ({ client, signal }: At, { kind, name }: PlanItem): Promise<boolean> =>
  (await lookUp(client, kind, name, signal)) !== null;

/** A volume is told by its label; of a container nobody can tell how far it came. */
async function whereIs(
  client: EngineClient,
  { kind, name }: PlanItem,
  signal: AbortSignal,
): Promise<Whereabouts> {
  const found = await lookUp(client, kind, name, signal);
  if (found === null) return 'not-made';
  if (kind === 'volume') return text(record(found.Labels)[importLabel]) === '' ? 'not-made' : 'made';
  return kind === 'container' ? 'made-unsure' : 'made';
}

/** The object of this very name, or null where there is none. */
async function lookUp(
  client: EngineClient,
  kind: PlanItem['kind'],
  name: string,
  signal: AbortSignal,
): Promise<RawRecord | null> {
  switch (kind) {
    case 'network':
      return lookUpNetwork(client, name, signal);
    case 'container':
      return ifThere(async () => {
        const found = await inspectContainer(client, name, signal);
        // The engine also finds by the beginning of an id.
        if (String(found.Name).replace(/^\//, '') !== name)
          throw fail('not-found', 'object-unknown', { kind, id: name });
        return found;
      });
    default:
      return ifThere(() => inspectObject(client, 'volume', name, signal));
  }
}

async function ifThere<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return null;
    if (thrown instanceof SlipwayError && thrown.error.reason === 'id-ambiguous') return null;
    throw thrown;
  }
}

const taken = ({ name }: PlanItem): StepResult => ({
  outcome: 'skipped',
  outcomeKey: 'now-taken',
  detail: `There is a ${name} by now. It was left as it is.`,
});
