import type { Language } from '../../../shared/model/desktop-words.ts';
import type { DurationUnit } from '../../../shared/model/durations.ts';

const durations: Record<DurationUnit, string> = {
  second: 's',
  minute: 'min',
  hour: 'h',
  day: 'd',
  week: 'wk',
  month: 'mo',
  year: 'y',
};

const duration = (count: number, unit: DurationUnit): string => `${count} ${durations[unit]}`;

export const common = {
  /** Of these words. */
  language: 'en' as Language,
  skipToContent: 'Skip to content',
  mainNavigation: 'Main',
  pages: {
    overview: 'Overview',
    checkpoints: 'Checkpoints',
    reset: 'Reset data',
    containers: 'Containers',
    projects: 'Projects',
    registries: 'Registries',
    disk: 'Disk',
    events: 'Events',
    images: 'Images',
    inspect: 'Inspect',
    logs: 'Logs',
    machine: 'Machine',
    run: 'New container',
    stats: 'Stats',
    settings: 'Settings',
  },
  duration,
  /** Of an age such as `3 min`. */
  agoText: (age: string): string => `${age} ago`,
  none: 'None',
  unknown: 'Unknown',
  cancel: 'Cancel',
  close: 'Close',
  dismiss: 'Dismiss',
  details: 'Details',
  tryAgain: 'Try again',
  copy: 'Copy',
  copyThis: (what: string): string => `Copy ${what}`,
  copied: 'Copied',
  copyDetails: 'Copy details',
  copyFailed: 'The clipboard could not be written.',
  loading: 'Loading',
  notifications: 'Notifications',
  commandToRun: 'Command to run',
  engineSaid: 'The engine said',
  show: 'Show',
  crashed: 'This page ran into an error',
  crashedHint: 'The rest of Slipway still works. Copy the details for a report, then try again.',
  notBuilt: 'This page does not exist.',
  toOverview: 'Go to Overview',
};
