import { type ReasonParams as Params, reasonText as text } from './reason-text.ts';

/** Failures of a reset of the data, and of plans that need a word typed. */
export const resetReasons = {
  'confirm-needed': (p: Params) =>
    text(
      `This plan is executed only with the word "${p.word}".`,
      'Type it as it is shown. On the command line give it with --confirm.',
    ),
  'plan-file-unwritable': (p: Params) =>
    text(
      `The plan could not be written to ${p.path}: ${p.detail}.`,
      'It is made all the same; leave the file out to have it printed.',
    ),
  'proof-unreadable': (p: Params) =>
    text(
      `Nothing was removed: the settings, which are to stay, could not be read first (${p.detail}).`,
      'Without that nothing could be proved afterwards. The plan can be executed once they can be read.',
    ),
  'settings-late': (p: Params) =>
    text(
      `The settings files could not be read within ${p.seconds} s.`,
      'They may lie on a disk that does not answer.',
    ),
  'reset-nothing': () =>
    text(
      'There is nothing to remove.',
      'Everything of the kinds that are ticked is gone already, or is kept.',
    ),
  'reset-keep-unknown': (p: Params) =>
    text(`There is no ${p.kind} ${p.id} to keep.`, 'It may be gone. Look at the inventory again.'),
  'tasks-linger': (p: Params) =>
    text(
      `Tasks of removed services still run: ${p.names}.`,
      'The swarm stops them when it can. Plan the reset again in a moment.',
    ),
  'demote-failed': () =>
    text(
      'This node did not become a worker in time, and has not left the swarm.',
      'Demote it from another manager (docker node demote), then plan the reset again.',
    ),
  'will-not-die': (p: Params) =>
    text(
      `${p.name} does not die: the engine could not kill it within ${p.seconds} s.`,
      'A process of it hangs in the kernel, as on a dead network disk. Free that, or restart the machine, then plan the reset again.',
    ),
};
