import { createHash, randomBytes } from 'node:crypto';
import type { ReplaceInput } from '../../../shared/contract/container-replace.ts';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { Plan, PlanItem, PlanWarning } from '../../../shared/contract/plans.ts';
import { shortId } from '../../../shared/model/names.ts';
import { keptUnlessSaid } from '../../../shared/model/own-bytes.ts';
import { formatBytes } from '../../../shared/model/sizes.ts';
import { inspectContainer, listContainers } from '../../engine/api/containers.ts';
import { inspectObject } from '../../engine/api/objects.ts';
import { restartPolicyOf, startsByItself } from '../../engine/api/restart-policy.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { Engine } from '../../engine/engine.ts';
import { stateOf } from '../../engine/raw/containers.ts';
import { byText, flag, list, num, type RawRecord, record, text, textMap } from '../../engine/raw/fields.ts';
import type { Plans } from '../../plans/plans.ts';
import type { Protection } from '../../plans/protection.ts';
import { type Changes, replacementOf } from './body.ts';
import { changesOf, hasHealthCheck } from './diff.ts';
import { mayHaveOwner, ownerItem, ownerNameOf } from './network-owner.ts';
import { networkNames, sharesNetwork } from './networks.ts';
import { ownBytesOf } from './own-bytes.ts';
import { clashes, portsOf } from './ports.ts';
import type { Recovery } from './recovery.ts';
import { nameOf, type Subject } from './subject.ts';
import { mustBeFree } from './swap.ts';

const defaultStopSeconds = 10;
/** States in which it has a process that is stopped for the replacement. */
const upStates = new Set(['running', 'restarting']);

/** Works out what a replacement changes and touches. Nothing is touched yet. */
export async function planReplacement(
  engine: Engine,
  plans: Plans,
  protection: Protection,
  recovery: Recovery,
  input: ReplaceInput,
  signal: AbortSignal,
): Promise<Plan> {
  const engineId = await engine.engineId(signal);
  const client = await engine.clientOf(engineId, signal);
  await protection.load();
  const { id: wanted, waitSeconds, healthSeconds, keepOld: said, pauseNetwork, ...asked } = input;
  const container = await inspectContainer(client, wanted, signal);
  const [id, name] = [text(container.Id), nameOf(container)];
  if (protection.has(engineId, 'container', id)) throw fail('protected', 'object-protected', { name });
  await recovery.mustBeSettled(id);
  mayBeReplaced(container);
  const changes: Changes = pauseNetwork === true ? { ...asked, networkOwner: ownerNameOf(name) } : asked;
  const { subject, moved } = await subjectOf(engine, client, container, changes, signal);
  if (pauseNetwork === true) {
    mayHaveOwner(subject);
    await mustBeFree(client, ownerNameOf(name));
  }
  const differences = changesOf(subject, changes);
  if (differences.length === 0) throw fail('invalid-input', 'nothing-to-change', { name });
  await mustHaveRoom(client, subject, changes, signal);
  const running = isUp(container);
  const ownBytes = await ownBytesOf(client, id, signal);
  const keepOld = said ?? keptUnlessSaid(ownBytes);
  const mark = randomBytes(3).toString('hex');
  const stopSeconds = stopSecondsOf(container);
  const restart = restartPolicyOf(container);
  const names = { temporaryName: `${name}-new-${mark}`, asideName: `${name}-old-${mark}` };
  return plans.make({
    kind: 'containers.replace',
    engineId,
    items: itemsOf(id, name, running, keepOld, ownBytes, pauseNetwork === true),
    warnings: [
      ...ownBytesWarnings(name, ownBytes, keepOld),
      ...(await warningsOf(client, container, moved, signal)),
    ],
    params: {
      changes: JSON.stringify(changes),
      fingerprint: fingerprintOf(subject),
    },
    replacement: {
      container: name,
      ...names,
      changes: differences,
      running,
      stopSeconds,
      hasHealthCheck: hasHealthCheck(subject),
      ...{ waitSeconds, healthSeconds, keepOld },
      restartTakenOff: startsByItself(restart) ? restart.name : null,
    },
  });
}

/** What is in the container itself is not in its replacement. */
function ownBytesWarnings(name: string, ownBytes: number | null, keepOld: boolean): PlanWarning[] {
  if (ownBytes === 0) return [];
  if (ownBytes === null) return [{ kind: keepOld ? 'unmeasured-kept' : 'unmeasured-goes', names: [name] }];
  return [{ kind: keepOld ? 'written-kept' : 'written-goes', names: [formatBytes(ownBytes)] }];
}

function itemsOf(
  id: string,
  name: string,
  running: boolean,
  keepOld: boolean,
  ownBytes: number | null,
  withOwner: boolean,
): PlanItem[] {
  const replace: PlanItem = {
    kind: 'container',
    id,
    name,
    reason: running
      ? 'Asked for; it is stopped once its replacement is made, and comes back if that is no good.'
      : 'Asked for; it does not run, and neither will its replacement.',
    reasonKey: running ? 'replace-running' : 'replace-stopped',
    bytes: null,
    action: 'replace',
  };
  const first = withOwner ? [replace, ownerItem(name)] : [replace];
  if (keepOld) return first;
  const remove: PlanItem = {
    kind: 'container',
    id,
    name,
    reason: 'The original, once its replacement has taken its place. Its volumes stay.',
    reasonKey: 'replaced-original',
    bytes: ownBytes,
    action: 'remove',
  };
  return [...first, remove];
}

