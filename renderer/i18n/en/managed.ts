import type { ManagedId, ManagedState } from '../../../shared/contract/managed.ts';

/** Words of the tab Engine of the page Machine. */
export const managed = {
  planTitle: (kind: 'managed.stop' | 'managed.restart'): string =>
    kind === 'managed.stop' ? 'stop the engine' : 'restart the engine',
  planText: (liveRestore: boolean, restart: boolean): string =>
    liveRestore
      ? 'Containers go on running (live-restore); nothing can be asked of them until the engine is back.'
      : restart
        ? 'Running containers stop. Those with a restart policy start again with the engine.'
        : 'Running containers stop. Nothing is deleted.',
  names: {
    system: 'Engine of the system',
    user: 'Rootless engine',
    own: 'Slipway’s own engine',
    process: 'Engine of another program',
  } satisfies Record<ManagedId, string>,
  byWhom: {
    system: (unit: string): string => `systemd looks after it (${unit})`,
    user: (unit: string): string => `your own systemd looks after it (${unit})`,
    own: (_unit: string): string => 'Slipway looks after it; it goes on when Slipway is closed',
    process: (_unit: string): string => 'Nobody that Slipway knows looks after it',
  } satisfies Record<ManagedId, (unit: string) => string>,
  ownedElsewhere: 'Another Slipway looks after it, and is asked to do what you ask here.',
  inUse: 'In use',
  which: 'Engines of this machine',
  states: {
    stopped: 'Stopped',
    starting: 'Starting',
    running: 'Running',
    stopping: 'Stopping',
    crashed: 'Crashed',
    failed: 'Failed',
  } satisfies Record<ManagedState['status'], string>,
  slow: 'It takes longer than usual and is waited for.',
  until: (seconds: number): string => `It is given up after ${seconds} s.`,
  said: 'Its log says:',
  again: (attempt: number, seconds: number): string =>
    seconds > 0
      ? `Started again in ${seconds} s (attempt ${attempt})`
      : `Being started again (attempt ${attempt})`,
  exit: {
    heading: 'How it ended',
    asked: 'It was stopped in good order.',
    code: (code: number): string => `It ended by itself with exit code ${code}.`,
    signal: (signal: string): string => `It was killed by ${signal}.`,
    oom: 'It was killed because the machine had no memory left.',
    unseen: 'It ended while no Slipway was there to see how.',
  },
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  startEngine: 'Start engine',
  more: 'Log and settings',
  starting: 'It is being started.',
  started: (name: string): string => `${name} runs`,
  crashedNotice: (name: string): string => `${name} ended by itself`,
  failedNotice: (name: string): string => `${name} does not start`,
  places: 'Where things are',
  fields: {
    address: 'Address',
    process: 'Process',
    user: 'Runs as',
    program: 'Program',
    arguments: 'Arguments',
    config: 'Settings',
    data: 'Data',
    log: 'Log file',
  },
  byHand: 'By hand',
  byHandText: 'Where Slipway is not given the rights, run this in a terminal.',
  settings: 'Starting',
  onDemand: 'Start the engine when Slipway opens and none answers',
  onDemandText: 'What you stopped yourself stays stopped until Slipway is opened again.',
  atLogin: 'Start it at login',
  atLoginText: {
    system: 'systemd starts it with the machine.',
    user: 'systemd starts it with your session.',
    own: 'Your desktop starts it with your session.',
    process: 'Nobody starts it.',
  } satisfies Record<ManagedId, string>,
  binary: 'Program for Slipway’s own engine',
  binaryText: 'A path to dockerd. Empty: the one on the PATH.',
  startSeconds: 'Seconds a start may take',
  startSecondsText: (least: number, most: number): string =>
    `${least} to ${most}. An engine that does not answer by then is ended.`,
  log: 'Log',
  logEmpty: 'The log is empty.',
  logEnded: 'The log cannot be read',
  noEngines: 'No engine on this machine',
  noEnginesText: 'The doctor beside this tab installs one, or tells how.',
};
