import { fail } from '../../shared/contract/failure.ts';
import type { Plan, PlanItem, PlanWarning } from '../../shared/contract/plans.ts';
import type { KeepableKind, KeptObject, ResetTick } from '../../shared/contract/reset.ts';
import { isTrashName, isTrashTag } from '../../shared/model/trash-names.ts';
import { isBusy, resetItems } from './items.ts';
import { enginePlugins, keyOf, type Node, nodesOf, ownsSwarm, type Seed, whatStays } from './keeping.ts';
import { namesImage } from './names.ts';
import { type Leans, leansOn, readSurvey, type Survey } from './survey.ts';
import type { ResetTools } from './tools.ts';

const inspectsAtOnce = 8;
const namedAtMost = 20;

/**
 * Lists all that goes with these ticks, and what stays of it and why. Nothing is touched.
 * @throws not-found `reset-keep-unknown`, conflict `reset-nothing`, and what the engine says
 */
export async function planReset(
  tools: ResetTools,
  input: { ticks: readonly ResetTick[]; keep: readonly { kind: KeepableKind; id: string }[] },
  signal: AbortSignal,
): Promise<Plan> {
  const { engine, plans, protection } = tools;
  const engineId = await engine.engineId(signal);
  const client = await engine.clientOf(engineId, signal);
  const { name: engineName, kind: engineKind } = await engine.connection.identity(signal);
  await protection.load();
  const from = await readSurvey(client, engineKind, signal);
  const ticks = new Set(input.ticks);
  const held = await plans.held('reset', engineId);
  const { leans, logDrivers } = await leaning(from, ticks, (id) => leansOn(client, id, signal));
  const nodes = nodesOf(from, leans, logDrivers);
  const seeds = new Map<string, Seed>();
  for (const { kind, id, name } of nodes) {
    const key = keyOf(kind, id);
    if (kind === 'container' && (held.has(id) || held.has(name))) seeds.set(key, 'replacing');
    if (isMarked(protection, engineId, kind, id)) seeds.set(key, 'protected');
  }
  for (const wanted of input.keep) seeds.set(findKept(wanted, nodes, from), 'asked');
  const ofEngine = enginePlugins(from).map(({ id }) => keyOf('plugin', id));
  for (const key of ofEngine) seeds.set(key, 'needed');
  const kept = whatStays(nodes, ticks, seeds);
  for (const key of ofEngine) kept.get(key)?.for.unshift(engineName);
  const items = resetItems(from, ticks, kept, leans);
  const told = [...kept.values(), ...keptBesides(from, ticks, items)];
  if (items.length === 0) throw fail('conflict', 'reset-nothing');
  return plans.make({
    kind: 'reset',
    engineId,
    items,
    warnings: await warningsFor(tools, from, ticks, items, told, signal),
    params: {},
    confirm: wordFor(engineName),
    reset: {
      ticks: input.ticks.filter((tick, place) => input.ticks.indexOf(tick) === place),
      kept: told,
      swarm: from.swarm,
      engineName,
    },
  });
}

/** The engine's own name, so that one looks which engine it is; where that is no word to type, `reset`. */
function wordFor(engineName: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(engineName) ? engineName : 'reset';
}

/** Only containers that may stay while what they need goes, or the order of which matters, are asked. */
async function leaning(
  from: Survey,
  ticks: ReadonlySet<ResetTick>,
  ask: (id: string) => Promise<Leans>,
): Promise<{ leans: Map<string, string[]>; logDrivers: Map<string, string> }> {
  const leans = new Map<string, string[]>();
  const logDrivers = new Map<string, string>();
  const plugins = ticks.has('plugins') && from.plugins !== null && from.plugins.length > 0;
  if (!ticks.has('containers') && !plugins) return { leans, logDrivers };
  const queue = from.containers[Symbol.iterator]();
  const worker = async () => {
    for (const { id } of queue) {
      const { on, logDriver } = await ask(id);
      leans.set(id, on);
      logDrivers.set(id, logDriver);
    }
  };
  await Promise.all(Array.from({ length: inspectsAtOnce }, worker));
  return { leans, logDrivers };
}

function isMarked(
  protection: ResetTools['protection'],
  engineId: string,
  kind: Node['kind'],
  id: string,
): boolean {
  return (
    (kind === 'container' || kind === 'image' || kind === 'volume' || kind === 'network') &&
    protection.has(engineId, kind, id)
  );
}

