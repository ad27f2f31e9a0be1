import type { LogGapReason, LogMark } from '../../../shared/contract/logs.ts';

const number = (count: number): string => count.toLocaleString('en-GB');
const lines = (count: number): string => (count === 1 ? '1 line' : `${number(count)} lines`);

const gapReasons: Record<LogGapReason, string> = {
  rotated: 'the engine no longer has them',
  slow: 'they came faster than they could be shown',
};

const marks: Record<LogMark['kind'], (name: string) => string> = {
  started: (name) => `${name} started`,
  stopped: (name) => `${name} stopped; waiting for it to start`,
  removed: (name) => `${name} was removed`,
  lost: () => 'The connection to the engine was lost',
  resumed: () => 'Connected again; reading on where it stopped',
  failed: (name) => `The log of ${name} cannot be read`,
};

export const logs = {
  title: 'Logs',
  of: (names: string): string => `Logs of ${names}`,
  action: 'Logs',
  lines,
  tooMany: (most: number): string => `At most ${most} logs are read together`,
  noneChosen: 'No container is chosen',
  noneChosenText: 'Select containers in the list and choose Logs, to read several logs as one.',
  empty: 'Nothing has been written yet',
  emptyText: 'Lines appear here as the container writes them.',
  emptyEnded: 'Nothing was written in this range.',
  someHidden: 'Earlier lines are hidden',
  ended: 'The end',
  noMatch: 'No line matches',
  failed: 'The log cannot be read',
  waiting: 'Waiting for Slipway; reading on by itself',
  gap: (count: number | null, reason: LogGapReason): string =>
    count === null
      ? `Lines may be missing here: ${gapReasons[reason]}`
      : `${lines(count)} missing here: ${gapReasons[reason]}`,
  mark: (mark: LogMark['kind'], name: string): string => marks[mark](name),
  truncated: (size: string): string => `… ${size} in all`,
  stderr: 'err',
  stderrWord: 'written to stderr',

  search: 'Search in the log',
  searchPlaceholder: 'Search (regular expression)',
  clearSearch: 'Clear search',
  badPattern: 'Not a regular expression',
  matches: (at: number | null, count: number): string =>
    count === 0 ? 'No match' : at === null ? `${number(count)} found` : `${number(at)} of ${number(count)}`,
  next: 'Next match',
  previous: 'Previous match',
  onlyMatches: 'Show only matches',
  allLines: 'Show all lines',

  follow: 'Follow',
  following: 'Following',
  paused: 'Paused',
  tail: 'Lines to load',
  tails: { '100': 'Last 100', '1000': 'Last 1,000', '10000': 'Last 10,000', all: 'All lines' },
  range: 'Time range',
  ranges: {
    any: 'Any time',
    '5m': 'Last 5 min',
    '1h': 'Last hour',
    '24h': 'Last 24 h',
    between: 'Between…',
  },
  from: 'From',
  to: 'To',
  view: 'View',
  stdout: 'stdout',
  stderrChannel: 'stderr',
  timestamps: 'Times',
  wrap: 'Wrap long lines',
  hide: 'Hide what is here',
  unhide: 'Show hidden lines',
  save: 'Save to a file',
  copy: 'Copy',
  copyLines: (count: number): string => `Copy ${lines(count)}`,
  copied: (count: number): string => `${lines(count)} copied`,
  keys: 'Shift with the arrow keys selects lines, Ctrl+A all of them, Ctrl+C copies.',
};
