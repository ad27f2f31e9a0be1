import { type ReasonParams, reasonText as text } from './reason-text.ts';

/** Failures of checkpoints. */
export const checkpointReasons = {
  'checkpoint-refused': (p: ReasonParams) =>
    text(`${p.name} cannot be frozen: ${p.meaning}`, p.fix === '' ? undefined : p.fix),
  'restore-refused': (p: ReasonParams) =>
    text(`${p.name} cannot be restored: ${p.meaning}`, p.fix === '' ? undefined : p.fix),
  'checkpoint-exists': (p: ReasonParams) =>
    text(
      `${p.container} has a checkpoint "${p.name}" already.`,
      'Choose another name, or delete that checkpoint first.',
    ),
  'checkpoint-unknown': (p: ReasonParams) =>
    text(`${p.container} has no checkpoint "${p.name}".`, 'checkpoints.list tells those it has.'),
  'checkpoint-failed': (p: ReasonParams) =>
    text(
      `${p.container} could not be frozen: ${p.detail}`,
      'It runs on as before. checkpoints.preflight tells what stands in the way.',
    ),
  'checkpoint-no-room': (p: ReasonParams) =>
    text(
      `${p.container} holds ${p.needed} of memory, and ${p.directory} has room for ${p.free}.`,
      'The engine would write it only once the processes are gone, and lose what does not fit. Free some space, or name another folder.',
    ),
  'checkpoint-lost': (p: ReasonParams) =>
    text(
      `${p.container} was stopped, and its checkpoint could not be written: ${p.detail}`,
      'Its files and settings are as they were; what it had in memory is lost. Start it, and it begins afresh.',
    ),
  'checkpoint-busy': (p: ReasonParams) =>
    text(`${p.container} is being frozen or restored already.`, 'Wait until that is done.'),
  'checkpoint-policy': (p: ReasonParams) =>
    text(
      `The engine would start ${p.container} afresh as soon as it is frozen (${p.policy}), and does not let that be turned off.`,
      'Let it run on when you freeze it, or take its restart policy off yourself.',
    ),
  'checkpoint-auto-remove': (p: ReasonParams) =>
    text(
      `${p.container} removes itself when it stops (--rm): there would be nothing left to restore into.`,
      'Let it run on when you freeze it.',
    ),
  'checkpoint-still-running': (p: ReasonParams) =>
    text(
      `The engine says that it froze ${p.container}, and it still runs.`,
      'Look at its checkpoints and at the log of the engine before you stop it.',
    ),
  'checkpoint-not-copied': (p: ReasonParams) =>
    text(
      `The checkpoint "${p.name}" could not be copied to ${p.container}: ${p.detail}`,
      'Nothing of it was left there.',
    ),
  'checkpoint-criu-missing': () =>
    text(
      'CRIU, which freezes and thaws processes, is not installed on the machine of the engine.',
      'Install the package criu there (Debian: apt install criu) and try again.',
    ),
  'checkpoint-experimental': () =>
    text(
      'The engine runs without experimental features, and checkpoints are one.',
      'Put "experimental": true into daemon.json and restart the engine.',
    ),
  'checkpoint-directory': (p: ReasonParams) =>
    text(
      `The engine cannot write the folder ${p.directory}: ${p.detail}`,
      'Name a folder on the machine of the engine that it may write.',
    ),
  'checkpoint-running': (p: ReasonParams) =>
    text(
      `${p.container} is ${p.state}: the engine restores into stopped containers only.`,
      'Stop it first; what it has in memory now is lost by that. Or clone the checkpoint into another container.',
    ),
  'checkpoint-restore-failed': (p: ReasonParams) =>
    text(
      `${p.container} could not be restored from "${p.name}": ${p.detail}`,
      'It is stopped, and the checkpoint is still there. Started without it, it begins afresh.',
    ),
  'checkpoint-elsewhere': (p: ReasonParams) =>
    text(
      `A checkpoint in ${p.directory} must first be copied to its container, and Slipway cannot write the folders of this engine.`,
      'The engine takes no other folder for a restore. Run Slipway on the machine of the engine, as root.',
    ),
  'checkpoint-no-host': () =>
    text(
      'A checkpoint can be given to another container only by copying files in the folders of the engine, and Slipway cannot write them.',
      'No call of the engine does it. Run Slipway on the machine of the engine, as root.',
    ),
  'checkpoint-other-image': (p: ReasonParams) =>
    text(
      `${p.into} is made from another image or runs another command than ${p.container}.`,
      'A checkpoint needs the files and the program it was made with. Clone it into a new container instead.',
    ),
};
