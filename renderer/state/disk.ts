import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { ProtectedMark } from '../../shared/contract/disk.ts';
import type { DiskState } from '../../shared/contract/disk-usage.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { Words } from '../i18n/index.ts';
import { useStanding } from './connection.ts';
import { call, keepStream } from './link.ts';
import { usePlanDialog } from './plans.ts';
import { toast, toastError } from './toasts.ts';

/** A measurement this old is made anew when the page is opened. */
const staleMs = 60_000;

/** null before the first word. */
const useDiskState = create<{ state: DiskState | null }>()(() => ({ state: null }));

let viewers = 0;
let stream: { stop(): void } | null = null;
let mine: AbortController | null = null;
/** Something was changed since the measurement under way began. */
let changed = false;

/** Measures again; whoever watches is told. One that is under way will do. */
export function measureDisk(): void {
  mine ??= new AbortController();
  const own = mine;
  // Its outcome comes over the stream, a failure as well.
  void call('disk.usage', {}, { signal: own.signal }).then(() => {
    if (mine !== own) return;
    mine = null;
    if (!changed) return;
    changed = false;
    measureDisk();
  });
}

/** The same after something was changed: one that is under way may have begun before that, and is followed by another. */
export function measureChange(): void {
  changed = mine !== null || useDiskState.getState().state?.measuring != null;
  measureDisk();
}

/** Gives up the measurement that was asked for here. */
export function stopMeasuring(): void {
  mine?.abort();
  mine = null;
  changed = false;
}

/** What is known of the disk, followed while somebody looks; measured when it is not known or old. */
export function useDisk(): DiskState | null {
  const { state } = useDiskState();
  const standing = useStanding();
  useEffect(() => {
    viewers += 1;
    stream ??= keepStream('disk.watch', {}, (next) => useDiskState.setState({ state: next }));
    return () => {
      viewers -= 1;
      if (viewers > 0) return;
      stream?.stop();
      stream = null;
      // It may be another engine's by the time somebody looks again.
      useDiskState.setState({ state: null });
    };
  }, []);
  const asked = useRef(false);
  const known = state !== null;
  const measuredAt = state?.details?.usage.measuredAt;
  useEffect(() => {
    // Once at the opening, and again for another engine; from then on when somebody asks.
    if (standing !== 'ready') asked.current = false;
    if (standing !== 'ready' || !known || asked.current) return;
    asked.current = true;
    if (measuredAt === undefined || Date.now() - Date.parse(measuredAt) > staleMs) measureDisk();
  }, [standing, known, measuredAt]);
  const done = usePlanDialog((dialog) => dialog.phase === 'report');
  useEffect(() => {
    if (done) measureChange();
  }, [done]);
  return state;
}

type Markable = Pick<ProtectedMark, 'kind' | 'id' | 'name'>;

/** Marks objects, or takes their marks off; failures are told. */
export async function setProtected(objects: readonly Markable[], wanted: boolean): Promise<void> {
  let failure: { error: ApiError; name: string } | null = null;
  for (const { kind, id, name } of objects) {
    const result = wanted
      ? await call('disk.protect', { kind, id })
      : await call('disk.unprotect', { kind, id });
    if (!result.ok) failure = { error: result.error, name };
  }
  const [first] = objects;
  if (first === undefined) return;
  const key = `protect:${first.id}`;
  if (failure !== null) {
    const { name, error } = failure;
    toastError((words) => words.disk.notMarked(name), error, key);
    return;
  }
  const many = objects.length;
  const title = (words: Words) =>
    wanted ? words.disk.marked(first.name, many) : words.disk.unmarked(first.name, many);
  toast({ key, tone: 'done', title });
}
