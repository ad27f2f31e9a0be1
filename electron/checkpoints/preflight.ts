import type { Preflight } from '../../shared/contract/checkpoints.ts';
import { fail } from '../../shared/contract/failure.ts';
import { preflightOf } from '../../shared/model/checkpoint-checks.ts';
import type { Engine } from '../engine/engine.ts';
import { gatherFacts } from './facts.ts';
import { findSubject, type Subject } from './subject.ts';

/** What stands in the way, looked up now. */
export async function preflight(engine: Engine, id: string, signal: AbortSignal): Promise<Preflight> {
  const { client, host, raw } = await findSubject(engine, id, signal);
  return preflightOf(await gatherFacts(client, host, raw, { changes: true, signal }));
}

/** Refuses by the first thing that stands in the way. */
export async function refuseByPreflight(
  subject: Subject,
  side: 'create' | 'restore',
  signal: AbortSignal,
): Promise<void> {
  const { client, host, raw, name } = subject;
  // Comparing all its files can take minutes, and decides nothing.
  const { checks } = preflightOf(await gatherFacts(client, host, raw, { changes: false, signal }));
  const first = checks.find(
    ({ verdict, concerns }) => verdict === 'problem' && (concerns === side || concerns === 'both'),
  );
  if (first === undefined) return;
  const reason = side === 'create' ? 'checkpoint-refused' : 'restore-refused';
  throw fail(first.key === 'running' ? 'conflict' : 'unsupported', reason, {
    ...first.params,
    name,
    check: first.key,
    verdict: first.verdict,
    meaning: first.meaning,
    fix: first.fix,
  });
}
