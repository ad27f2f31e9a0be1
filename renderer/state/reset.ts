import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { ResetInventory, ResetObject, ResetTick } from '../../shared/contract/reset.ts';
import { call } from './link.ts';
import { openPlan, usePlanDialog } from './plans.ts';
import { usePolled } from './polled.ts';

/** Counting walks the engine's disk. */
const everyMs = 60_000;

interface Chosen {
  ticks: ReadonlySet<ResetTick>;
  /** Keys of what is to be kept. */
  keep: ReadonlySet<string>;
}

/** What is ticked; it stays while one looks at another page. */
export const useChosen = create<Chosen>()(() => ({ ticks: new Set(), keep: new Set() }));

export const keepKey = ({ kind, id }: Pick<ResetObject, 'kind' | 'id'>): string => `${kind}:${id}`;

function toggled<T>(set: ReadonlySet<T>, one: T, on: boolean): ReadonlySet<T> {
  const next = new Set(set);
  if (on) next.add(one);
  else next.delete(one);
  return next;
}

export function tick(one: ResetTick, on: boolean): void {
  useChosen.setState(({ ticks }) => ({ ticks: toggled(ticks, one, on) }));
}

export function tickThese(ticks: readonly ResetTick[]): void {
  useChosen.setState({ ticks: new Set(ticks) });
}

export function keepObject(object: Pick<ResetObject, 'kind' | 'id'>, on: boolean): void {
  useChosen.setState(({ keep }) => ({ keep: toggled(keep, keepKey(object), on) }));
}

/** Asks for the plan of what is ticked, without what went meanwhile or is not ticked any more. */
export function planReset({ objects, counts }: ResetInventory): void {
  const { ticks, keep } = useChosen.getState();
  const offered = counts.filter(({ tick: one, notOffered }) => ticks.has(one) && notOffered === null);
  void openPlan({
    kind: 'reset',
    input: {
      ticks: offered.map(({ tick: one }) => one),
      keep: objects
        .filter((one) => keep.has(keepKey(one)) && ticks.has(one.tick))
        .map(({ kind, id }) => ({ kind, id })),
    },
  });
}

/** What there is, counted again from time to time and after each plan that was executed. */
export function useInventory(): { inventory: ResetInventory | null; error: ApiError | null; read(): void } {
  const { value, error, read } = usePolled('reset inventory', everyMs, (signal) =>
    call('reset.inventory', {}, { signal }),
  );
  const latest = useRef(read);
  latest.current = read;
  useEffect(
    () =>
      usePlanDialog.subscribe(({ phase }) => {
        if (phase === 'report') latest.current();
      }),
    [],
  );
  return { inventory: value, error, read };
}
