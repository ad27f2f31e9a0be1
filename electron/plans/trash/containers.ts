import { fail, SlipwayError, toApiError } from '../../../shared/contract/failure.ts';
import type { Restored } from '../../../shared/contract/trash.ts';
import { isTrashName, trashName } from '../../../shared/model/trash-names.ts';
import { inspectContainer, postContainer } from '../../engine/api/containers.ts';
import { connectNetwork } from '../../engine/api/creation.ts';
import {
  createNetwork,
  disconnectNetwork,
  lookUpNetwork,
  networkBody,
  networkId,
} from '../../engine/api/networks.ts';
import { restartPolicyOf, setRestartPolicy, startsByItself } from '../../engine/api/restart-policy.ts';
import type { EngineClient } from '../../engine/client.ts';
import { endpointSettings } from '../../engine/raw/endpoint-settings.ts';
import { num, type RawRecord, record, text } from '../../engine/raw/fields.ts';
import type { TrashPage } from './book.ts';

const stepMs = 60_000;
const never = new AbortController().signal;
/** These are the engine's own: always there, and made by nobody. */
const ownNetworks: ReadonlySet<string> = new Set(['bridge', 'host', 'none', 'podman', 'nat', 'ingress']);

export type PutResult =
  | { kept: true; staysStopped: boolean }
  | { kept: false; why: 'already-gone' | 'now-running' | 'not-keepable' | 'changed-since'; state: string };

type Fresh = Pick<TrashPage, 'objectId' | 'name' | 'hidden' | 'networks' | 'restart' | 'wasRunning'>;

/** What is to be remembered of a container, or why it cannot be kept. */
export async function rememberContainer(
  client: EngineClient,
  id: string,
  options: { stop: boolean; at: Date },
): Promise<Fresh | Extract<PutResult, { kept: false }>> {
  const raw = await lookUp(client, id);
  if (raw === null) return { kept: false, why: 'already-gone', state: '' };
  if (isTrashName(nameOf(raw))) return { kept: false, why: 'changed-since', state: 'in the trash' };
  const state = stateWord(raw);
  const running = isUp(raw);
  if (running && !options.stop) return { kept: false, why: 'now-running', state };
  // It would be gone as soon as it is stopped.
  if (running && record(raw.HostConfig).AutoRemove === true)
    return { kept: false, why: 'not-keepable', state };
  const policy = restartPolicyOf(raw);
  const name = nameOf(raw);
  return {
    objectId: text(raw.Id),
    name,
    hidden: trashName(name, options.at),
    networks: await networksOf(client, raw),
    restart: startsByItself(policy) ? policy : null,
    wasRunning: running,
  };
}

/**
 * Stops it, takes its restart policy off and hides it under another name. What it is must be written down already.
 * `started`: somebody started it since it was remembered; it is as they left it.
 */
export async function hideContainer(
  client: EngineClient,
  page: TrashPage,
): Promise<{ staysStopped: boolean } | 'started'> {
  const raw = await inspectContainer(client, page.objectId);
  if (isUp(raw) && !page.wasRunning) return 'started';
  // The policy first: an engine would start again what it is told to always run.
  const staysStopped =
    page.restart === null ||
    (await setRestartPolicy(client, page.objectId, { name: 'no', maximumRetryCount: 0 }, stepMs));
  if (isUp(raw)) {
    if (stateWord(raw) === 'paused') await post(client, page.objectId, 'unpause', {}, stepMs);
    const seconds = num(record(raw.Config).StopTimeout) || 10;
    await post(client, page.objectId, 'stop', {}, seconds * 1000 + 30_000);
  }
  await post(client, page.objectId, 'rename', { name: page.hidden }, stepMs);
  // Started between the look and the new name.
  if (isUp(await inspectContainer(client, page.objectId))) {
    await post(client, page.objectId, 'rename', { name: page.name }, stepMs);
    if (page.restart !== null) await setRestartPolicy(client, page.objectId, page.restart, stepMs);
    return 'started';
  }
  return { staysStopped };
}

/** Undoes what was begun of hiding it; may be done again and again. False when it is hidden already. */
export async function unhideContainer(
  client: EngineClient,
  page: TrashPage,
): Promise<'back' | 'hidden' | 'gone'> {
  const raw = await lookUp(client, page.objectId);
  if (raw === null) return 'gone';
  if (nameOf(raw) === page.hidden) return 'hidden';
  if (page.restart !== null) await setRestartPolicy(client, page.objectId, page.restart, stepMs);
  if (page.wasRunning && !isUp(raw)) await post(client, page.objectId, 'start', {}, stepMs);
  return 'back';
}

