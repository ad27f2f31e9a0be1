import type { Plan } from '../../../shared/contract/plans.ts';
import type { CheckedPruneRules } from '../../../shared/contract/prune.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Plans } from '../../plans/plans.ts';
import type { Protection } from '../../plans/protection.ts';
import { chooseItems } from './choose.ts';
import { readRules } from './rules.ts';
import { survey } from './survey.ts';

/**
 * Lists what the rules let go of, and why. Nothing is touched.
 * @param wanted the id of the one engine it is for; otherwise the one in use
 * @throws conflict `plan-other-engine`, and what `readRules` and the engine do
 */
export async function planPrune(
  engine: Engine,
  plans: Plans,
  protection: Protection,
  rules: CheckedPruneRules,
  signal: AbortSignal,
  wanted?: string,
): Promise<Plan> {
  // Wrong rules are told without an engine.
  readRules(rules, Date.now());
  const engineId = wanted ?? (await engine.engineId(signal));
  const client = await engine.clientOf(engineId, signal);
  const filter = readRules(rules, engine.connection.clock.now() ?? Date.now());
  await protection.load();
  const found = await survey(engine, client, filter, signal);
  // Also what these use stays: it is not enough that the plan itself leaves them out.
  const held = await plans.held('disk.prune', engineId);
  const { items, warnings } = chooseItems(
    found,
    filter,
    (kind, id) => protection.has(engineId, kind, id),
    ({ id, name }) => held.has(id) || held.has(name),
  );
  const { buildCache, untilMs } = filter;
  const params = { allCache: buildCache === 'all', ...(untilMs === null ? {} : { untilMs }) };
  return plans.make({ kind: 'disk.prune', engineId, items, warnings, params });
}
