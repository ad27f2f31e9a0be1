import { create } from 'zustand';
import type { Container } from '../../shared/contract/containers.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { type ActionRequest, actOnOne, perform } from './container-actions.ts';
import { type ContainerAction, whyNot } from './container-rules.ts';
import { markInFlight } from './in-flight.ts';
import { dismissToast, toast } from './toasts.ts';

export interface BulkRow {
  id: string;
  name: string;
  outcome: 'waiting' | 'done' | 'unchanged' | 'failed';
  error?: ApiError;
}

export interface BulkRun {
  key: string;
  action: ContainerAction;
  rows: readonly BulkRow[];
}

interface BulkState {
  /** The run whose results are open. */
  open: string | null;
  runs: ReadonlyMap<string, BulkRun>;
}

export const useBulk = create<BulkState>()(() => ({ open: null, runs: new Map() }));

export function openBulk(key: string | null): void {
  useBulk.setState({ open: key });
}

const atOnce = 6;
const keptRuns = 5;
let lastRun = 0;

function setRun(run: BulkRun): void {
  useBulk.setState(({ runs }) => {
    const next = new Map(runs).set(run.key, run);
    const oldest = next.keys().next().value;
    if (next.size > keptRuns && oldest !== undefined) next.delete(oldest);
    return { runs: next };
  });
}

function tell(run: BulkRun): void {
  const { key, action, rows } = run;
  const settled = rows.filter((row) => row.outcome !== 'waiting').length;
  const failed = rows.filter((row) => row.outcome === 'failed').length;
  const total = rows.length;
  const over = settled === total;
  toast({
    key,
    tone: !over ? 'info' : failed > 0 ? 'problem' : 'done',
    title: ({ containers: words }) => {
      if (!over) return words.bulkDoing(words.doing[action], settled, total);
      return failed > 0
        ? words.bulkSome(words.done[action], total - failed, total)
        : words.bulkDone(words.done[action], total);
    },
    action: { label: (words) => words.containers.showResults, run: () => openBulk(key) },
    ...(over ? {} : { progress: settled / total }),
    sticky: !over || failed > 0,
  });
}

/** A run whose work is done elsewhere in one go: one message counts it, and keeps a result for each container. */
export function beginRun(
  action: ContainerAction,
  containers: readonly { id: string; name: string }[],
): { finish(results: readonly BulkRow[]): void; cancel(): void } {
  lastRun += 1;
  const key = `bulk-${lastRun}`;
  const show = (rows: readonly BulkRow[]) => {
    const run = { key, action, rows };
    setRun(run);
    tell(run);
  };
  show(containers.map(({ id, name }) => ({ id, name, outcome: 'waiting' })));
  return { finish: show, cancel: () => dismissToast(key) };
}

/** Acts on several containers, a few at a time; one message counts them, and keeps a result for each. */
export async function actOnMany(containers: readonly Container[], request: ActionRequest): Promise<void> {
  const apt = containers.filter((container) => whyNot(container, request.action) === null);
  const [only] = apt;
  if (only === undefined) return;
  if (apt.length === 1) {
    await actOnOne(only, request);
    return;
  }
  lastRun += 1;
  let run: BulkRun = {
    key: `bulk-${lastRun}`,
    action: request.action,
    rows: apt.map(({ id, name }) => ({ id, name, outcome: 'waiting' })),
  };
  const settle = (id: string, change: Partial<BulkRow>) => {
    run = { ...run, rows: run.rows.map((row) => (row.id === id ? { ...row, ...change } : row)) };
    setRun(run);
    tell(run);
  };
  setRun(run);
  tell(run);
  const queue = [...apt];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const clear = markInFlight([next.id], request.action);
      const result = await perform(next.id, request);
      clear();
      if (result.ok) settle(next.id, { outcome: result.value.changed ? 'done' : 'unchanged' });
      else settle(next.id, { outcome: 'failed', error: result.error });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
