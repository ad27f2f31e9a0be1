import { useEffect, useState } from 'react';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import type { Plan } from '../../../../shared/contract/plans.ts';
import { call } from '../../../state/link.ts';
import { usePlanDialog } from '../../../state/plans.ts';
import { type RulesForm, rulesOf } from './rules.ts';

export interface Preview {
  /** The last one that could be made, also while the next is. */
  plan: Plan | null;
  error: ApiError | null;
  looking: boolean;
  again(): void;
}

/** Somebody who types is waited for. */
const quietMs = 300;

/** What the rules would take now: asked again when they change, and after a plan was executed. */
export function usePreview(form: RulesForm): Preview {
  const [shown, setShown] = useState<Omit<Preview, 'again'>>({ plan: null, error: null, looking: true });
  const [turn, setTurn] = useState(0);
  const reported = usePlanDialog((state) => state.phase === 'report');

  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn and a report ask again for the same rules
  useEffect(() => {
    const rules = rulesOf(form);
    if (rules === null) {
      setShown({ plan: null, error: null, looking: false });
      return;
    }
    const controller = new AbortController();
    const { signal } = controller;
    setShown((before) => ({ ...before, looking: true }));
    const timer = setTimeout(async () => {
      const result = await call('disk.plan', rules, { signal });
      // It is only looked at: the plan that is executed is made when it is asked for.
      if (result.ok) void call('plans.discard', { id: result.value.id });
      if (signal.aborted) return;
      if (result.ok) setShown({ plan: result.value, error: null, looking: false });
      else setShown((before) => ({ ...before, error: result.error, looking: false }));
    }, quietMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [form, turn, reported]);

  return { ...shown, again: () => setTurn((before) => before + 1) };
}
