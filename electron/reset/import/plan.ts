import { fail } from '../../../shared/contract/failure.ts';
import type { Plan, PlanItem, PlanWarning } from '../../../shared/contract/plans.ts';
import { listContainers } from '../../engine/api/containers.ts';
import { listNetworks, listVolumes } from '../../engine/api/resources.ts';
import { swarmPlace } from '../../engine/api/swarm.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { Engine } from '../../engine/engine.ts';
import { flag, type RawRecord, record, text } from '../../engine/raw/fields.ts';
import type { Plans } from '../../plans/plans.ts';
import type { ExportedObject } from '../manifest.ts';
import type { Filling } from './filling.ts';
import { containersNeeded, imageHere, inOrder, networksNeeded, powersOf, volumesNeeded } from './needs.ts';
import { checkFiles, type OpenedExport, openExport, readDefinition } from './opened.ts';

/** Checks a whole export, then lists what of it can be made here. The engine is only asked. */
export async function planImport(
  engine: Engine,
  plans: Plans,
  filling: Filling,
  input: { folder: string; checksum?: string | undefined; start: boolean },
  signal: AbortSignal,
): Promise<Plan> {
  const opened = await openExport(input.folder, input.checksum);
  await checkFiles(opened, signal);
  const engineId = await engine.engineId(signal);
  const client = await engine.clientOf(engineId, signal);
  // What an import left half filled may hold a name that this one wants.
  await filling.sweep(engine, signal);
  const here = await namesHere(client, await filling.unfinished(engineId), signal);
  const { items, warnings } = await choose(client, opened, here, input.start, signal);
  if (items.length === 0 && warnings.length === 0) throw fail('not-found', 'import-nothing');
  return plans.make({
    ...{ kind: 'reset.import', engineId, items, warnings },
    params: { folder: opened.folder, checksum: opened.checksum, start: input.start },
  });
}

interface Here {
  volume: ReadonlySet<string>;
  /** Volumes that are there, but not filled. */
  unfinished: ReadonlySet<string>;
  network: ReadonlySet<string>;
  container: ReadonlySet<string>;
}

async function namesHere(
  client: EngineClient,
  isUnfinished: (labels: unknown) => boolean,
  signal: AbortSignal,
): Promise<Here> {
  const names = (rows: readonly { name: string }[]) => new Set(rows.map(({ name }) => name));
  const volumes = await listVolumes(client, { signal });
  return {
    volume: names(volumes.filter(({ labels }) => !isUnfinished(labels))),
    unfinished: names(volumes.filter(({ labels }) => isUnfinished(labels))),
    network: names(await listNetworks(client, { signal })),
    container: names(await listContainers(client, { all: true, signal })),
  };
}

async function choose(
  client: EngineClient,
  opened: OpenedExport,
  here: Here,
  start: boolean,
  signal: AbortSignal,
): Promise<{ items: PlanItem[]; warnings: PlanWarning[] }> {
  const { objects, files, leftOut } = opened.manifest;
  const told = new Map<PlanWarning['kind'], string[]>();
  const tell = (kind: PlanWarning['kind'], name: string) => told.set(kind, [...(told.get(kind) ?? []), name]);
  const of = (kind: ExportedObject['kind']) => objects.filter((object) => object.kind === kind);
  const free = (kind: 'volume' | 'network' | 'container') =>
    of(kind).filter(({ name }) => {
      if (here[kind].has(name)) tell('import-taken', name);
      const unfinished = kind === 'volume' && here.unfinished.has(name);
      if (unfinished) tell('import-unfinished', name);
      return !here[kind].has(name) && !unfinished;
    });
  const volumes = free('volume');
  const networks = await networksToMake(client, opened, free('network'), here, tell, signal);
  const containers: { name: string; container: RawRecord }[] = [];
  for (const { name, definition } of free('container'))
    containers.push({ name, container: record((await readDefinition(opened, definition)).container) });
  const items: PlanItem[] = [];
  for (const { name, data } of volumes) {
    if (data === null) tell('import-no-data', name);
    const bytes = files.find(({ path }) => path === data)?.bytes ?? null;
    items.push(itemOf('volume', name, bytes, false));
  }
  for (const { name } of networks) items.push(itemOf('network', name, null, false));
  const will = {
    volume: new Set([...here.volume, ...volumes.map(({ name }) => name)]),
    network: new Set([...here.network, ...networks.map(({ name }) => name)]),
    container: new Set(here.container),
  };
  for (const { name, container } of inOrder(containers)) {
    const image = await imageHere(client, container, signal);
    const missing = [
      ...volumesNeeded(container).filter((one) => !will.volume.has(one)),
      ...networksNeeded(container).filter((one) => !will.network.has(one)),
      ...containersNeeded(container).filter((one) => !will.container.has(one)),
    ];
    const reference = String(record(container.Config).Image ?? '');
    if (image === null) tell('import-image-missing', `${name} (${reference})`);
    else if (missing.length > 0) tell('import-needs', `${name} (${missing.join(', ')})`);
    else {
      if (!image.same) tell('import-image-other', `${name} (${reference})`);
      const powers = powersOf(container);
      if (powers.length > 0) tell('import-powers', `${name} (${powers.join(', ')})`);
      will.container.add(name);
      items.push(itemOf('container', name, null, start && flag(record(container.State).Running)));
    }
  }
  for (const { kind, name } of objects)
    if (kind === 'service' || kind === 'secret' || kind === 'config') tell('import-swarm', name);
  for (const { kind, name, why } of leftOut)
    if (kind === 'volume' && (why === 'attributes' || why === 'changed-meanwhile'))
      tell('import-lacking', name);
  return { items, warnings: [...told].map(([kind, names]) => ({ kind, names })) as PlanWarning[] };
}

/** Those that others take their settings from come first; a network of a swarm can be made by a manager only. */
async function networksToMake(
  client: EngineClient,
  opened: OpenedExport,
  wanted: readonly ExportedObject[],
  here: Here,
  tell: (kind: PlanWarning['kind'], name: string) => void,
  signal: AbortSignal,
): Promise<{ name: string }[]> {
  const first: { name: string }[] = [];
  const others: { name: string; from: string }[] = [];
  let manager: boolean | null = null;
  for (const { name, definition } of wanted) {
    const raw = await readDefinition(opened, definition);
    if (text(raw.Scope) === 'swarm') {
      manager ??= (await swarmPlace(client, signal))?.manager ?? false;
      if (!manager) {
        tell('import-swarm-networks', name);
        continue;
      }
    }
    if (flag(raw.ConfigOnly)) first.push({ name });
    else others.push({ name, from: text(record(raw.ConfigFrom).Network) });
  }
  const known = new Set([...here.network, ...first.map(({ name }) => name)]);
  const made = others.filter(({ name, from }) => {
    const lacks = from !== '' && !known.has(from);
    if (lacks) tell('import-needs', `${name} (${from})`);
    return !lacks;
  });
  return [...first, ...made];
}

function itemOf(
  kind: 'volume' | 'network' | 'container',
  name: string,
  bytes: number | null,
  starts: boolean,
): PlanItem {
  return {
    kind,
    // It has none yet. A mark on one of that name that is gone is not for it.
    id: `import:${name}`,
    name,
    reason: starts ? 'It is in the export, and ran.' : 'It is in the export.',
    reasonKey: starts ? 'in-export-running' : 'in-export',
    bytes,
    action: starts ? 'create-and-start' : 'create',
  };
}
