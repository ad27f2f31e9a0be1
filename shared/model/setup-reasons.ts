import { type ReasonParams as Params, reasonText as text } from './reason-text.ts';

/** What can go wrong while an engine, or what it lacks, is installed. */
export const setupReasons = {
  'setup-no-apt': (p: Params) =>
    text(
      `Slipway installs engines on Debian and Ubuntu only; this is ${p.system}.`,
      'Follow the steps for this system on the page Machine.',
    ),
  'setup-installed': (p: Params) =>
    text(
      `There is an engine already: ${p.engine}. Another could push it out, with all that runs on it.`,
      'Start that one, on the page Machine under Engine.',
    ),
  'setup-no-package': (p: Params) =>
    text(
      `The sources of packages have no ${p.package}.`,
      'Choose a mirror that has the whole distribution, or mend /etc/apt/sources.list.',
    ),
  'setup-failed': (p: Params) =>
    text(
      `The command ended with a fault: ${p.detail}`,
      'Its log is among the operations. Run it by hand to see more.',
    ),
  'setup-by-hand': (_p: Params) =>
    text('It takes an administrator, and none could be asked for.', 'Run the command in a terminal.'),
  'setup-late': () =>
    text(
      'Nobody gave the rights of an administrator in time, or the work did not end.',
      'Check this machine again before you repeat it.',
    ),
  'setup-not-proposed': (p: Params) =>
    text(`Nothing proposes ${p.fix} any more.`, 'Check this machine again: it may be done already.'),
};