/** The key of what is to be kept, by id, the start of one, or name. */
function findKept(
  { kind, id }: { kind: KeepableKind; id: string },
  nodes: readonly Node[],
  from: Survey,
): string {
  const bare = (one: string) => one.replace(/^sha256:/, '');
  const same = nodes.filter((node) => node.kind === kind);
  const tags = new Map(from.images.map((one) => [one.id, one.tags]));
  const exact = same.find(
    (node) => bare(node.id) === bare(id) || node.name === id || namesImage(tags.get(node.id) ?? [], id),
  );
  const starting = same.filter((node) => bare(id).length >= 4 && bare(node.id).startsWith(bare(id)));
  const found = exact ?? (kind !== 'volume' && starting.length === 1 ? starting[0] : undefined);
  if (found !== undefined) return keyOf(found.kind, found.id);
  // What belongs to a swarm that goes on stays anyway.
  const network = from.networks.filter(({ scope }) => scope === 'swarm');
  const ofSwarm = { service: from.services, secret: from.secrets, config: from.configs, network };
  const others =
    kind === 'service' || kind === 'secret' || kind === 'config' || kind === 'network' ? ofSwarm[kind] : [];
  if (others.some((one) => one.id === id || one.name === id)) return keyOf(kind, id);
  throw fail('not-found', 'reset-keep-unknown', { kind, id });
}

/** What stays of the ticked kinds and is no node: what a swarm that goes on has, and cache that is in use. */
function keptBesides(from: Survey, ticks: ReadonlySet<ResetTick>, items: readonly PlanItem[]): KeptObject[] {
  const kept: KeptObject[] = [];
  const add = (
    kind: KeptObject['kind'],
    why: KeptObject['why'],
    rows: readonly { id: string; name: string }[],
  ) => {
    for (const { id, name } of rows) kept.push({ kind, id, name, why, for: [] });
  };
  if (ticks.has('swarm') && from.swarm !== null && !ownsSwarm(from)) {
    add('service', 'of-the-swarm', from.services);
    add('secret', 'of-the-swarm', from.secrets);
    add('config', 'of-the-swarm', from.configs);
    add(
      'network',
      'of-the-swarm',
      from.networks.filter(({ scope }) => scope === 'swarm'),
    );
  }
  if (ticks.has('build-cache') && from.cache !== null) {
    const going = new Set(items.filter(({ kind }) => kind === 'build-cache').map(({ id }) => id));
    const used = from.cache.filter(({ id }) => !going.has(id));
    add(
      'build-cache',
      'in-use',
      used.map(({ id, description }) => ({ id, name: description === '' ? id.slice(0, 12) : description })),
    );
  }
  return kept;
}

async function warningsFor(
  tools: ResetTools,
  from: Survey,
  ticks: ReadonlySet<ResetTick>,
  items: readonly PlanItem[],
  kept: readonly KeptObject[],
  signal: AbortSignal,
): Promise<PlanWarning[]> {
  const warnings: PlanWarning[] = [];
  const warn = (kind: PlanWarning['kind'], names: readonly string[]) => {
    // Every warning has this form; the compiler does not put so many kinds together.
    if (names.length > 0) warnings.push({ kind, names: [...names].slice(0, namedAtMost) } as PlanWarning);
  };
  const keptFor = (why: KeptObject['why']) => kept.filter((one) => one.why === why);
  const going = new Set(items.filter(({ kind }) => kind === 'container').map(({ id }) => id));
  if (items.some(({ kind }) => kind === 'swarm') && from.swarm !== null) {
    const { role, state, lastManager, nodes, managers } = from.swarm;
    if (state !== 'active') warn('reset-swarm-locked', [state]);
    else if (lastManager) warn('reset-last-manager', [String(nodes ?? '')]);
    else if (role === 'manager') warn('reset-manager-leaves', [String(nodes ?? ''), String(managers ?? '')]);
    else warn('reset-worker-leaves', [role]);
  }
  warn(
    'running',
    from.containers.filter((row) => going.has(row.id) && isBusy(row)).map(({ name }) => name),
  );
  warn(
    'protected',
    keptFor('protected').map(({ name }) => name),
  );
  warn(
    'replacing',
    keptFor('replacing').map(({ name }) => name),
  );
  const needed = keptFor('needed');
  warn(
    'reset-needed',
    needed.filter(({ kind }) => kind !== 'plugin').map(({ name, for: by }) => `${name} (${by.join(', ')})`),
  );
  warn(
    'reset-plugin-volumes',
    needed.filter(({ kind }) => kind === 'plugin').map(({ name, for: by }) => `${name} (${by.join(', ')})`),
  );
  if (!ticks.has('swarm'))
    warn(
      'reset-tasks-stay',
      keptFor('task').map(({ name }) => name),
    );
  const frozen = new Set((await tools.frozen(signal))?.filter((id) => going.has(id)));
  warn(
    'reset-checkpoints',
    from.containers.filter(({ id }) => frozen.has(id)).map(({ name }) => name),
  );
  warn(
    'reset-trash',
    items
      .filter(({ name, tags }) => isTrashName(name) || tags?.some(isTrashTag) === true)
      .map(({ name }) => name),
  );
  const absent = [
    ...(ticks.has('build-cache') && from.cache === null ? ['build-cache'] : []),
    ...(ticks.has('plugins') && from.plugins === null ? ['plugins'] : []),
    ...(ticks.has('swarm') && from.swarm === null ? ['swarm'] : []),
  ];
  warn('reset-not-offered', absent);
  if (from.sizesLate) warnings.push({ kind: 'sizes-unknown', names: [] });
  return warnings;
}
