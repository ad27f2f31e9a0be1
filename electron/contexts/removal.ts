import { access } from 'node:fs/promises';
import { fail } from '../../shared/contract/failure.ts';
import type { Plan, PlanItem } from '../../shared/contract/plans.ts';
import { readContexts } from '../engine/contexts.ts';
import type { PlanExecutor, Plans, StepResult } from '../plans/plans.ts';
import { listContexts } from './listing.ts';
import { checkName, isAbsent } from './places.ts';
import type { ContextTools } from './tools.ts';
import { forgetCurrent } from './use.ts';

/** Parts of an item's id: none of them can hold this. */
const parting = '\n';

/**
 * Lists the contexts with their TLS files.
 * @throws in-use `context-current` for the one in use unless it is forced, not-found `context-unknown`
 */
export async function planRemoval(
  tools: ContextTools,
  plans: Plans,
  { names, force }: { names: readonly string[]; force: boolean },
): Promise<Plan> {
  const { contexts } = await listContexts(tools.engine, tools.env);
  const items: PlanItem[] = [];
  const used: string[] = [];
  for (const name of new Set(names)) {
    checkName(name);
    const row = contexts.find((one) => one.name === name);
    const digest = await tools.store.digest(name);
    if (row === undefined || digest === null) throw fail('not-found', 'context-unknown', { context: name });
    if (row.current || row.inUse) {
      if (!force) throw fail('in-use', 'context-current', { context: name });
      used.push(name);
    }
    const common = { reason: 'Asked for.', reasonKey: 'asked-for', bytes: null, action: 'remove' } as const;
    items.push({ kind: 'context', id: [name, digest].join(parting), name, ...common });
    for (const { path } of row.tlsFiles)
      items.push({ kind: 'context-file', id: [name, path].join(parting), name: path, ...common });
  }
  return plans.make({
    kind: 'contexts.remove',
    engineId: '',
    items,
    warnings: used.length > 0 ? [{ kind: 'context-in-use', names: used }] : [],
    params: { force },
  });
}

export function removalExecutor(tools: ContextTools): PlanExecutor {
  return {
    kind: 'contexts.remove',
    ofMachine: true,
    async step(item, params): Promise<StepResult> {
      const [name = '', what = ''] = item.id.split(parting);
      if (item.kind === 'context-file') return fileStep(what);
      const digest = await tools.store.digest(name);
      if (digest === null) return gone;
      if (digest !== what)
        return { outcome: 'skipped', outcomeKey: 'changed-since', detail: 'It changed meanwhile.' };
      const { current } = await readContexts(tools.env);
      if (current === name) {
        if (params.force !== true)
          return { outcome: 'skipped', outcomeKey: 'now-in-use', detail: 'It is the current one now.' };
        await forgetCurrent(tools.config, name);
      }
      return (await tools.store.remove(name)) ? removed : gone;
    },
    finished: async () => tools.engine.chooser.follow(),
  };
}

const gone: StepResult = {
  outcome: 'skipped',
  outcomeKey: 'already-gone',
  detail: 'It was gone already.',
};
const removed: StepResult = { outcome: 'done', outcomeKey: 'removed', detail: 'Removed.' };

/** A file goes with its context, whose item stands before it: only whether it went is looked at. */
async function fileStep(path: string): Promise<StepResult> {
  try {
    await access(path);
  } catch (thrown) {
    if (isAbsent(thrown)) return removed;
    throw thrown;
  }
  return { outcome: 'skipped', outcomeKey: 'left', detail: 'Left, as its context was.' };
}
