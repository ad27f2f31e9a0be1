import type { OutcomeKey, PlanItem, PlanReason } from '../../../shared/contract/plans.ts';
import { contextKinds, contextWarnings } from './contexts.ts';
import { switchActions, switchKinds, switchOutcomes, switchReasons, switchWarnings } from './engine-plan.ts';
import { exportActions, exportOutcomes, exportPlanReasons, exportWarnings } from './export-plan.ts';
import { pruneOutcomes, pruneReasons, pruneWarnings } from './prune.ts';
import { replacementWarnings } from './replace.ts';
import { resetActions, resetKinds, resetOutcomes, resetReasons, resetWarnings } from './reset-plan.ts';
import {
  settingsActions,
  settingsKinds,
  settingsOutcomes,
  settingsPlanReasons,
  settingsWarnings,
} from './settings-plan.ts';
import { trashActions, trashOutcomes, trashPlanReasons } from './trash.ts';

const planReasons: Record<PlanReason, string> = {
  'asked-for': 'You selected it',
  'asked-for-running': 'You selected it; it is running and will be killed',
  'anonymous-volume-of': 'Anonymous volume of a container listed here',
  'replace-running': 'It is stopped once its replacement is made, and comes back if that is no good',
  'replace-stopped': 'It does not run, and neither will its replacement',
  'replaced-original': 'The original, once its replacement has taken its place. Its volumes stay',
  ...pruneReasons,
  ...trashPlanReasons,
  ...resetReasons,
  ...settingsPlanReasons,
  ...exportPlanReasons,
  ...switchReasons,
};

const planActions: Record<PlanItem['action'], string> = {
  ...trashActions,
  ...resetActions,
  ...exportActions,
  ...switchActions,
  ...settingsActions,
  remove: 'Remove',
  'stop-and-remove': 'Kill and remove',
  untag: 'Untag',
  replace: 'Replace',
};

const outcomes: Record<OutcomeKey, string> = {
  removed: 'Removed',
  untagged: 'Untagged',
  'already-gone': 'Was gone already',
  'now-running': 'Left alone: it is running now',
  'now-protected': 'Left alone: it is protected now',
  'now-replacing': 'Left alone: a replacement that is not settled needs it',
  'now-in-use': 'Left alone: it is in use now',
  replaced: 'Left alone: another object has this name now',
  swapped: 'Replaced',
  'swapped-restarts':
    'Replaced; the engine may start the original again: it would not take its restart policy off',
  'changed-since': 'Left alone: it is another since the plan was made',
  'put-back': 'Not replaced: the original is as it was',
  'put-back-pending': 'Not replaced: the original comes back when the engine answers',
  'put-back-failed': 'Not replaced, and the original could not be put back',
  'not-replaced': 'Left alone: it was not replaced',
  cancelled: 'Not reached: cancelled',
  unknown: 'Not known: the connection broke',
  failed: 'Failed',
  ...pruneOutcomes,
  ...trashOutcomes,
  ...resetOutcomes,
  ...settingsOutcomes,
  ...exportOutcomes,
  ...switchOutcomes,
};

