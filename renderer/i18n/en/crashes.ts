import { crashWords } from '../../../shared/model/crash-words.ts';

export const crashes = {
  words: crashWords.en,
  lately: 'Crashed lately',
  count: (count: number): string => `${count} times`,
  dismissAll: 'Dismiss all',
  notDismissed: 'The crash was not dismissed',
  card: (name: string): string => `Crash of ${name}`,
  ran: (time: string): string => `ran for ${time}`,
  restartsItself: 'The engine starts it again by itself',
  missed: 'It happened while Slipway was not connected',
  removed: 'The container is gone',
  facts: { exit: 'Exit code', memory: 'Memory', restarts: 'Restarts', engine: 'Engine says', image: 'Image' },
  outOfMemory: 'Ran out',
  lastLines: (count: number): string => (count === 1 ? 'Last line' : `Last ${count} lines`),
  noLines: 'It wrote nothing.',
  health: 'Health check at its end',
  logs: 'Logs',
  inspect: 'Inspect',
  dismiss: 'Dismiss',
  startAgain: 'Start again',
  named: (action: string, name: string): string => `${action} ${name}`,
  more: (name: string): string => `What is known of the crash of ${name}`,
};

export const health = {
  title: 'Health check',
  states: { starting: 'Starting', healthy: 'Healthy', unhealthy: 'Unhealthy' },
  failing: (count: number): string => (count === 1 ? '1 failure in a row' : `${count} failures in a row`),
  probes: 'Last probes',
  noProbes: 'No probe has run yet.',
  columns: { at: 'Time', took: 'Took', exit: 'Exit code', output: 'Output' },
  notRead: 'The health check could not be read',
  milliseconds: (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`),
};
