import { type ReasonParams, reasonText as text } from './reason-text.ts';

/** Failures of export, import and the reset of the app's own settings. */
export const exportReasons = {
  'export-folder-relative': (p: ReasonParams) =>
    text(`"${p.folder}" is no absolute path.`, 'Name the folder from the root on, such as /home/me/export.'),
  'export-folder-full': (p: ReasonParams) =>
    text(
      `There is something in ${p.folder} already.`,
      'Nothing was written. Name a folder that is not there yet, or an empty one.',
    ),
  'export-folder-unusable': (p: ReasonParams) =>
    text(
      `Nothing can be written to ${p.folder}: ${p.detail}.`,
      'Name a folder that the user Slipway runs as may write; the folder above it must be there.',
    ),
  'export-disk-full': (p: ReasonParams) =>
    text(
      `There is no room left for the export in ${p.folder}.`,
      'What was written is removed again. Free some space, choose another disk, or leave large volumes out.',
    ),
  'export-nothing': () =>
    text('There is nothing to export.', 'Of the kinds that were asked for, the engine has none.'),
  'import-none': (p: ReasonParams) =>
    text(
      `${p.folder} holds no export: ${p.detail}.`,
      'Name the folder in which manifest.json is. An export that was cut off has none.',
    ),
  'import-newer': (p: ReasonParams) =>
    text(`This export is of version ${p.version}, which this Slipway does not read.`, 'Update Slipway.'),
  'import-missing': (p: ReasonParams) =>
    text(
      `The export is not whole: ${p.file} is missing.`,
      'Nothing was imported. Copy the folder again from where it was made.',
    ),
  'import-altered': (p: ReasonParams) =>
    text(
      `${p.file} is not what was exported: its checksum is another.`,
      'Nothing was imported from it. Copy the folder again from where it was made.',
    ),
  'import-nothing': () =>
    text(
      'Nothing of this export can be made here.',
      'All of it is there already, or this engine cannot have it.',
    ),
  'import-left': (p: ReasonParams) =>
    text(
      `${p.detail} The container ${p.name} is there but not whole, and could not be removed again: ${p.second}`,
      'Remove it by hand before you import again.',
    ),
  'export-running': (p: ReasonParams) =>
    text(
      `An export of this engine is under way, to ${p.folder}.`,
      'Nothing was removed, and the plan stays. Wait until the export is over, or cancel it.',
    ),
  'volume-tar-odd': (p: ReasonParams) =>
    text(
      `The data of ${p.volume} is not what an export holds: ${p.detail}.`,
      'Nothing of it was written. Import only from folders that you trust.',
    ),
  'volume-owners': (p: ReasonParams) =>
    text(
      `Podman's API keeps no owners of files, and Slipway cannot read the disk of this engine: the data of ${p.volume} is left alone.`,
      'Run Slipway on the machine of the engine, as the user the engine runs as.',
    ),
  'volume-tar-failed': (p: ReasonParams) =>
    text(`tar could not go through the files of ${p.volume}: ${p.detail}`, 'Look at the disk of the engine.'),
  'settings-backup-broken': (p: ReasonParams) =>
    text(
      `What the reset kept cannot be read whole, or not at all: ${p.path}.`,
      'Nothing was changed and the file stays. Put it right by hand, then undo again.',
    ),
  'no-settings-backup': () =>
    text('There is nothing to undo.', 'The settings were not reset, or that was undone already.'),
};
