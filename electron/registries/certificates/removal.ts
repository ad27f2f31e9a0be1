import { join } from 'node:path';
import { fail } from '../../../shared/contract/failure.ts';
import type { Plan, PlanItem } from '../../../shared/contract/plans.ts';
import type { PlaceKind, RegistryCertificates } from '../../../shared/contract/registry-certificates.ts';
import { fileFailure } from '../../docker-config/read-file.ts';
import type { Engine } from '../../engine/engine.ts';
import type { PlanExecutor, Plans, StepResult } from '../../plans/plans.ts';
import type { Certificates } from './certificates.ts';
import { digestOf, readInstalled } from './installed.ts';
import type { FoundPlace } from './places.ts';
import { removeSteps } from './steps.ts';

/** Parts of an item's id: none of them can hold this. */
const parting = '\n';

/** Lists the folders of registries that would go, with what is in them. */
export async function planRemoval(
  { certificates, engine, plans }: { certificates: Certificates; engine: Engine; plans: Plans },
  {
    registries,
    elevate,
  }: { registries: readonly { registry: string; place: PlaceKind }[]; elevate: boolean },
  signal: AbortSignal,
): Promise<Plan> {
  const engineId = await engine.engineId(signal);
  const { all, client } = await certificates.places(engineId, signal);
  const items: PlanItem[] = [];
  const gone: string[] = [];
  for (const { registry, place: kind } of registries) {
    const place = all.find((one) => one.kind === kind);
    const found = place === undefined ? null : await seen(place, registry);
    if (place === undefined || found === null || place.local === null) {
      gone.push(registry);
      continue;
    }
    if (place.access === 'none' || (place.access === 'elevate' && !elevate))
      throw fail(
        'permission-denied',
        'certificate-place-closed',
        { path: place.path },
        { action: { kind: 'copy', text: removeSteps(found.path, place, client.address) } },
      );
    const digest = await digestOf(join(place.local, registry));
    items.push({
      kind: 'certificate',
      id: [kind, registry, digest].join(parting),
      name: `${registry}: ${found.files.join(', ')}`,
      reason: 'Asked for.',
      reasonKey: 'asked-for',
      bytes: null,
      action: 'remove',
    });
  }
  if (items.length === 0) throw fail('not-found', 'all-gone');
  return plans.make({
    kind: 'registries.remove-certificates',
    engineId,
    items,
    warnings: gone.length > 0 ? [{ kind: 'gone', names: gone }] : [],
    params: { elevate },
  });
}

/** What nobody may look into cannot be listed in a plan. @throws permission-denied `certificate-file-refused` */
async function seen(place: FoundPlace, registry: string): Promise<RegistryCertificates | null> {
  try {
    return await readInstalled(place, registry, Date.now());
  } catch (thrown) {
    throw fileFailure(thrown, `${place.path}/${registry}`);
  }
}

export function removalExecutor(certificates: Certificates): PlanExecutor {
  return {
    kind: 'registries.remove-certificates',
    async step(item, params, signal, { plan: { engineId } }): Promise<StepResult> {
      const [kind = '', registry = '', digest = ''] = item.id.split(parting);
      const { all, client } = await certificates.places(engineId, signal);
      const place = all.find((one) => one.kind === kind);
      const found = place === undefined ? null : await seen(place, registry);
      if (place === undefined || place.local === null || found === null)
        return { outcome: 'skipped', outcomeKey: 'already-gone', detail: 'It was gone already.' };
      // Whatever it is by now, nobody agreed to lose it.
      if ((await digestOf(join(place.local, registry))) !== digest)
        return { outcome: 'skipped', outcomeKey: 'changed-since', detail: 'Its files changed meanwhile.' };
      const steps = removeSteps(found.path, place, client.address);
      const change = { name: registry, remove: found.files, add: [], unseen: 'refuse' } as const;
      await certificates.change(place, change, { elevate: params.elevate === true, steps, signal });
      return { outcome: 'done', outcomeKey: 'removed', detail: 'Removed.' };
    },
  };
}
