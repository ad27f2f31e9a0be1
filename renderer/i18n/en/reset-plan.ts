/** Parts of the words of the plan dialog that a reset adds. */
export const resetReasons = {
  reset: 'All of its kind goes',
  'reset-running': 'All of its kind goes; it is running and will be killed',
  'reset-task': 'A task of a service that goes',
  'reset-network-of-swarm': 'It belongs to the swarm, which ends',
  'reset-leave-last': 'No other manager is left: the swarm ends with it',
  'reset-leave-manager': 'It is demoted first, then leaves; the swarm goes on without it',
  'reset-leave-worker': 'The swarm goes on without it',
  'reset-leave-unreadable': 'It leaves by force: the swarm cannot be read, and may end with it',
};

export const resetActions = { leave: 'Leave' };

export const resetOutcomes = {
  left: 'Left',
  'gone-with': 'Went with what it belonged to',
  'will-not-die': 'Not removed: it does not die',
};

const list = (names: readonly string[]): string =>
  names.length <= 6 ? names.join(', ') : `${names.slice(0, 6).join(', ')} and ${names.length - 6} more`;

export const resetWarnings = {
  'reset-needed': (names: readonly string[]): string => `Kept, because what stays needs it: ${list(names)}`,
  'reset-tasks-stay': (names: readonly string[]): string =>
    `Kept, because the swarm would start these tasks again while its services stay: ${list(names)}`,
  'reset-last-manager': ([nodes = '']: readonly string[]): string =>
    nodes === '1' || nodes === ''
      ? 'This is the last manager: all services, secrets and configs of the swarm are lost.'
      : `This is the last manager of ${nodes} nodes: all services, secrets and configs of the swarm are lost, and the other nodes are without a manager.`,
  'reset-manager-leaves': ([nodes = '', managers = '']: readonly string[]): string =>
    `This is one of ${managers} managers of ${nodes} nodes. It is demoted before it leaves, so that the others keep their majority; ${Number(managers) - 1 === 1 ? 'one manager is' : `${Number(managers) - 1} managers are`} left. Remove its entry there afterwards (docker node rm).`,
  'reset-worker-leaves': (): string =>
    'This is a worker: its tasks move to other nodes. Remove its entry on a manager afterwards (docker node rm).',
  'reset-swarm-locked': ([state = '']: readonly string[]): string =>
    `The swarm cannot be read (${state === 'no-leader' ? 'no leader: too few managers can be reached' : state}): what it holds is not listed, and is lost if this is the last manager.`,
  'reset-plugin-volumes': (names: readonly string[]): string =>
    `Plugins kept, because volumes or networks of theirs stay: ${list(names)}`,
  'reset-checkpoints': (names: readonly string[]): string =>
    `Checkpoints go with their containers: ${list(names)}`,
  'reset-trash': (names: readonly string[]): string =>
    `In the trash, and gone for good with this: ${list(names)}`,
  'reset-not-offered': (names: readonly string[]): string => `This engine does not offer: ${list(names)}`,
};

export const resetKinds = {
  plugin: 'Plugin',
  service: 'Service',
  secret: 'Secret',
  config: 'Config',
  swarm: 'Swarm',
};

export const resetGroups = {
  plugin: 'Plugins',
  service: 'Services',
  secret: 'Secrets',
  config: 'Configs',
  swarm: 'Swarm membership',
};
