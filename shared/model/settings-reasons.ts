import { type ReasonParams, reasonText as text } from './reason-text.ts';

/** Failures of what only a desktop can do. */
export const settingsReasons = {
  'login-item-unavailable': (_: ReasonParams) =>
    text(
      'This Slipway cannot be started at login: it runs without the desktop.',
      'Use the desktop program, or start it from a unit or a script of your own.',
    ),
  'login-item-failed': (p: ReasonParams) =>
    text(
      `Starting at login could not be changed: ${p.detail}.`,
      'Check the permissions of the folder for programs that start with the session.',
    ),
  'reveal-unavailable': (_: ReasonParams) =>
    text('A browser cannot show a folder.', 'Copy the path and open it in a file manager or a terminal.'),
};
