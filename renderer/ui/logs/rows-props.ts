import type { HTMLAttributes, ReactNode } from 'react';
import type { LogRow } from '../../state/logs/log-store.ts';
import type { ShownRows } from './use-rows.ts';

/** What a list of log rows needs, whether its rows have one height or not. */
export interface RowsProps
  extends Pick<
    HTMLAttributes<HTMLDivElement>,
    'role' | 'aria-label' | 'aria-live' | 'tabIndex' | 'onKeyDown' | 'onClick'
  > {
  rows: ShownRows;
  /** Stay at the end. */
  follow: boolean;
  onFollow(follow: boolean): void;
  render(row: LogRow): ReactNode;
}

export interface RowsHandle {
  /** Scrolls a row into sight. */
  show(index: number): void;
  /** Index of the last row that is wholly in sight. */
  lastInSight(): number;
  focus(): void;
}
