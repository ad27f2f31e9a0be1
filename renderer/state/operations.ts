import { create } from 'zustand';
import type { ApiError } from '../../shared/contract/errors.ts';
import type {
  Operation,
  OperationLine,
  ReportSummary,
  StoredReport,
} from '../../shared/contract/operations.ts';
import { call, keepStream, openStream } from './link.ts';

interface OperationsState {
  list: readonly Operation[];
  /** Whether the drawer is open. */
  open: boolean;
  reports: readonly ReportSummary[] | null;
  reportsError: ApiError | null;
  /** The report that is shown. */
  shown: StoredReport | null;
}

export const useOperations = create<OperationsState>()(() => ({
  list: [],
  open: false,
  reports: null,
  reportsError: null,
  shown: null,
}));

/** Follows long work for the life of the page. */
export function followOperations(): void {
  keepStream('operations.watch', {}, (list) => {
    const over = (one: readonly Operation[]) => one.filter(({ finishedAt }) => finishedAt !== null).length;
    const before = useOperations.getState();
    useOperations.setState({ list });
    // One more is over: there is a report more.
    if (before.open && over(list) !== over(before.list)) void readReports();
  });
}

export function openOperations(open: boolean): void {
  useOperations.setState({ open });
  if (open) void readReports();
}

/** Reads the list of kept reports again. */
export async function readReports(): Promise<void> {
  const result = await call('operations.reports', {});
  if (result.ok) useOperations.setState({ reports: result.value, reportsError: null });
  else useOperations.setState({ reportsError: result.error });
}

/** Shows a kept report; what was unknown in it is settled by asking for it. */
export async function openReport(id: string): Promise<ApiError | null> {
  const result = await call('operations.report', { id });
  if (!result.ok) return result.error;
  useOperations.setState({ shown: result.value });
  return null;
}

export function closeReport(): void {
  useOperations.setState({ shown: null });
}

/** Stops an operation before its next item. */
export async function stopOperation(id: string): Promise<ApiError | null> {
  const result = await call('operations.cancel', { id });
  return result.ok ? null : result.error;
}

export async function forgetOperation(id: string): Promise<void> {
  // One that is forgotten already is off the list all the same.
  await call('operations.forget', { id });
}

/** Tells each line of an operation until `stop`; starts over when the link was cut. */
export function followLog(id: string, told: (lines: readonly OperationLine[]) => void): { stop(): void } {
  const lines: OperationLine[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    told([...lines]);
  };
  const stream = openStream(
    'operations.log',
    { id },
    {
      item: (line) => {
        lines.push(line);
        timer ??= setTimeout(tell, 100);
      },
      done: tell,
    },
  );
  return {
    stop: () => {
      clearTimeout(timer);
      stream?.cancel();
    },
  };
}
