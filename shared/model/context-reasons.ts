import { type ReasonParams, reasonText as text } from './reason-text.ts';

/** Failures of docker contexts. */
export const contextReasons = {
  'context-unknown': (p: ReasonParams) =>
    text(
      `There is no docker context "${p.context}".`,
      'It may have been removed meanwhile. docker context ls lists those that are there.',
    ),
  'context-name': (p: ReasonParams) =>
    text(
      `"${p.context}" cannot be the name of a context.`,
      'Use at least two letters, digits, ".", "_", "+" or "-", the first a letter or digit.',
    ),
  'context-reserved': (p: ReasonParams) =>
    text(
      `"${p.context}" is the docker CLI's own context, which is stored nowhere.`,
      'It follows DOCKER_HOST. Make a context of another name.',
    ),
  'context-exists': (p: ReasonParams) =>
    text(`There is a docker context "${p.context}" already.`, 'Choose another name, or edit that one.'),
  'context-current': (p: ReasonParams) =>
    text(
      `The context "${p.context}" is in use.`,
      'Use another one first, or say that it is to be removed all the same (force).',
    ),
  'context-scheme': (p: ReasonParams) =>
    text(`TLS files have no meaning for ${p.host}.`, 'They go with tcp:// addresses only.'),
  'context-pair': (p: ReasonParams) =>
    text(
      `A certificate needs its key, and a key its certificate: ${p.missing} is missing.`,
      'Give both files, or neither.',
    ),
  'context-tls': (p: ReasonParams) =>
    text(
      `The TLS file ${p.path} cannot be used: ${p.detail}.`,
      'Give a file in PEM form, without a passphrase.',
    ),
  'context-damaged': (p: ReasonParams) =>
    text(
      `${p.path} cannot be read: ${p.detail}. It is left as it is.`,
      'Mend it by hand, or remove the context and make it again.',
    ),
  'contexts-unwritable': (p: ReasonParams) =>
    text(
      `${p.path} could not be written: ${p.detail}. The context is as it was.`,
      'Check whose the folder is, its permissions and the free space.',
    ),
  'contexts-unreadable': (p: ReasonParams) =>
    text(`${p.path} cannot be read: ${p.detail}.`, 'Check whose it is and its permissions.'),
  'ssh-host-key': (p: ReasonParams) =>
    text(
      `ssh does not know the key of ${p.host}, or it is another than before: ${p.detail}`,
      `Connect once in a terminal and compare the fingerprint it shows: ssh ${p.target}`,
    ),
  'ssh-denied': (p: ReasonParams) =>
    text(
      `${p.host} does not let this user in: ${p.detail}`,
      `It must work without asking: load the key into the agent (ssh-add) or allow it there (ssh-copy-id ${p.target}).`,
    ),
  'ssh-no-docker': (p: ReasonParams) =>
    text(
      `ssh reached ${p.host}, but there is no docker command: ${p.detail}`,
      'Install the docker CLI there (Debian: docker-cli or docker.io), on the PATH of a login without a terminal.',
    ),
  'ssh-no-engine': (p: ReasonParams) =>
    text(
      `ssh reached ${p.host}, but no engine answers there: ${p.detail}`,
      'Start the engine there, let this user open its socket, or name another socket in the address.',
    ),
  'ssh-missing': (p: ReasonParams) =>
    text(
      `There is no ssh program to reach ${p.host} with.`,
      'Install the OpenSSH client (Debian: openssh-client) and start Slipway again.',
    ),
} as const;