const list = (names: readonly string[]): string =>
  names.length <= 6 ? names.join(', ') : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more`;

export const plan = {
  title: (what: string): string => `Plan: ${what}`,
  removeContainers: (count: number, volumes: number): string =>
    `remove ${count === 1 ? '1 container' : `${count} containers`}${
      volumes === 0 ? '' : volumes === 1 ? ' and 1 volume' : ` and ${volumes} volumes`
    }`,
  making: 'Working out what this would do…',
  execute: 'Execute plan',
  executing: 'Executing…',
  nothingYet: 'Nothing has been removed yet. Only what is listed here will be touched.',
  listed: 'What this plan touches',
  columns: { object: 'Object', why: 'Why', frees: 'Frees', action: 'Action', result: 'Result' },
  kinds: {
    container: 'Container',
    image: 'Image',
    volume: 'Volume',
    network: 'Network',
    'build-cache': 'Build cache',
    checkpoint: 'Checkpoint',
    certificate: 'Certificates',
    ...contextKinds,
    'registry-image': 'Image in a registry',
    ...resetKinds,
    ...switchKinds,
    ...settingsKinds,
  },
  reasons: planReasons,
  actions: planActions,
  outcomes,
  total: (count: number, size: string): string =>
    `${count === 1 ? '1 object' : `${count} objects`}, frees about ${size}`,
  totalUnknown: (count: number): string =>
    `${count === 1 ? '1 object' : `${count} objects`}; what it frees is not known`,
  withVolumes: 'Also their anonymous volumes',
  withRunning: 'Also running ones: they are killed',
  withRunningStopped: 'Also running ones: they are stopped',
  options: 'Options',
  warnings: {
    running: (names: readonly string[]): string => `Running, and will be killed: ${list(names)}`,
    protected: (names: readonly string[]): string => `Left out because protected: ${list(names)}`,
    replacing: (names: readonly string[]): string =>
      `Left out because a replacement that is not settled needs them: ${list(names)}`,
    'not-running-only': (names: readonly string[]): string => `Left out because running: ${list(names)}`,
    'tags-along': (names: readonly string[]): string =>
      `A registry deletes an image with all its tags. These go along: ${list(names)}`,
    'part-of': (names: readonly string[]): string =>
      `Left out because the tags in brackets, which stay, are made of them: ${list(names)}`,
    gone: (names: readonly string[]): string => `Left out because gone already: ${list(names)}`,
    'in-use': (names: readonly string[]) => `Left out because containers use them: ${list(names)}`,
    'built-on': (names: readonly string[]) =>
      `Left out because other images were built on them: ${list(names)}`,
    'not-keepable': (names: readonly string[]) =>
      `Left out because they run with --rm and would be gone as soon as they are stopped: ${list(names)}`,
    ...contextWarnings,
    ...replacementWarnings,
    ...pruneWarnings,
    ...resetWarnings,
    ...exportWarnings,
    ...switchWarnings,
    ...settingsWarnings,
  },
  reportTitle: 'Report',
  report: (done: number, skipped: number, failed: number): string =>
    `${done} done, ${skipped} skipped, ${failed} failed`,
  freed: (size: string): string => `${size} freed`,
  cancelledEarly: 'Cancelled before the end.',
  failed: 'The plan could not be made',
  notExecuted: 'The plan was not executed',
  unkept: 'It was done, but its report is not kept',
  unknownEnd: 'It is not known how the plan ended',
  unknownEndText: 'Part of it may have been done. Look at the list before you plan again.',
};

export const overview = {
  runningNow: 'Running',
  attention: 'Needs attention',
  stopped: 'Stopped',
  images: 'Images',
  volumes: 'Volumes',
  networks: 'Networks',
  byState: 'Containers by state',
  allWell: 'Nothing needs attention',
  allWellText: 'No container is unhealthy, restarting, dead or ended with an error.',
  noContainers: 'No containers yet',
  showAll: (count: number): string => `Show all ${count}`,
  engine: 'Engine',
  enginesFound: 'Engines found',
  ofAll: (count: number): string => `of ${count} in all`,
  onDisk: (size: string): string => `${size} on disk`,
  fields: {
    name: 'Name',
    version: 'Version',
    api: 'API',
    apiValue: (spoken: string, offered: string): string =>
      spoken === offered ? spoken : `${spoken} (engine offers ${offered})`,
    address: 'Address',
    system: 'System',
    kernel: 'Kernel',
    cpus: 'CPUs',
    memory: 'Memory',
    storage: 'Storage driver',
    logging: 'Log driver',
    cgroup: 'Cgroups',
    root: 'Data root',
  },
  cgroupValue: (version: string, driver: string): string => `v${version}, ${driver}`,
  warnings: 'What the engine warns of',
};

export const settings = {
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  language: 'Language',
  languageSystem: 'System',
  behaviour: 'Behaviour',
  notificationsPaused: 'Pause notifications',
  notificationsPausedText: 'Nothing pops up on the desktop until this is off again.',
  crashNotifications: 'Tell when a container crashes',
  crashNotificationsText:
    'As a notification on the desktop, as a message in a browser. Containers that are stopped on purpose are not told of.',
  closeToTray: 'Keep running in the tray',
  closeToTrayText: 'Closing the window leaves Slipway in the tray. Desktop only.',
  startup: 'Start-up and tray',
  startAtLogin: 'Start when I log in',
  startAtLoginText: 'Slipway opens with your session.',
  startAtLoginWeb: 'Not available in a browser: only the desktop program can start with your session.',
  sampling: 'Measuring',
  statsHistory: 'Keep figures on disk',
  statsHistoryText:
    'A day by the minute, at most 50 MB. Without it the charts show the last five minutes only. What is there stays until its day is over.',
  retention: 'How long things are kept',
  trashDays: 'Keep what is put into the trash for',
  days: (count: number): string => (count === 1 ? '1 day' : `${count} days`),
  keptReports: 'Keep reports of plans',
  reports: (count: number): string => `the last ${count}`,
  keptReportsText: 'The oldest go first, at the latest with the next report.',
  privacy: 'Privacy',
  privacyText:
    'Slipway sends nothing by itself: no telemetry, no crash reports, no search for updates, no account. What you see stays on this machine.',
  goesOut: 'What goes out, and only when you ask for it',
  goes: {
    engine: 'Requests to the engine you chose, which is another machine where its address is tcp or ssh.',
    images: 'Pulls and pushes: the engine asks the registry you name.',
    registries: 'Logins, browsing and the registry doctor: Slipway asks the registry you name.',
    links: 'Links you open, in your browser.',
  },
  where: 'Where things are',
  whereText: "Everything of Slipway's own is in this folder.",
  measuring: 'Measuring…',
  notMeasured: 'The folder could not be measured',
  measureAgain: 'Measure again',
  part: {
    settings: 'Settings, marks and schedules',
    reports: 'Reports of plans',
    trash: 'Book of the trash',
    history: 'Figures by the minute',
    plans: 'Plans and unfinished work',
    engine: 'Engine of Slipway, and backups of its settings',
    window: 'Window: cookies and caches of the page',
    other: 'Other',
  },
  partNote: (files: number): string => (files === 1 ? '1 file' : `${files} files`),
  atLeast: (size: string): string => `${size} or more`,
  total: 'In all',
  reveal: 'Show in the file manager',
  revealPart: (what: string): string => `Show in the file manager: ${what}`,
  notRevealed: 'It could not be shown',
  copyPath: (what: string): string => `path: ${what}`,
  folder: "Slipway's folder",
  file: 'Settings file',
  saved: 'Saved',
  notSaved: 'The setting was not saved',
  broken: (file: string): string =>
    `The settings file could not be read, so the defaults are used. The old one was kept at ${file}.`,
  keyboard: 'Keyboard',
  keys: {
    filter: 'Filter the list',
    move: 'Move between rows',
    widgets: 'Into a row and out of it',
    page: 'A page up or down',
    ends: 'First or last row',
    select: 'Select the row',
    range: 'Select a range',
    all: 'Select all',
    open: 'Open the details',
    menu: 'Actions of the row',
    rename: 'Rename',
    remove: 'Plan the removal',
    escape: 'Close, or clear',
  },
};