/**
 * Puts it back: its networks, made again where they are gone, its restart policy and its name; started when asked for.
 * May be done again and again. @throws not-found `trash-gone`, conflict `name-taken`, or what the engine refuses
 */
export async function restoreContainer(
  client: EngineClient,
  page: TrashPage,
  wanted: { name: string; start: boolean },
): Promise<Restored> {
  const raw = await lookUp(client, page.objectId);
  if (raw === null) throw fail('not-found', 'trash-gone', { name: page.name });
  await mustBeFree(client, wanted.name, page.objectId);
  const networksMade: string[] = [];
  for (const [name, known] of Object.entries(page.networks))
    if (await attach(client, raw, name, known)) networksMade.push(name);
  const { restart } = page;
  const armed = restart === null || (await setRestartPolicy(client, page.objectId, restart, stepMs));
  if (nameOf(raw) !== wanted.name) await post(client, page.objectId, 'rename', { name: wanted.name }, stepMs);
  const startError = wanted.start ? await start(client, page.objectId) : null;
  return {
    kind: 'container',
    objectId: page.objectId,
    name: wanted.name,
    networksMade,
    tagsTaken: [],
    restartPolicyLost: armed ? null : restart.name,
    started: wanted.start && startError === null,
    startError,
  };
}

/** True when the network had to be made again. */
async function attach(
  client: EngineClient,
  container: RawRecord,
  name: string,
  known: TrashPage['networks'][string],
): Promise<boolean> {
  const attached = record(record(container.NetworkSettings).Networks)[name] !== undefined;
  const now = await lookUpNetwork(client, name, never);
  if (attached && (known.body === null || (now !== null && networkId(now) === known.id))) return false;
  const make = now === null && known.body !== null;
  if (make) await createNetwork(client, known.body ?? {}, never);
  // It still knows the network by an id that is no more, and would not start.
  if (attached) await disconnectNetwork(client, name, text(container.Id), never);
  await connectNetwork(client, name, text(container.Id), known.endpoint, { deadlineMs: stepMs });
  return make;
}

async function networksOf(client: EngineClient, container: RawRecord): Promise<TrashPage['networks']> {
  const networks: TrashPage['networks'] = {};
  for (const [name, settings] of Object.entries(record(record(container.NetworkSettings).Networks))) {
    const raw = ownNetworks.has(name) ? null : await lookUpNetwork(client, name, never);
    networks[name] = {
      id: raw === null ? text(record(settings).NetworkID) : networkId(raw),
      endpoint: endpointSettings(container, record(settings)),
      body: raw === null ? null : networkBody(raw),
    };
  }
  return networks;
}

async function start(client: EngineClient, id: string): Promise<Restored['startError']> {
  try {
    await post(client, id, 'start', {}, stepMs);
    return null;
  } catch (thrown) {
    // It is back all the same: the caller is told why it does not run.
    if (thrown instanceof SlipwayError) return toApiError(thrown);
    throw thrown;
  }
}

async function mustBeFree(client: EngineClient, name: string, ownId: string): Promise<void> {
  const holder = await lookUp(client, name);
  // The start of an id may be asked for as well as a name.
  if (holder === null || nameOf(holder) !== name || text(holder.Id) === ownId) return;
  throw fail('conflict', 'name-taken', { name, by: `container ${text(holder.Id).slice(0, 12)}` });
}

async function lookUp(client: EngineClient, idOrName: string): Promise<RawRecord | null> {
  try {
    return await inspectContainer(client, idOrName);
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return null;
    throw thrown;
  }
}

function post(
  client: EngineClient,
  id: string,
  verb: 'stop' | 'start' | 'rename' | 'unpause',
  query: Record<string, string>,
  deadlineMs: number,
): Promise<boolean> {
  return postContainer(client, id, verb, query, { signal: never, deadlineMs });
}

const nameOf = (container: RawRecord): string => text(container.Name).replace(/^\//, '');
const stateWord = (container: RawRecord): string => text(record(container.State).Status);

function isUp(container: RawRecord): boolean {
  return ['running', 'paused', 'restarting'].includes(stateWord(container));
}
