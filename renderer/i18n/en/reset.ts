import type {
  KeepableKind,
  KeptWhy,
  LeftWhy,
  NotOffered,
  ResetTick,
  SettingsGroup,
  SettingsPlace,
} from '../../../shared/contract/reset.ts';

const ticks: Record<ResetTick, string> = {
  swarm: 'Swarm',
  containers: 'Containers',
  images: 'Images',
  volumes: 'Volumes',
  networks: 'Networks',
  'build-cache': 'Build cache',
  plugins: 'Plugins',
};
const notes: Record<ResetTick, string> = {
  swarm: 'Services with their tasks, stacks, secrets, configs and overlay networks, then the membership.',
  containers:
    'Running ones are killed. What they wrote outside of volumes, their logs and checkpoints are lost.',
  images: 'They can be pulled or built again. Counted with the steps they were built in.',
  volumes: 'What is in them is lost for good.',
  networks: 'Those that every engine has are not counted: they cannot go.',
  'build-cache': 'The next build takes longer.',
  plugins: 'They are disabled first. One that still drives a volume stays.',
};
const notOffered: Record<NotOffered, string> = {
  'podman-has-none': 'Podman has none.',
  'cache-not-listed': 'This engine does not list it.',
  'not-in-swarm': 'This engine is in no swarm.',
  'plugins-not-served': 'This engine does not serve them.',
};
const groups: Record<SettingsGroup, string> = {
  slipway: 'Settings of Slipway',
  daemon: 'Settings of the engine',
  contexts: 'Docker contexts',
  'client-config': 'Docker client',
  certificates: 'Certificates of registries',
  credentials: 'Registry logins',
  podman: 'Settings of Podman',
};
const placeStates: Record<SettingsPlace['state'], string> = {
  readable: 'Checked by hash',
  absent: 'Not there',
  unreadable: 'Cannot be read',
  elsewhere: 'On another machine: not checked',
  'not-a-file': 'No file to check',
};
const keptWhy: Record<KeptWhy, string> = {
  protected: 'Protected',
  asked: 'You keep it',
  needed: 'Needed by',
  replacing: 'A replacement that is not settled needs it',
  task: 'Its service stays',
  'of-the-swarm': 'The swarm goes on and has it',
  'in-use': 'A build uses it',
};
const leftWhy: Record<LeftWhy, string> = {
  kept: 'kept',
  'came-since': 'came after the plan',
  failed: 'could not be removed',
  'not-reached': 'not reached',
  skipped: 'left alone',
};
const kinds: Record<KeepableKind, string> = {
  container: 'Containers',
  image: 'Images',
  volume: 'Volumes',
  network: 'Networks',
  plugin: 'Plugins',
  service: 'Services',
  secret: 'Secrets',
  config: 'Configs',
};

export const reset = {
  open: 'Reset data',
  intro: (engine: string): string =>
    `Removes data from ${engine} for good. Settings stay, and the report proves it. You see every object before anything happens.`,
  what: 'What to remove',
  ticks,
  notes,
  notOffered,
  count: (total: number): string => (total === 1 ? '1 object' : `${total} objects`),
  unmeasured: 'size not known',
  all: 'Tick all',
  none: 'Tick none',
  swarmTitle: 'Its swarm',
  swarmRole: { manager: 'Manager', worker: 'Worker', member: 'Member' },
  swarmNodes: (nodes: number, managers: number): string =>
    `${nodes === 1 ? '1 node' : `${nodes} nodes`}, ${managers === 1 ? '1 manager' : `${managers} managers`}`,
  swarmHolds: (
    services: number,
    stacks: number,
    secrets: number,
    configs: number,
    networks: number,
  ): string =>
    `Services ${services}, stacks ${stacks}, secrets ${secrets}, configs ${configs}, overlay networks ${networks}`,
  swarmHidden: 'What the swarm holds cannot be seen from here.',
  swarmLast: 'No other manager is left: all of that is lost when this engine leaves.',
  swarmGoesOn: 'Other managers are left: the swarm goes on with all of that, and only this engine leaves.',
  keepTitle: 'Keep',
  keepText: 'What you tick here stays, with all that it needs. Protected objects stay anyway.',
  keepNone: 'Tick above what to remove; then you can choose what of it to keep.',
  keepSearch: 'Search for something to keep',
  keepFound: (found: number, all: number): string => `${found} of ${all}`,
  keepMore: (count: number): string => `${count} more: search to find them`,
  keepCount: (count: number): string => (count === 1 ? '1 object to keep' : `${count} objects to keep`),
  keepOne: (name: string): string => `Keep ${name}`,
  protectedMark: 'protected',
  running: 'running',
  trashed: 'in the trash',
  kinds,
  staysTitle: 'What stays',
  staysText:
    'None of this is touched. Each file is hashed before and after; only the hashes are kept, never what is in it.',
  columns: { what: 'What', where: 'Where', state: 'State' },
  groups,
  placeStates,
  files: (count: number): string => (count === 1 ? '1 file' : `${count} files`),
  exportFirst: 'Export first',
  exportText:
    'Volumes and the definitions of objects can be exported into a folder first, and imported again.',
  checkpoints: (count: number): string =>
    count === 1 ? '1 checkpoint goes with its container.' : `${count} checkpoints go with their containers.`,
  make: 'Plan the reset',
  tickFirst: 'Tick something to remove first',
  readFailed: 'It could not be counted',
  nothingTitle: 'There is no data here',
  nothingText: 'This engine has no containers, images, volumes, networks of its own, build cache or plugins.',
  planTitle: (count: number): string => `reset data, ${count === 1 ? '1 object' : `${count} objects`}`,
  planTitleEmpty: 'reset data',
  planText: 'Nothing has been removed yet. Only what is listed here is removed, for good.',
  keptTitle: (count: number): string => (count === 1 ? '1 object is kept' : `${count} objects are kept`),
  keptWhy,
  type: (word: string): string => `Type ${word} to confirm`,
  typeNote: 'Written as it is shown.',
  typeFirst: 'Type the word first',
  verifiedTitle: 'What the engine has now',
  verifiedEmpty: (listed: number): string => (listed === 0 ? 'Empty' : `Empty (${listed} listed)`),
  verifiedKept: (kept: number): string => `Empty but for ${kept} kept`,
  verifiedLeft: (left: number): string => (left === 1 ? '1 object is left' : `${left} objects are left`),
  leftWhy,
  left: (name: string, why: string): string => `${name}: ${why}`,
  leftMore: (count: number): string => `and ${count} more`,
  unverified: 'The engine could not be asked afterwards',
  unverifiedText: 'What is left is looked up as soon as the engine answers again; open this report then.',
  settingsTitle: 'Settings, by hash',
  settingsSame: (count: number): string =>
    count === 1 ? '1 settings file is as it was' : `All ${count} settings files are as they were`,
  settingsChanged: (changed: number, count: number): string =>
    `${changed} of ${count} settings files are not as they were`,
  settingsUnread: 'Not read again yet',
  same: 'As it was',
  changed: 'Changed',
  cameThere: 'New',
  wentAway: 'Gone',
  hash: 'sha256',
  notChecked: 'Not checked',
};
