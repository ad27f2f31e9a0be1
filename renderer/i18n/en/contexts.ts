import type { ChoiceSource, EndpointScheme, TlsFileName } from '../../../shared/contract/contexts.ts';

const schemes: Record<EndpointScheme, string> = {
  unix: 'Unix socket',
  npipe: 'Windows pipe',
  tcp: 'TCP',
  ssh: 'ssh',
  other: 'Unknown',
};

const files: Record<TlsFileName, string> = {
  ca: 'Authority (CA)',
  cert: 'Client certificate',
  key: 'Private key',
};

const sources: Record<ChoiceSource, string> = {
  argument: '--engine',
  'docker-host': 'DOCKER_HOST',
  'docker-context': 'DOCKER_CONTEXT',
  chosen: 'Chosen in Slipway',
  'current-context': 'Current context',
  default: 'Default',
  found: 'First that answered',
};

const list = (names: readonly string[]): string => names.join(', ');

export const contextKinds = { context: 'Docker context', 'context-file': 'TLS file' };
export const contextGroups = { context: 'Docker contexts', 'context-file': 'TLS files' };
export const contextWarnings = {
  'context-in-use': (names: readonly string[]): string =>
    `In use. The docker CLI is back on its default context afterwards: ${list(names)}`,
};
export const contextRemoval = (count: number, subject: string): string =>
  count === 1 && subject !== '' ? `Remove the context ${subject}` : 'Remove docker contexts';

export const contexts = {
  title: 'Contexts',
  text: 'Where docker and Slipway find engines. They are files of the docker CLI: what is changed here is changed there.',
  notListed: 'The contexts could not be read',
  planTitle: (names: readonly string[]): string =>
    names.length === 1 ? `remove the context ${names[0] ?? ''}` : `remove ${names.length} contexts`,

  choice: 'Which engine is used',
  choiceText:
    'The first of these that is set counts, here as for docker. What is above the current context wins over it.',
  sources,
  notSet: 'not set',
  counts: 'counts',
  otherwise: 'where nothing else is set',
  beaten: 'set, but does not count',
  inUseNow: 'Slipway is on',
  untilRestart: (source: string): string =>
    `Chosen in this run. ${source} is set and counts again when Slipway is started the next time.`,
  dockerHost: (value: string): string =>
    `DOCKER_HOST is set to ${value} where Slipway was started. It goes before every context, for docker in the same terminal, too. To use contexts, unset it and start Slipway again.`,
  dockerContext: (value: string): string =>
    `DOCKER_CONTEXT is set to ${value} where Slipway was started. It goes before the current context.`,
  argument: (value: string): string =>
    `Slipway was started with --engine ${value}, which goes before every context.`,
  foundNote: 'What was meant did not answer as Slipway started, so the first engine that did is used.',
  problem: (context: string, detail: string): string => `${context} was left out: ${detail}.`,

  columns: {
    name: 'Name',
    address: 'Address',
    kind: 'Kind',
    description: 'Description',
    state: 'State',
    actions: 'Actions',
  },
  schemes,
  withTls: (scheme: string): string => `${scheme}, TLS`,
  unchecked: 'not checked',
  builtIn: 'Made up by docker: DOCKER_HOST, or the usual socket',
  current: 'Current',
  currentTip: 'A plain docker uses it',
  inUse: 'In use',
  inUseTip: 'Slipway is on it',
  broken: 'Unusable',
  idle: 'Not in use',

  create: 'New context',
  use: 'Use',
  useThis: (name: string): string => `Use ${name}`,
  test: 'Test',
  testThis: (name: string): string => `Test ${name}`,
  edit: 'Edit',
  editThis: (name: string): string => `Edit ${name}`,
  remove: 'Remove',
  removeThis: (name: string): string => `Remove ${name}`,
  select: (name: string): string => `Select ${name}`,
  selectAll: 'Select all contexts',
  selection: 'Selected contexts',
  selected: (count: number): string => `${count} selected`,
  clearSelection: 'Clear selection',
  builtInFixed: 'It is stored nowhere: there is nothing to change or remove.',
  usedAlready: 'It is in use.',
  using: 'Switching…',
  used: (name: string): string => `Docker and Slipway use ${name} now`,
  usedOverridden: (source: string, value: string): string =>
    `It is the current context, but ${source} (${value}) goes before it: a docker started there, and Slipway the next time, use that one.`,
  notUsed: (name: string): string => `${name} is not used`,

  testing: 'Trying…',
  usable: (kind: string, version: string, api: string): string => `${kind} ${version} answers, API ${api}`,
  usableText: (engine: string, ms: number): string => `${engine} answered in ${ms} ms.`,
  unusable: 'No engine answers',
  testTitle: (name: string): string => `Test of ${name}`,

  createTitle: 'New docker context',
  editTitle: (name: string): string => `Edit ${name}`,
  formText: 'It is written into the context store of the docker CLI.',
  name: 'Name',
  nameNote: 'Letters, digits, ".", "_", "+" and "-".',
  nameWrong: 'At least two letters, digits, ".", "_", "+" or "-", the first a letter or digit.',
  nameTaken: 'There is a context of this name.',
  nameReserved: "This name is the docker CLI's own.",
  description: 'Description',
  kind: 'Kind of address',
  address: {
    unix: 'Path of the socket',
    npipe: 'Path of the pipe',
    tcp: 'Host and port',
    ssh: 'User, host and port',
    other: 'Address',
  },
  addressNote: {
    unix: 'Such as /var/run/docker.sock',
    npipe: 'Such as //./pipe/docker_engine',
    tcp: 'Such as build.example.com:2376; the port is 2375, or 2376 with TLS, where it is left out',
    ssh: 'Such as me@build.example.com:22. It must work without a question: a key in the agent, the host key known',
    other: 'With its scheme',
  },
  addressMissing: 'An address is needed.',
  tlsNothing: 'TLS needs a file, or an engine whose certificate is not checked.',
  plainTcp: 'Without TLS anybody who reaches this port is root on that machine.',
  tls: 'Use TLS',
  tlsNote: 'The files are copied into the context store, for your eyes only.',
  files,
  fileNotes: {
    ca: 'ca.pem: who signed the certificate of the engine. Without it, the authorities of this system count.',
    cert: 'cert.pem: what the engine knows you by.',
    key: 'key.pem: its private key. It is copied, and never shown.',
  } satisfies Record<TlsFileName, string>,
  filesStored: (what: string): string => `Stored: ${what}.`,
  fileKept: 'The stored file stays unless another is chosen.',
  fileStored: (subject: string, until: string): string => `${subject}, until ${until}`,
  keyStored: 'a private key',
  fileGone: 'It is taken away.',
  takeAway: 'Take away',
  takeAwayThis: (file: string): string => `Take away: ${file}`,
  keepIt: 'Keep it',
  keepThis: (file: string): string => `Keep: ${file}`,
  choose: 'Choose…',
  chooseFor: (file: string): string => `Choose a file: ${file}`,
  chooseTitle: (file: string): string => `Choose a file: ${file}`,
  back: 'Back',
  skipVerify: 'Do not check the certificate of the engine',
  skipVerifyNote: 'Anybody in between could then pretend to be it. For a try only.',
  save: 'Save',
  saving: 'Saving…',
  createIt: 'Create',
  created: (name: string): string => `${name} was made`,
  saved: (name: string): string => `${name} was saved`,
  notSaved: 'The context was not saved',
  notTested: 'It could not be tried',

  switcher: 'Docker contexts',
  switcherFound: 'Found on this machine',
  manage: 'Manage contexts',
};
