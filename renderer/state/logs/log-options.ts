import { create } from 'zustand';
import { changeSettings, useSettings } from '../settings.ts';
import type { LogQuery } from './log-stream.ts';

export const logRanges = ['any', '5m', '1h', '24h', 'between'] as const;
export type LogRange = (typeof logRanges)[number];
export const logTails = ['100', '1000', '10000', 'all'] as const;

/** How logs are read and shown. Kept while other pages are shown. */
export interface LogOptions {
  tail: LogQuery['tail'];
  range: LogRange;
  /** Local times as a date field has them; empty: open. */
  from: string;
  to: string;
  stdout: boolean;
  stderr: boolean;
  times: boolean;
  wrap: boolean;
  onlyMatches: boolean;
}

export const useLogOptions = create<LogOptions>()(() => ({
  tail: '1000',
  range: 'any',
  from: '',
  to: '',
  stdout: true,
  stderr: true,
  times: true,
  wrap: false,
  onlyMatches: false,
}));

export function setLogOptions(change: Partial<LogOptions>): void {
  useLogOptions.setState(change);
}

const isoOf = (local: string): string | undefined => {
  const ms = local === '' ? Number.NaN : new Date(local).getTime();
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
};

/** The beginning and end of a range as the contract takes them. */
export function rangeTimes({ range, from, to }: LogOptions): {
  since: string | undefined;
  until: string | undefined;
} {
  switch (range) {
    case 'any':
      return { since: undefined, until: undefined };
    case '5m':
    case '1h':
    case '24h':
      return { since: range, until: undefined };
    case 'between':
      return { since: isoOf(from), until: isoOf(to) };
  }
}

const mostHidden = 200;

/** Hides all of a container's lines up to a time, or shows them again (null); remembered. */
export function hideUpTo(ids: readonly string[], nano: string | null): void {
  const { logsHiddenUpTo: before = {} } = useSettings.getState().settings ?? {};
  const others = Object.entries(before).filter(([id]) => !ids.includes(id));
  const added = nano === null ? [] : ids.map((id) => [id, nano] as const);
  void changeSettings({ logsHiddenUpTo: Object.fromEntries([...others, ...added].slice(-mostHidden)) });
}
