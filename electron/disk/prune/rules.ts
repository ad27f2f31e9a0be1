import { fail } from '../../../shared/contract/failure.ts';
import type { CheckedPruneRules, PruneKind } from '../../../shared/contract/prune.ts';
import { hasLabel, isLabelFilter } from '../../../shared/model/labels.ts';
import { parseSize } from '../../../shared/model/sizes.ts';
import { engineTime } from '../../engine/times.ts';

/** Rules as the planner works with them. */
export interface PruneFilter {
  kinds: ReadonlySet<PruneKind>;
  images: 'dangling' | 'all';
  volumes: 'anonymous' | 'all';
  buildCache: 'unused' | 'all';
  /** Made (build cache: last used) after this is left, ms since the epoch by the engine's clock; null: any age. */
  untilMs: number | null;
  /** Labels are asked for: what has none is left. */
  wantsLabels: boolean;
  keepBytes: number | null;
  fits(labels: Readonly<Record<string, string>>): boolean;
}

/**
 * Checks what a schema cannot.
 * @param nowMs by the engine's clock: ages count back from it
 * @throws invalid-input `time-malformed`, `label-malformed`, `size-malformed`, `keep-without-cache`
 */
export function readRules(rules: CheckedPruneRules, nowMs: number): PruneFilter {
  const { label, labelNot, until, keepStorage } = rules;
  for (const value of [...label, ...labelNot])
    if (!isLabelFilter(value)) throw fail('invalid-input', 'label-malformed', { value });
  const keepBytes = typeof keepStorage === 'string' ? parseSize(keepStorage) : (keepStorage ?? null);
  if (keepBytes === null && keepStorage !== undefined)
    throw fail('invalid-input', 'size-malformed', { value: String(keepStorage) });
  const kinds = new Set(rules.kinds);
  if (keepBytes !== null && !kinds.has('build-cache')) throw fail('invalid-input', 'keep-without-cache');
  return {
    kinds,
    images: rules.images,
    volumes: rules.volumes,
    buildCache: rules.buildCache,
    untilMs: until === undefined ? null : Number(engineTime(until, nowMs)) * 1000,
    wantsLabels: label.length > 0,
    keepBytes,
    // The engine leaves what has all of the labels that must not be there; here one is enough.
    fits: (labels) =>
      label.every((one) => hasLabel(labels, one)) && !labelNot.some((one) => hasLabel(labels, one)),
  };
}
