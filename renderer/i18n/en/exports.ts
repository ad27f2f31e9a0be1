import type { AppStay, ExportKind, LeftOutWhy } from '../../../shared/contract/reset-export.ts';

const kinds: Record<ExportKind, string> = {
  volumes: 'Volumes with their data',
  networks: 'Definitions of networks',
  containers: 'Definitions of containers',
  swarm: 'Definitions in the swarm',
};

const kindNotes: Record<ExportKind, string> = {
  volumes: 'Each as a tar, with modes, owners, links and extended attributes',
  networks: 'Driver, addresses, options and labels',
  containers: 'All settings, their environment among them. Images are named, not saved',
  swarm:
    'Services, secrets and configs, to be read: they are not imported, and no engine tells what is in a secret',
};

const whys: Record<LeftOutWhy, string> = {
  image: 'Images, which are named and not saved',
  'secret-data': 'Content of secrets',
  'data-unreadable': 'Data that could not be read; only the definition is there',
  attributes: 'Extended attributes other than capabilities: Slipway had only the API',
  'changed-meanwhile': 'Volumes that changed while they were read',
  task: 'Tasks, which their services make again',
  asked: 'What was left out on purpose',
};

const stays: Record<AppStay, string> = {
  protected: 'what is protected',
  plans: 'plans',
  reports: 'reports',
  trash: 'the trash',
  schedules: 'prune schedules',
  checkpoints: 'notes on checkpoints',
  replacements: 'replacements that are not settled',
  history: 'recorded figures',
};

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const exports = {
  title: 'Export first',
  text: 'Writes the data of this engine into a folder, from which it can be imported again. Nothing is removed.',
  folder: 'Folder for the export',
  folderNote: 'On the machine where Slipway runs; it must not exist yet, or be empty.',
  folderWrong: 'An absolute path, such as /home/me/export.',
  what: 'What is exported',
  kinds,
  kindNotes,
  start: 'Export',
  running: (folder: string): string => `Exporting to ${folder}`,
  progress: (done: number, total: number, size: string): string => `${done} of ${total}, ${size} written`,
  beginning: 'Reading what there is…',
  cancel: 'Cancel export',
  failed: 'Nothing was exported',
  done: 'Exported',
  doneWithout: (count: number): string =>
    `Exported without the data of ${counted(count, 'volume', 'volumes')}`,
  doneText: (counts: Record<ExportKind, number>, size: string): string =>
    `${[
      counted(counts.volumes, 'volume', 'volumes'),
      counted(counts.networks, 'network', 'networks'),
      counted(counts.containers, 'container', 'containers'),
      ...(counts.swarm > 0 ? [counted(counts.swarm, 'swarm object', 'swarm objects')] : []),
    ].join(', ')}; ${size} in all.`,
  where: 'Folder',
  checksum: 'Checksum',
  checksumNote: 'Keep it apart from the folder: an import can compare it.',
  notIn: 'Not in it',
  whys,
  importTitle: 'Import',
  importText:
    'Checks every file of an export, then shows what would be made here. What has the same name stays as it is.',
  importFolder: 'Folder of an export',
  importFolderNote: 'On the machine where Slipway runs: the one in which manifest.json is.',
  expected: 'Checksum, if you have it',
  expectedNote: 'As the export told it. An export with another is refused.',
  expectedWrong: '64 digits from 0 to 9 and a to f.',
  startThem: 'Start containers that ran',
  preview: 'Check and preview',
  checking: 'Checking every file…',
  notImported: 'Nothing was imported',
  holds: (at: string, engine: string): string => `Exported ${at} from ${engine}`,
  planTitle: (count: number): string => (count === 1 ? 'import 1 object' : `import ${count} objects`),
  planTitleEmpty: 'import',
  planText: 'Every file of the export is as it was written. Nothing was made yet.',
  planNone: 'There is nothing to make.',
  columnData: 'Data',
  total: (count: number, size: string): string =>
    `${count === 1 ? '1 object' : `${count} objects`}, ${size} of data`,
  appTitle: 'Reset the settings of Slipway',
  appText:
    'Theme, language, columns, alerts, the chosen engine and the rest on this page go back to what a new Slipway has. Data of engines is not touched.',
  appStays: (what: readonly string[]): string => `What stays: ${what.join(', ')}.`,
  stays,
  appChanged: (count: number): string =>
    count === 0
      ? 'All settings are as a new Slipway has them.'
      : count === 1
        ? '1 setting is changed.'
        : `${count} settings are changed.`,
  appReset: 'Reset settings',
  appUndo: 'Undo reset',
  appBackup: (at: string): string => `Reset ${at}. What they were is kept:`,
  appUndoNote: 'Undo puts all of it back, in place of what was changed since.',
  appNothing: 'Nothing is changed',
  appFailed: 'The settings were not reset',
  appUndoFailed: 'The reset was not undone',
  appUnread: 'The settings could not be read',
  appDone: 'The settings are reset',
  appUndone: 'The settings are back',
};
