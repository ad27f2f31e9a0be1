import { type ReasonParams as Params, reasonText as text } from './reason-text.ts';

/** Failures of starting and stopping engines of this machine. */
export const managedReasons = {
  'engine-none-here': () =>
    text(
      'There is no engine on this machine that Slipway could start.',
      'Install one: the doctor on the page Machine does it, or tells how.',
    ),
  'engine-not-managed': (p: Params) =>
    text(
      `Nobody that Slipway knows looks after this engine (process ${p.pid}).`,
      'Stop and start it the way it was started.',
    ),
  'engine-remote': () =>
    text(
      'This engine is not on this machine, or belongs to another product.',
      'Start and stop it where it runs.',
    ),
  'engine-needs-root': (p: Params) =>
    text(
      `An engine of Slipway's own runs as root, and Slipway runs as ${p.user}.`,
      'Start the engine of the system, or a rootless one of your own (dockerd-rootless-setuptool.sh install).',
    ),
  'engine-needs-privileges': (p: Params) =>
    text(`This takes the rights of an administrator: ${p.detail}`, `Run it in a terminal: ${p.command}`),
  'engine-command-failed': (p: Params) =>
    text(`${p.command} failed: ${p.detail}`, 'The log of the engine tells more.'),
  'engine-start-failed': (p: Params) =>
    text(
      `The engine did not start: ${p.detail}`,
      'Its log tells more. Mend what it names and start it again.',
    ),
  'engine-start-late': (p: Params) =>
    text(
      `The engine did not answer within ${p.seconds} s and was ended.`,
      'How long it is waited for can be set on the tab Engine of the page Machine.',
    ),
  'engine-stop-late': (p: Params) =>
    text(
      `The engine did not end within ${p.seconds} s.`,
      'A container may not end. Look at the log of the engine, and stop it again.',
    ),
  'engine-socket-taken': (p: Params) =>
    text(`${p.path} is taken: ${p.holder}.`, 'End what has it, or move it away, and start the engine again.'),
  'engine-other-runs': (p: Params) =>
    text(
      `Another engine runs on this machine already (process ${p.pid}).`,
      'Two engines of one machine disturb the networks of each other. Use that one, or stop it first.',
    ),
  'engine-path-long': (p: Params) =>
    text(
      `The path ${p.path} is too long for a socket.`,
      'Give Slipway a folder with a shorter path (SLIPWAY_HOME).',
    ),
  'engine-busy': (p: Params) => text(`The engine is ${p.state} just now.`, 'Wait for it, then ask again.'),
  'engine-changed': () =>
    text('The engine is another one than when the plan was made.', 'Make the plan again.'),
  'engine-more-runs': (p: Params) =>
    text(`Started since the plan was made: ${p.names}.`, 'Make the plan again: these would stop too.'),
  'engine-owner-silent': (p: Params) =>
    text(
      `Another Slipway (process ${p.pid}) looks after this engine and did not do what it was asked.`,
      'Do it there, or end that Slipway.',
    ),
  'engine-data-mounted': (p: Params) =>
    text(
      `Nothing was wiped: other file systems are mounted below ${p.path}: ${p.mounts}.`,
      'Unmount them first, so that nothing of theirs is deleted.',
    ),
  'engine-data-used': (p: Params) =>
    text(
      `Nothing was wiped: processes of the engine run on without it: ${p.processes}.`,
      'Remove its containers first. With live-restore they go on when the engine stops.',
    ),
  'engine-data-foreign': (p: Params) =>
    text(
      `Nothing was wiped: ${p.path} holds things that are not the engine's: ${p.names}.`,
      'Move them away first.',
    ),
  'engine-data-link': (p: Params) =>
    text(`Nothing was wiped: ${p.path} is a link, or no folder.`, 'Wipe what it leads to by hand.'),
  'engine-wipe-failed': (p: Params) =>
    text(
      `The data of the engine could not be deleted as a whole: ${p.detail}`,
      `The engine is started again on whatever is left. What was moved aside lies in ${p.path}.`,
    ),
} as const;
