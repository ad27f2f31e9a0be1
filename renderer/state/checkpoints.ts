import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { Checkpoint, CheckpointList, Preflight, Restored } from '../../shared/contract/checkpoints.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { InputOf } from '../../shared/contract/index.ts';
import type { Words } from '../i18n/index.ts';
import { call } from './link.ts';
import { openPlan, usePlanDialog } from './plans.ts';
import { usePolled } from './polled.ts';
import { toast, toastError } from './toasts.ts';

/** Slipway's own work shows at once; what others do, and ages, a little later. */
const everyMs = 15_000;
const preflightEveryMs = 10 * 60_000;

/** Grows with each work of this page on checkpoints: what shows them reads them again at once. */
const useChanges = create<{ count: number }>()(() => ({ count: 0 }));
const changed = () => useChanges.setState(({ count }) => ({ count: count + 1 }));

/** The key of a row: a container has at most one checkpoint of a name in each folder. */
export const checkpointKey = ({ containerId, name, directory }: Checkpoint): string =>
  [containerId, name, directory ?? ''].join('\n');

/** E.g. `before-it of web`. */
export function nameOfCheckpoint({ name, containerName, containerId }: Checkpoint, words: Words): string {
  return words.checkpoints.rowName(name, containerName ?? containerId.slice(0, 12));
}

/** Asks for a plan that deletes these. */
export function planCheckpointRemoval(checkpoints: readonly Checkpoint[]): void {
  void openPlan({
    kind: 'checkpoints.remove',
    checkpoints: checkpoints.map(({ containerId, name, directory }) => ({
      containerId,
      name,
      ...(directory === null ? {} : { directory }),
    })),
  });
}

/** Checkpoints of a container, or of all with '', read again and again while the page is seen. */
export function useCheckpoints(containerId: string): {
  list: CheckpointList | null;
  error: ApiError | null;
  read(): void;
} {
  const { value, error, read } = usePolled(`checkpoints ${containerId}`, everyMs, (signal) =>
    call('checkpoints.list', containerId === '' ? {} : { id: containerId }, { signal }),
  );
  const latest = useRef(read);
  latest.current = read;
  useEffect(() => {
    const stops = [
      useChanges.subscribe(() => latest.current()),
      usePlanDialog.subscribe(({ phase, ...state }) => {
        if (phase === 'report' && 'plan' in state && state.plan.kind === 'checkpoints.remove')
          latest.current();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return { list: value, error, read };
}

/** What stands in the way of a checkpoint of a container; asked anew when its state changes. */
export function usePreflight(
  containerId: string,
  state: string,
): { preflight: Preflight | null; error: ApiError | null; read(): void } {
  const { value, error, read } = usePolled(`preflight ${containerId} ${state}`, preflightEveryMs, (signal) =>
    call('checkpoints.preflight', { id: containerId }, { signal }),
  );
  return { preflight: value, error, read };
}

/** Freezes a container; answers why not. */
export async function freeze(name: string, input: InputOf<'checkpoints.create'>): Promise<ApiError | null> {
  const result = await call('checkpoints.create', input);
  changed();
  if (!result.ok) return result.error;
  toast({ tone: 'done', title: (words) => words.checkpoints.created(name) });
  return null;
}

function tell(restored: Restored): void {
  const { outcome, name, attempts, restartPolicy } = restored;
  toast({
    tone: outcome === 'resumed' ? 'done' : outcome === 'fresh' ? 'problem' : 'warning',
    title: (words) => words.checkpoints.outcome[outcome](name),
    detail: (words) =>
      [
        words.checkpoints.attempts(attempts),
        restartPolicy === null ? '' : words.checkpoints.policyBack(restartPolicy),
      ]
        .filter((line) => line !== '')
        .join(' '),
  });
}

/** Starts a stopped container from its checkpoint, and says whether it really went on. */
export async function restore({ containerId, containerName, name, directory }: Checkpoint): Promise<void> {
  const shown = containerName ?? containerId.slice(0, 12);
  const key = `restore ${containerId}`;
  toast({ key, tone: 'info', title: (words) => `${words.checkpoints.restoring} ${shown}` });
  const input = { id: containerId, name, ...(directory === null ? {} : { directory }) };
  const result = await call('checkpoints.restore', input);
  changed();
  if (result.ok) tell(result.value);
  else toastError((words) => words.checkpoints.notRestored(shown), result.error);
}

/** Copies a checkpoint to another container; answers why not. */
export async function cloneInto(
  { containerId, name, directory }: Checkpoint,
  into: string,
  start: boolean,
): Promise<ApiError | null> {
  const input = { id: containerId, name, into, start, ...(directory === null ? {} : { directory }) };
  const result = await call('checkpoints.clone', input);
  changed();
  if (!result.ok) return result.error;
  if (start) tell(result.value);
  else toast({ tone: 'done', title: (words) => words.checkpoints.copied(into) });
  return null;
}
