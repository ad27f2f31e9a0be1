import type { SettingsSupervision, UnfinishedSettings } from '../../../shared/contract/daemon.ts';
import type { SettingsPlan } from '../../../shared/contract/settings-plan.ts';
import type { SettingGroup } from '../../../shared/model/daemon/key-type.ts';
import { type DaemonKey, daemonKeyNames, daemonKeys } from '../../../shared/model/daemon/keys.ts';
import { problemWords } from '../../../shared/model/daemon/problems.ts';

const list = (names: readonly string[]): string => names.join(', ');

const supervision: Record<SettingsSupervision, string> = {
  systemd: 'Looked after by systemd',
  own: "Slipway's own engine",
  process: 'Nothing that Slipway knows looks after it',
  none: 'Out of reach of Slipway',
};

const unfinished: Record<UnfinishedSettings['status'], string> = {
  pending: 'Slipway was ended while it applied settings. They are settled when it can reach the engine.',
  applied: 'Slipway was ended while it applied settings. They have been applied since.',
  'put-back':
    'Slipway was ended while it applied settings. The engine did not take them: those of before are back.',
  stuck:
    'Settings that were being applied could not be settled. Look at the file and at the log of the engine.',
};

const groups: Record<SettingGroup, string> = {
  general: 'General',
  registries: 'Registries',
  logs: 'Logs of containers',
  storage: 'Storage',
  network: 'Network',
  proxies: 'Proxies',
  containers: 'New containers',
  limits: 'Limits',
  access: 'Access',
  builds: 'Builds',
};

const apply: Record<SettingsPlan['apply'], string> = {
  start: 'The engine does not run: it is started with them.',
  reload: 'The engine takes them over while it runs (SIGHUP). No container stops.',
  restart: 'The engine is restarted.',
  write: 'Only the file is written: the engine takes them over when it starts.',
};

const texts = Object.fromEntries(daemonKeyNames.map((key) => [key, daemonKeys[key].text]));

/** The tab Engine settings of the page Machine. */
export const engineSettings = {
  planTitle: 'apply engine settings',
  planText:
    'Nothing has been written yet. Where the engine does not take the settings, those of before come back.',
  // Every key has its text: it is a field of its facts.
  keys: texts as Record<DaemonKey, string>,
  groups,
  problems: problemWords,
  supervision,
  unfinished,
  apply,
  notRead: 'The settings could not be read',
  reading: 'Reading the settings…',
  file: 'File',
  engine: 'Engine',
  engineDown: 'The engine does not answer',
  engineDownText: 'Its settings can be mended here all the same.',
  engineSaid: 'What it said last',
  noFile: 'There is no file yet: the engine runs with what it comes with.',
  views: 'View',
  form: 'Form',
  text: 'Text',
  textLabel: 'Text of daemon.json',
  loadingEditor: 'Loading the editor…',
  filter: 'Find a setting',
  clearFilter: 'Clear the search',
  noMatch: 'No setting fits.',
  live: 'Live',
  liveTip: 'The engine takes it over while it runs.',
  restart: 'Restart',
  restartTip: 'It takes effect when the engine restarts.',
  initial: (value: string): string => `Default: ${value}`,
  initialUnknown: 'Default: depends on the machine',
  none: 'none',
  inForce: (value: string): string => `In force: ${value}`,
  onCommandLine: (flag: string, value: string): string =>
    `Given by ${flag} on the command line as ${value}: it may not be in the file as well.`,
  tooNew: (since: string): string => `From version ${since} on`,
  gone: (until: string): string => `Only before version ${until}`,
  unset: 'Not set',
  yes: 'Yes',
  no: 'No',
  takeOut: (key: string): string => `Take ${key} out`,
  add: (key: string): string => `Add to ${key}`,
  removeEntry: (value: string, key: string): string => `Remove ${value} from ${key}`,
  entry: (key: string, place: number): string => `${key} ${place}`,
  entryName: (key: string, place: number): string => `Name ${place} in ${key}`,
  entryValue: (key: string, name: string): string => `${name} in ${key}`,
  poolBase: (place: number): string => `Base ${place}`,
  poolSize: (place: number): string => `Size ${place}`,
  inText: (key: string): string => `Edit ${key} in the text`,
  changed: 'Changed',
  changes: (count: number): string => (count === 1 ? '1 setting changed' : `${count} settings changed`),
  unchanged: 'Nothing changed',
  onlyLayout: 'Only white space or order changed',
  withRestart: 'The engine has to restart',
  withoutRestart: 'No restart needed',
  discard: 'Discard changes',
  review: 'Review plan',
  mendFirst: 'Mend the errors first.',
  notChanged: 'Change something first.',
  movedOn: 'The file was changed by somebody else meanwhile. Your changes are on top of what it was.',
  readAgain: 'Read it again',
  broken: 'The text is no valid object, so the form cannot show it.',
  toText: 'Mend the text',
  otherKeys: 'Further keys in the file',
  problemsTitle: 'What is wrong with it',
  stepsTitle: 'By hand',
  stepsText: 'Slipway cannot do this here. On the machine of the engine, as an administrator:',
  stepsRestart: 'Slipway can have this engine take over live settings. For the others, by hand:',
  effectiveTitle: 'In force',
  backups: 'Backups',
  backupsNone: 'Slipway keeps what was in the file each time it changes it.',
  backupAt: 'Made',
  backupKeys: 'Differs from the file in',
  backupSame: 'nothing',
  backupAbsent: 'There was no file',
  putBack: (name: string): string => `Put back ${name}`,
  putBackShort: 'Put back',
  planPath: 'File',
  planColumns: { key: 'Setting', before: 'Now', after: 'Then', effect: 'Takes effect' },
  planLabel: 'Settings that change',
  planStops: (names: readonly string[]): string => `These containers stop with the engine: ${list(names)}`,
  planStays: (names: readonly string[]): string =>
    `These containers go on running while the engine restarts (live-restore): ${list(names)}`,
  planStopsNone: 'No container runs that would stop.',
  planWait: (seconds: number): string =>
    `The engine has ${seconds} seconds to come back. If it does not, the settings of before are put back and it is started again.`,
  planByEngine: 'Checked by the engine itself (dockerd --validate).',
  planConfirm: 'A mirror does not answer.',
  absent: 'not set',
  reportSeen: (names: readonly string[]): string => `In force now, as the engine tells: ${list(names)}`,
  reportDifferent: (names: readonly string[]): string => `The engine tells another value for: ${list(names)}`,
  reportUntold: (names: readonly string[]): string => `The engine does not tell: ${list(names)}`,
  reportStopped: (names: readonly string[]): string => `Ran before and do not run now: ${list(names)}`,
  reportSaid: 'The engine said',
};