/** @throws conflict with what to do instead */
export function mayBeReplaced(container: RawRecord): void {
  const name = nameOf(container);
  const labels = textMap(record(container.Config).Labels);
  const service = labels['com.docker.swarm.service.name'];
  if (labels['com.docker.swarm.task.id'] !== undefined || service !== undefined)
    throw fail('conflict', 'replace-task', { name, service: service ?? '' });
  if (flag(record(container.HostConfig).AutoRemove)) throw fail('conflict', 'replace-auto-remove', { name });
  const state = stateOf(text(record(container.State).Status));
  if (!['running', 'restarting', 'created', 'exited'].includes(state))
    throw fail('conflict', 'cannot-replace', { name, state });
}

export function isUp(container: RawRecord): boolean {
  return upStates.has(stateOf(text(record(container.State).Status)));
}

export function stopSecondsOf(container: RawRecord): number {
  const { StopTimeout } = record(container.Config);
  return typeof StopTimeout === 'number' && StopTimeout >= 0 ? num(StopTimeout) : defaultStopSeconds;
}

/** The container with its image and the one that is wanted. `moved`: its tag names another image by now. */
export async function subjectOf(
  engine: Engine,
  client: EngineClient,
  container: RawRecord,
  changes: Pick<Changes, 'image'>,
  signal: AbortSignal,
): Promise<{ subject: Subject; moved: boolean }> {
  const ownId = text(container.Image);
  const tag = text(record(container.Config).Image);
  const { kind } = await engine.connection.identity(signal);
  const ownImage = await imageOf(client, ownId, signal);
  const base = { kind, apiVersion: client.apiVersion, container, ownImage };
  if (changes.image !== undefined) {
    const image = await imageOf(client, changes.image, signal);
    return { subject: { ...base, image, imageReference: changes.image }, moved: false };
  }
  const tagged = await imageOf(client, tag, signal).catch((thrown: unknown) => {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found') return null;
    throw thrown;
  });
  const same = tagged !== null && text(tagged.Id) === text(ownImage.Id);
  const moved = tagged !== null && !same;
  return { subject: { ...base, image: ownImage, imageReference: same ? tag : text(ownImage.Id) }, moved };
}

async function imageOf(client: EngineClient, reference: string, signal: AbortSignal): Promise<RawRecord> {
  try {
    return await inspectObject(client, 'image', reference, signal);
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code === 'not-found')
      throw fail('not-found', 'image-missing', { image: shortReference(reference) });
    throw thrown;
  }
}

const shortReference = (reference: string): string =>
  reference.startsWith('sha256:') ? shortId(reference) : reference;

/** What the plan was made of: where any of it is another, so is the plan. */
export function fingerprintOf({ container, image }: Subject): string {
  const { Config, HostConfig, Mounts, Image, Name } = container;
  const networks = networkNames(container);
  // Engines tell mounts in any order.
  const mounts = list(Mounts)
    .map((mount) => JSON.stringify(mount))
    .sort(byText);
  const parts = [Config, HostConfig, mounts, Image, Name, networks, isUp(container), text(image.Id)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Refuses host ports that another running container has: else that would show only once the original is stopped. */
export async function mustHaveRoom(
  client: EngineClient,
  subject: Subject,
  changes: Changes,
  signal: AbortSignal,
): Promise<void> {
  if (!isUp(subject.container)) return;
  const { body } = replacementOf(subject, changes);
  const wanted = portsOf(record(body.HostConfig).PortBindings);
  if (wanted.length === 0) return;
  const own = text(subject.container.Id);
  for (const row of await listContainers(client, { all: false, signal })) {
    if (row.id === own) continue;
    const taken = row.ports.find((port) => wanted.some((one) => clashes(one, port)));
    if (taken !== undefined)
      throw fail('conflict', 'port-taken', { port: String(taken.hostPort), by: `container ${row.name}` });
  }
}

async function warningsOf(
  client: EngineClient,
  container: RawRecord,
  moved: boolean,
  signal: AbortSignal,
): Promise<PlanWarning[]> {
  const warnings: PlanWarning[] = [];
  const labels = textMap(record(container.Config).Labels);
  const project = labels['com.docker.compose.project'];
  if (project !== undefined) warnings.push({ kind: 'compose', names: [project] });
  if (moved) warnings.push({ kind: 'image-moved', names: [text(record(container.Config).Image)] });
  const { body } = await client.json('/containers/json', { query: { all: '1' }, signal });
  const sharing = Array.isArray(body) ? body.map(record).filter((row) => sharesNetwork(row, container)) : [];
  if (sharing.length > 0)
    warnings.push({
      kind: 'shares-network',
      names: sharing.map((row) => text(Array.isArray(row.Names) ? row.Names[0] : '').replace(/^\//, '')),
    });
  return warnings;
}
