import type { AlertRule } from '../../../shared/contract/stats-alerts.ts';

/** A rule as it is typed: figures as text, memory in MiB. */
export interface RuleDraft {
  pattern: string;
  metric: AlertRule['metric'];
  threshold: string;
  forSeconds: string;
}

export const metrics = ['cpu', 'memory', 'memoryBytes'] as const satisfies readonly AlertRule['metric'][];

const mebibyte = 1024 * 1024;

export const newDraft: RuleDraft = { pattern: '*', metric: 'cpu', threshold: '80', forSeconds: '60' };

export function draftOf({ pattern, metric, threshold, forSeconds }: AlertRule): RuleDraft {
  const shown = metric === 'memoryBytes' ? threshold / mebibyte : threshold;
  return { pattern, metric, threshold: String(shown), forSeconds: String(forSeconds) };
}

export type RuleFault = 'pattern' | 'threshold' | 'forSeconds';

/** Pure: the rule that a draft says, or which of its fields say none. */
export function ruleOf(draft: RuleDraft): Omit<AlertRule, 'id' | 'enabled'> | readonly RuleFault[] {
  const pattern = draft.pattern.trim();
  const typed = Number(draft.threshold.trim().replace(',', '.'));
  const threshold = draft.metric === 'memoryBytes' ? Math.round(typed * mebibyte) : typed;
  const forSeconds = Number(draft.forSeconds.trim());
  const faults: RuleFault[] = [];
  if (pattern === '' || pattern.length > 200) faults.push('pattern');
  if (draft.threshold.trim() === '' || !(threshold > 0) || threshold > Number.MAX_SAFE_INTEGER)
    faults.push('threshold');
  if (!Number.isInteger(forSeconds) || forSeconds < 5 || forSeconds > 86_400) faults.push('forSeconds');
  return faults.length > 0 ? faults : { pattern, metric: draft.metric, threshold, forSeconds };
}
