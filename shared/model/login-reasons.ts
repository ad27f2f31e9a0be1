import { type ReasonParams, reasonText as text } from './reason-text.ts';

/** Failures of logging in to registries and of looking into them. */
export const loginReasons = {
  'docker-config-damaged': (p: ReasonParams) =>
    text(
      `${p.path} cannot be read: ${p.detail}. It is left as it is.`,
      'Mend it by hand, or move it away: the docker CLI cannot read it either.',
    ),
  'docker-config-entry': (p: ReasonParams) =>
    text(
      `What ${p.path} keeps for ${p.key} cannot be read.`,
      'Log in there again, or log out to have it taken out.',
    ),
  'docker-config-unreadable': (p: ReasonParams) =>
    text(`You may not read ${p.path} (${p.detail}).`, 'Check whose it is and its permissions.'),
  'docker-config-unwritable': (p: ReasonParams) =>
    text(
      `${p.path} could not be written (${p.detail}). It is as it was.`,
      'Check the permissions of its folder and the free space.',
    ),
  'docker-config-busy': (p: ReasonParams) =>
    text(`Another program keeps writing ${p.path}.`, 'Wait until it is done, then try again.'),
  'helper-missing': (p: ReasonParams) =>
    text(
      `The credential helper ${p.helper} is not installed.`,
      'config.json names it. Install it, put it on PATH, or take it out of credsStore and credHelpers.',
    ),
  'helper-hangs': (p: ReasonParams) =>
    text(
      `The credential helper ${p.helper} did not end within ${p.seconds} s (${p.action}).`,
      'It may wait for a keychain to be unlocked. Unlock it and try again.',
    ),
  'helper-failed': (p: ReasonParams) =>
    text(
      `The credential helper ${p.helper} failed (${p.action}): ${p.detail}`,
      'Look whether its keychain is set up and unlocked, or keep the login another way.',
    ),
  'plain-not-read': (p: ReasonParams) =>
    text(
      `The docker CLI asks the helper ${p.helper} about ${p.host}: what is in plain text would not be read.`,
      'Keep it with that helper.',
    ),
};
