import { certificateReasons } from './certificate-reasons.ts';
import { checkpointReasons } from './checkpoint-reasons.ts';
import { specReasons } from './container-spec/reasons.ts';
import { contextReasons } from './context-reasons.ts';
import { daemonReasons } from './daemon-reasons.ts';
import { exportReasons } from './export-reasons.ts';
import { fileReasons } from './file-reasons.ts';
import { imageReasons } from './image-reasons.ts';
import { loginReasons } from './login-reasons.ts';
import { managedReasons } from './managed-reasons.ts';
import { pruneReasons } from './prune-reasons.ts';
import { type ReasonParams, type ReasonText, reasonText as text } from './reason-text.ts';
import { replaceReasons } from './replace-reasons.ts';
import { resetReasons } from './reset-reasons.ts';
import { settingsReasons } from './settings-reasons.ts';
import { setupReasons } from './setup-reasons.ts';
import { trashReasons } from './trash-reasons.ts';

export type { ReasonParams, ReasonText } from './reason-text.ts';

/** A catalogue has one entry a reason, so a missing translation is a type error. */
export type ReasonCatalogue = { readonly [R in Reason]: (p: ReasonParams) => ReasonText };

/** Every failure Slipway can tell of, in English; `renderer/i18n` has the same in other languages. */
const catalogue = {
  // reaching an engine
  'socket-missing': (p) =>
    text(
      `There is no socket at ${p.path}.`,
      'The engine is not running, or listens elsewhere. Start it (sudo systemctl start docker) or choose another engine.',
    ),
  'socket-permission': (p) =>
    text(
      `You may not open ${p.path}.`,
      `It belongs to ${p.owner}. Join its group (sudo usermod -aG docker ${p.user}) and log in again, or use a rootless engine.`,
    ),
  'connection-refused': (p) =>
    text(`Nothing answers at ${p.address}.`, 'The engine has stopped. Start it, or choose another engine.'),
  'connection-lost': (p) =>
    text(
      `The connection to ${p.address} was cut.`,
      'Slipway connects again by itself as soon as the engine is back.',
    ),
  'no-answer': (p) =>
    text(
      `${p.address} did not answer within ${p.seconds} s.`,
      'The engine may be busy, stopped in the debugger or hung. Look at its log, or restart it.',
    ),
  'host-unknown': (p) =>
    text(`The host name ${p.host} is not known.`, 'Check the spelling, the network and the name server.'),
  'host-unreachable': (p) =>
    text(`${p.address} cannot be reached.`, 'Check the network, a VPN and the firewall.'),
  'tls-untrusted': (p) =>
    text(
      `The certificate of ${p.address} is not trusted: ${p.detail}.`,
      'Give the CA that signed it (ca.pem in DOCKER_CERT_PATH or the context), and the host name it was made for.',
    ),
  'tls-client-refused': (p) =>
    text(
      `${p.address} refused the client certificate: ${p.detail}.`,
      'Give a certificate and key signed by the CA the engine trusts (cert.pem and key.pem).',
    ),
  'tls-expected': (p) =>
    text(
      `${p.address} expects TLS.`,
      'Set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH, or use a context with TLS files.',
    ),
  'tls-not-spoken': (p) =>
    text(`${p.address} does not speak TLS.`, 'Use the address without TLS, or set the engine up for TLS.'),
  'tls-file': (p) =>
    text(`The TLS file ${p.path} cannot be used: ${p.detail}.`, 'Put it in place, or edit the context.'),
  'ssh-failed': (p) =>
    text(
      `ssh to ${p.host} failed: ${p.detail}`,
      'Try the same in a terminal. It must work without asking: a key in the agent, the host key known.',
    ),
  'address-malformed': (p) =>
    text(
      `"${p.address}" is no engine address: ${p.detail}.`,
      'Use unix:///path, npipe:////./pipe/name, tcp://host:port or ssh://user@host.',
    ),
  'endpoint-unknown': (p) =>
    text(
      `No engine is known as "${p.endpoint}".`,
      'engine.endpoints lists those that are; an address such as unix:///path works too.',
    ),
  'context-broken': (p) =>
    text(
      `The docker context "${p.context}" cannot be used: ${p.detail}.`,
      'See docker context ls, or choose another engine.',
    ),
  'not-connected': (p) =>
    text(
      `Not connected to an engine (${p.status}).`,
      'Slipway keeps trying. Start the engine or choose another one.',
    ),
  'no-engine': () =>
    text(
      'No engine was found on this machine.',
      'Install one (sudo apt install docker.io), start it, or name its address with --engine.',
    ),
  // answers
  'not-an-engine': (p) =>
    text(
      `${p.address} answered, but not as a container engine: ${p.detail}.`,
      'Is a proxy or another program on that address?',
    ),
  'answer-garbled': (p) =>
    text(
      `The engine's answer to ${p.request} could not be read: ${p.detail}.`,
      'The rows shown are the last good ones; Slipway asks again.',
    ),
  'answer-cut': (p) =>
    text(
      `The engine's answer to ${p.request} was cut short.`,
      'The rows shown are the last good ones; Slipway asks again.',
    ),
  'answer-too-large': (p) =>
    text(
      `The engine's answer to ${p.request} is larger than ${p.limit}.`,
      'It was dropped. Narrow what is asked for.',
    ),
  'engine-too-old': (p) =>
    text(
      `This engine speaks API ${p.api}; Slipway needs ${p.needs} or newer.`,
      'Update the engine to Docker 1.12 or newer.',
    ),
  'engine-too-new': (p) =>
    text(`This engine needs API ${p.needs} or newer; Slipway speaks up to ${p.api}.`, 'Update Slipway.'),
  'feature-too-new': (p) =>
    text(`${p.feature} needs API ${p.needs}; this engine speaks ${p.api}.`, 'Update the engine.'),
  'engine-error': (p) =>
    p.detail === ''
      ? text(
          'The engine refused, and did not say why.',
          'Its log may say more. Is a proxy, or another program, on that address?',
        )
      : text(`The engine refused: ${p.detail}`, "The sentence is the engine's own; its log may say more."),
  // objects and actions
  'object-unknown': (p) =>
    text(
      `There is no ${p.kind} "${p.id}".`,
      'It may have been removed meanwhile. Use a full name, or an id of 12 characters.',
    ),
  'id-ambiguous': (p) => text(`"${p.id}" fits more than one ${p.kind}.`, 'Use more characters of the id.'),
  'name-taken': (p) =>
    text(`The name "${p.name}" is taken by ${p.by}.`, 'Choose another name, or rename or remove that one.'),
  'port-taken': (p) => text(`Port ${p.port} is taken by ${p.by}.`, 'Stop that one, or publish another port.'),
  'cannot-start': (p) =>
    text(`${p.name} is ${p.state}: it cannot be started.`, 'Unpause it instead, or wait until it is there.'),
  'cannot-pause': (p) =>
    text(`${p.name} is ${p.state}: it cannot be paused.`, 'Only a running container can be paused.'),
  'cannot-unpause': (p) =>
    text(`${p.name} is ${p.state}: it cannot be unpaused.`, 'Only a paused container can be unpaused.'),
  'cannot-kill': (p) =>
    text(
      `${p.name} is ${p.state}: there is no process to send a signal to.`,
      'Only a running container can be signalled.',
    ),
  'id-in-kinds': (p) =>
    text(`"${p.id}" fits several objects: ${p.candidates}.`, 'Say which kind is meant, or use its whole id.'),
  'swarm-needed': (p) =>
    text(
      `This engine has no ${p.kind}: it manages no swarm.`,
      'Make it a manager (docker swarm init), or use the engine of a manager.',
    ),
  'no-processes': (p) => text(`${p.name} is ${p.state}: it has no processes.`, 'Start it to see them.'),
  'ps-missing': () =>
    text(
      'The engine cannot list processes: there is no ps where it runs.',
      'Install it on the host of the engine (sudo apt install procps).',
    ),
  'project-unknown': (p) =>
    text(
      `There is no project "${p.name}" on this engine.`,
      'Its containers may have been removed meanwhile.',
    ),
  'project-is-stack': (p) =>
    text(
      `${p.name} is a stack: the swarm starts and stops its containers.`,
      'Scale its services, or remove the stack.',
    ),
  'outcome-unknown': (p) =>
    text(
      `The connection broke while ${p.name} was being ${p.action}; whether it happened is not known yet.`,
      'The row shows the truth as soon as the engine is back. Nothing was repeated.',
    ),
  'logs-unreadable': (p) =>
    text(
      `The log of ${p.name} cannot be read: its log driver "${p.driver}" keeps nothing the engine could read back.`,
      'Look where that driver sends the lines, or create the container again with --log-driver local.',
    ),
  'time-malformed': (p) =>
    text(
      `"${p.value}" is no time Slipway understands.`,
      'Use 2026-01-31T12:00:00Z, seconds since the epoch, or an age such as 10m, 2h or 1d.',
    ),
  'no-log-channel': () =>
    text('Neither stdout nor stderr was asked for.', 'Ask for at least one of the two.'),
  // terminals
  'cannot-exec': (p) =>
    text(
      `${p.name} is ${p.state}: no terminal can be opened in it.`,
      'A terminal needs a running container: start or unpause it first.',
    ),
  'no-shell': (p) =>
    text(
      `The image of ${p.name} has no shell: bash, sh and ash were looked for.`,
      `Run a program that the image has, or borrow the tools of another image: docker run -it --rm --pid container:${p.name} --network container:${p.name} busybox`,
    ),
  'command-not-started': (p) =>
    text(
      `${p.command} could not be started in ${p.name}: ${p.detail}`,
      'Check the program, the user and the folder: they must exist inside the container.',
    ),
  'terminal-unknown': () =>
    text(
      'This terminal is no longer open.',
      'It was closed, or nobody looked at it for 30 minutes, or Slipway was restarted. Open a new one.',
    ),
  'terminal-lost': (p) =>
    text(
      `The connection to the terminal in ${p.name} was cut: ${p.detail}`,
      'What ran in it cannot be reached again. Open a new one as soon as the engine answers.',
    ),
  // files
  ...fileReasons,
  ...imageReasons,
  // plans
  'plan-unknown': (p) =>
    text(`There is no plan ${p.id}.`, 'A plan lasts an hour and is executed once. Make a new one.'),
  'plan-other-engine': () =>
    text('This plan was made for another engine.', 'Switch back to that engine, or make a new plan.'),
  'plan-running': (p) => text(`Plan ${p.id} is being executed already.`, 'Wait for its report.'),
  'only-running': (p) =>
    text(
      `Nothing can be removed: still running: ${p.names}.`,
      'Stop them first, or ask for running ones to be killed (force).',
    ),
  'all-gone': () => text('None of these containers exists any more.', 'Look at the list again.'),
  'object-protected': (p) => text(`${p.name} is protected.`, 'Take the protection off first.'),
  'marks-unreadable': (p) =>
    text(
      `What is protected cannot be read from ${p.path}: ${p.detail}. Nothing is removed.`,
      'Mend that file, or move it away if nothing in it matters.',
    ),
  ...pruneReasons,
  ...setupReasons,
  ...specReasons,
  ...certificateReasons,
  ...checkpointReasons,
  ...contextReasons,
  ...daemonReasons,
  ...loginReasons,
  ...managedReasons,
  ...exportReasons,
  ...replaceReasons,
  ...resetReasons,
  ...settingsReasons,
  ...trashReasons,
  // the program
  'input-invalid': (p) => text(`Unusable input: ${p.detail}`, 'slipway methods shows what each call takes.'),
  'method-unknown': (p) =>
    text(
      `There is no method "${p.method}".`,
      p.nearest ? `Did you mean ${p.nearest}?` : 'slipway methods lists them all.',
    ),
  'log-gone': (p) =>
    text(
      `The log of ${p.name} went away with it.`,
      'It was removed as it ended (--rm). Run it without --rm to keep its log.',
    ),
  'log-not-read': (p) =>
    text(`The log of ${p.name} could not be read at that moment.`, 'Open its log to read it now.'),
  'crash-unknown': () => text('This crash is not known any more.', 'It was dismissed already.'),
  'ps-arguments': (p) =>
    text(
      `ps cannot be run with "${p.args}": ${p.detail}.`,
      'The columns must include PID. Try aux, -ef, or -eo pid,user,args.',
    ),
  'stats-not-kept': (p) =>
    text(
      `The figures of the last minute could not be kept on disk: ${p.detail}.`,
      'Look whether the disk is full and whose the folder of Slipway is. What is measured next is tried again.',
    ),
  'settings-unwritable': (p) =>
    text(
      `The settings could not be saved to ${p.path}: ${p.detail}.`,
      'Check the free space and the permissions of that folder.',
    ),
  'too-many-open': (p) =>
    text(`Too many ${p.kind} are open at once (${p.limit}).`, 'Wait for some to end, or close a page.'),
  'link-used': () =>
    text(
      'This link was used already.',
      'A link opens Slipway once. In the terminal where Slipway runs press Enter for a fresh one, or send that process the signal USR2.',
    ),
  'login-needed': () =>
    text(
      'This page is not signed in to Slipway.',
      'Open the link Slipway printed when it started. For a fresh one press Enter in that terminal, or send that process the signal USR2.',
    ),
  cancelled: () => text('Cancelled.'),
  'connection-closed': () =>
    text('The connection to Slipway was closed.', 'Reload the page. If it stays away, start Slipway again.'),
  internal: (p) =>
    text(`Something went wrong inside Slipway: ${p.detail}`, 'Please report this with the details copied.'),
} satisfies Record<string, (p: ReasonParams) => ReasonText>;

export type Reason = keyof typeof catalogue;
export const reasonsInEnglish: ReasonCatalogue = catalogue;
