import { type ReasonParams, reasonText as text } from './reason-text.ts';

/** Failures about the settings of the engine. */
export const daemonReasons = {
  'daemon-podman': () =>
    text(
      'Podman has no daemon.json: its settings are in containers.conf, storage.conf and registries.conf.',
      'Edit /etc/containers/containers.conf, or ~/.config/containers/containers.conf without root. Each command reads them anew.',
    ),
  'daemon-out-of-reach': (p: ReasonParams) =>
    text(
      `The settings of the engine at ${p.address} are out of reach: its process is not to be found on this machine.`,
      'Follow the steps that are shown on the machine it runs on.',
    ),
  'daemon-file-unreadable': (p: ReasonParams) =>
    text(
      `${p.path} could not be read (${p.detail}).`,
      'Look at the file and its permissions on the machine of the engine.',
    ),
  'daemon-file-closed': (p: ReasonParams) =>
    text(`Slipway may not write ${p.path}.`, 'Follow the steps that are shown as an administrator.'),
  'daemon-file-changed': (p: ReasonParams) =>
    text(
      `${p.path} was changed by somebody else since it was read.`,
      'Nothing was written. Read it again and make your change once more.',
    ),
  'daemon-invalid': (p: ReasonParams) =>
    text(`An engine would not take these settings: ${p.detail}`, 'Nothing was written. Mend what is named.'),
  'daemon-no-change': () =>
    text('These settings are the same as those in the file.', 'There is nothing to apply.'),
  'daemon-broken-text': (p: ReasonParams) =>
    text(
      `${p.path} holds no valid object, so no single key of it can be changed.`,
      'Mend its text first, or put a backup back.',
    ),
  'daemon-restart-by-hand': (p: ReasonParams) =>
    text(
      `${p.keys} takes effect only when the engine restarts, and nothing that Slipway knows looks after this engine.`,
      'Write the file and restart the engine by hand, as the steps show. What is taken over live can be applied here.',
    ),
  'daemon-start-by-hand': () =>
    text(
      'The engine does not run, and nothing that Slipway knows looks after it.',
      'Write the file and start the engine by hand, as the steps show.',
    ),
  'daemon-busy': (p: ReasonParams) =>
    text(
      `Another Slipway is applying settings to ${p.path}.`,
      'Wait until that is done, and read them again.',
    ),
  'daemon-not-written': (p: ReasonParams) =>
    text(
      `${p.path} could not be written (${p.detail}). It is as it was.`,
      'Look at the free space and the permissions there.',
    ),
  'daemon-not-backed-up': (p: ReasonParams) =>
    text(
      `The settings could not be backed up to ${p.path} (${p.detail}). Nothing was changed.`,
      'Look at the free space and the permissions of that folder.',
    ),
  'daemon-refused': (p: ReasonParams) =>
    text(`The engine refused the settings: ${p.said}`, 'The settings of before are in place again.'),
  'daemon-late': (p: ReasonParams) =>
    text(
      `The engine did not come back within ${p.seconds} s. Last it said: ${p.said}`,
      'The settings of before are in place again.',
    ),
  'daemon-put-back-failed': (p: ReasonParams) =>
    text(
      `The engine does not run with the new settings, and the old ones could not be put back: ${p.detail}`,
      'What was in the file is kept as a backup. Look at the log of the engine.',
    ),
  'daemon-more-run': (p: ReasonParams) =>
    text(
      `These containers run by now, and would stop as well: ${p.names}.`,
      'Nothing was changed. Plan it again to see all that stops.',
    ),
  'daemon-no-backup': (p: ReasonParams) =>
    text(`There is no backup ${p.id} of these settings.`, 'daemon.get lists those there are.'),
};
