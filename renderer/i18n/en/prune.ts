import { contextGroups, contextRemoval } from './contexts.ts';
import { switchOperations } from './engine-plan.ts';
import { exportOperations } from './export-plan.ts';
import { resetGroups } from './reset-plan.ts';
import { settingsKinds, settingsOperations } from './settings-plan.ts';

/** Parts of the words of the plan dialog that a prune adds. */
export const pruneReasons = {
  'container-stopped': 'It does not run',
  'container-never-started': 'It was never started',
  'container-dead': 'It is dead',
  'network-unused': 'No container uses it, running or stopped',
  'volume-anonymous': 'It has no name, and no container uses it',
  'volume-unused': 'No container uses it, running or stopped',
  'image-dangling': 'It has no tag, and no container uses it',
  'image-unused': 'No container uses it',
  'used-by-listed': 'Only containers that are listed here use it',
  'cache-unused': 'No build uses it now',
  'cache-over': 'Used least of what is over the size to keep',
  'cache-shared': 'No build uses it now; an image has the same layers, so it takes no room of its own',
};

const list = (names: readonly string[]): string =>
  names.length <= 6 ? names.join(', ') : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more`;

export const pruneWarnings = {
  'networks-needed': (names: readonly string[]): string =>
    `Kept, since stopped containers need them to start again: ${list(names)}`,
  'volumes-without-age': (): string =>
    'Volumes are left out: the engine does not tell since when they are unused. Plan them without an age.',
  'cache-without-labels': (): string => 'Build cache is left out: it has no labels.',
  'cache-unsupported': (): string => 'Build cache is left out: this engine does not list it.',
  'swarm-networks': (names: readonly string[]): string =>
    `Kept, since they belong to the swarm: ${list(names)}`,
  'sizes-unknown': (): string => 'The engine was too slow with some sizes; they are shown as –.',
};

export const pruneOutcomes = {
  'not-reached': 'Not reached: the engine went away',
  'now-tagged': 'Left alone: it has a tag now',
  'still-there': 'Not removed: the engine went away before',
};

const things = (count: number): string => (count === 1 ? '1 object' : `${count} objects`);

export const prune = {
  planTitle: (count: number): string => `free disk space, ${things(count)}`,
  planTitleEmpty: 'free disk space',
  groups: {
    engine: 'Engine',
    container: 'Containers',
    network: 'Networks',
    volume: 'Volumes',
    image: 'Images',
    'build-cache': 'Build cache',
    checkpoint: 'Checkpoints',
    certificate: 'Certificates',
    ...contextGroups,
    'registry-image': 'Images in a registry',
    ...resetGroups,
    ...settingsKinds,
  },
  search: 'Search in the list',
  found: (found: number, all: number): string => `${found} of ${all}`,
  lastUsed: 'Last used',
  goOn: 'Go on in the background',
  progress: (done: number, total: number): string => `${done} of ${total} done`,
  estimated: (size: string): string => `${size} estimated`,
  notMeasured: 'what it freed is not known',
  settledAt: (at: string): string => `Looked up ${at}`,
  usedBy: (names: readonly string[]): string => `Used by ${list(names)}`,
  taskNames: (names: readonly string[]): string =>
    `Tasks that came after the plan went with it: ${names.join(', ')}`,
  lostNames: (names: readonly string[]): string => `It may be without these names now: ${names.join(', ')}`,

  form: 'What may go',
  kinds: {
    containers: 'Stopped containers',
    networks: 'Unused networks',
    volumes: 'Unused volumes',
    images: 'Unused images',
    'build-cache': 'Build cache',
  },
  kindNotes: {
    containers: 'What they wrote is lost. Their volumes stay.',
    networks: 'Those that stopped containers need stay.',
    volumes: 'What is in them is lost for good.',
    images: 'They can be pulled or built again.',
    'build-cache': 'The next build takes longer.',
  },
  imagesChoice: 'Which images',
  imagesChoices: { dangling: 'Without a tag', all: 'All that no container has' },
  volumesChoice: 'Which volumes',
  volumesChoices: { anonymous: 'Without a name', all: 'All, also named ones' },
  cacheChoice: 'Which build cache',
  cacheChoices: { unused: 'What no image shares', all: 'All that is not in use' },
  only: 'Only what is',
  until: 'Older than',
  untilNote: 'Such as 24h, 7d or 2026-01-31. Empty: any age.',
  label: 'With the labels',
  labelNot: 'Without the labels',
  labelNote: 'key or key=value, with blanks between them',
  keep: 'Build cache that may stay',
  keepNote: 'Such as 10GB. Empty: none.',
  preview: 'What would go',
  looking: 'Looking…',
  lookAgain: 'Look again',
  review: 'Review plan',
  nothingChosen: 'Choose at least one kind.',
  nothingTitle: 'Nothing to free',
  nothingText: 'Nothing on this engine fits these rules.',
  chooseTitle: 'Nothing is chosen',
  failed: 'What would go could not be worked out',
  sum: (count: number, size: string): string => `${things(count)}, about ${size}`,
  sumUnknown: (count: number): string => `${things(count)}; how much that is, is not known`,
  safe: 'Nothing is removed before you execute the plan. Objects you protected and the trash are never touched.',
};

export const schedule = {
  add: 'New schedule',
  edit: 'Edit',
  remove: 'Remove',
  planNow: 'Plan now',
  named: (action: string, name: string): string => `${action} ${name}`,
  title: 'Schedules',
  newTitle: 'New schedule',
  editTitle: (name: string): string => `Edit ${name}`,
  text: 'Slipway frees space by these rules while it runs, and keeps a report of each run.',
  save: 'Save schedule',
  name: 'Name',
  nameMissing: 'Give it a name.',
  enabled: 'Runs by itself',
  off: 'Off',
  every: 'Runs',
  everyChoices: { hours: 'Every few hours', day: 'Every day', week: 'Every week' },
  hours: 'Hours between runs',
  hoursWrong: 'A whole number from 1 to 720.',
  at: 'At',
  atWrong: 'A time of day such as 03:30.',
  day: 'On',
  days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  when: {
    hours: (hours: number): string => (hours === 1 ? 'Every hour' : `Every ${hours} hours`),
    day: (at: string): string => `Every day at ${at}`,
    week: (day: string, at: string): string => `Every ${day} at ${at}`,
  },
  olderThan: (age: string): string => `older than ${age}`,
  withLabels: (labels: string): string => `with ${labels}`,
  withoutLabels: (labels: string): string => `without ${labels}`,
  keeps: (size: string): string => `keeps ${size} of build cache`,
  next: 'Next run',
  last: 'Last run',
  never: 'not yet',
  report: 'Report',
  runFailed: 'The last run failed',
  missed: (count: number, at: string): string =>
    count === 1
      ? `A run at ${at} was missed: Slipway did not run, or had another engine. It is not made up for.`
      : `${count} runs were missed, the last at ${at}: Slipway did not run, or had another engine. They are not made up for.`,
  engine: 'Engine',
  otherEngine: 'of another engine: it runs only while that one is in use',
  emptyTitle: 'No schedules',
  emptyText:
    'Let Slipway free space regularly, by age and label. Volumes are left alone unless you choose them.',
  failed: 'The schedules could not be read',
  notSaved: 'The schedule was not saved',
  removed: (name: string): string => `${name} was removed`,
  volumesWarning: 'Volumes go without anybody looking: what is in them is lost for good.',
  cron: 'Without Slipway running, cron can do the same:',
};

export const operations = {
  title: 'Activity',
  open: (running: number): string => (running === 0 ? 'Activity' : `Activity: ${running} running`),
  close: 'Close activity',
  running: 'Now and lately',
  reports: 'Earlier reports',
  none: 'Nothing is under way.',
  noReports: 'No reports yet. Each prune, removal and replacement leaves one here.',
  kinds: {
    'containers.remove': (count: number, subject: string): string =>
      subject === '' ? `Remove ${things(count)}` : `Remove ${subject}`,
    'containers.replace': (_count: number, subject: string): string => `Replace ${subject}`,
    'disk.prune': (_count: number, subject: string): string =>
      subject === '' ? 'Free disk space' : `Free disk space: ${subject}`,
    'images.remove': (count: number, subject: string): string =>
      subject === '' ? `Remove ${things(count)}` : `Remove ${subject}`,
    reset: (): string => 'Reset data',
    ...exportOperations,
    ...switchOperations,
    ...settingsOperations,
    'images.pull': (_count: number, subject: string): string => `Pull ${subject}`,
    'images.push': (_count: number, subject: string): string => `Push ${subject}`,
    'images.load': (_count: number, subject: string): string => `Load ${subject}`,
    'machine.install': (_count: number, subject: string): string => `Install ${subject}`,
    'trash.put': (count: number, subject: string): string =>
      subject === '' ? `Put ${things(count)} into the trash` : `Put ${subject} into the trash`,
    'trash.empty': (): string => 'Empty the trash',
    'registries.delete': (count: number, subject: string): string =>
      `Delete ${subject === '' ? (count === 1 ? 'an image' : `${count} images`) : subject} from a registry`,
    'contexts.remove': contextRemoval,
    'checkpoints.remove': (count: number): string =>
      count === 1 ? 'Delete a checkpoint' : `Delete ${count} checkpoints`,
    'registries.remove-certificates': (count: number): string =>
      count === 1
        ? 'Remove the certificates of a registry'
        : `Remove the certificates of ${count} registries`,
  },
  states: {
    running: 'Running',
    stopping: 'Stopping',
    done: 'Done',
    failed: 'Not all done',
    cancelled: 'Cancelled',
  },
  origins: { person: 'by hand', 'command-line': 'from the command line', schedule: 'by schedule' },
  counts: (done: number, skipped: number, failed: number): string =>
    [
      `${done} done`,
      ...(skipped > 0 ? [`${skipped} left alone`] : []),
      ...(failed > 0 ? [`${failed} failed`] : []),
    ].join(', '),
  unknown: (count: number): string => `${count} unknown`,
  progress: 'Progress',
  cancel: 'Cancel',
  showLog: 'Log',
  hideLog: 'Hide log',
  report: 'Report',
  forget: 'Dismiss',
  named: (action: string, title: string): string => `${action}: ${title}`,
  reportTitle: (what: string): string => `Report: ${what}`,
  freed: (size: string): string => `${size} freed`,
  readFailed: 'The reports could not be read',
  reportFailed: 'The report could not be read',
  cancelFailed: 'It was not cancelled',
};
