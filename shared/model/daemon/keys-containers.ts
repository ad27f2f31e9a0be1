import type { KeyFacts } from './key-type.ts';

export const containerKeys = {
  'default-runtime': {
    ...{ type: 'text', group: 'containers', initial: 'runc', effect: 'live', form: true },
    sticky: true,
    text: 'The runtime of new containers.',
  },
  runtimes: {
    ...{ type: 'object', group: 'containers', initial: {}, effect: 'live', flag: 'add-runtime' },
    sticky: true,
    text: 'Further runtimes, by name: a path with arguments, or a runtimeType with options.',
  },
  'default-shm-size': {
    ...{ type: 'text', group: 'containers', initial: '64M', effect: 'live', form: true },
    sticky: true,
    text: 'The size of /dev/shm in new containers, such as 128M.',
  },
  'default-ipc-mode': {
    ...{ type: 'text', group: 'containers', initial: 'private', effect: 'live', form: true },
    options: ['private', 'shareable'],
    sticky: true,
    text: 'Whether new containers may share their memory with others.',
  },
  'default-cgroupns-mode': {
    ...{ type: 'text', group: 'containers', initial: null, effect: 'live', form: true },
    options: ['private', 'host'],
    sticky: true,
    text: 'Whether new containers see the control groups of the machine.',
  },
  'default-ulimits': {
    ...{ type: 'object', group: 'limits', initial: {}, effect: 'restart', flag: 'default-ulimit' },
    text: 'Limits of new containers, by name: {"nofile": {"Name": "nofile", "Soft": 1024, "Hard": 4096}}.',
  },
  'default-stop-timeout': {
    ...{ type: 'number', group: 'containers', initial: 10, effect: 'live', since: '29.2', flag: null },
    text: 'Seconds that a container has to end when it is stopped.',
  },
  init: {
    ...{ type: 'flag', group: 'containers', initial: false, effect: 'restart', form: true },
    text: 'Runs a small init in every new container, which ends what nobody waits for.',
  },
  'init-path': {
    ...{ type: 'text', group: 'containers', initial: '', effect: 'restart' },
    text: 'Where that init is.',
  },
  'no-new-privileges': {
    ...{ type: 'flag', group: 'containers', initial: false, effect: 'restart', form: true },
    text: 'Programs in new containers cannot gain rights, by sudo for example.',
  },
  'seccomp-profile': {
    ...{ type: 'text', group: 'containers', initial: '', effect: 'restart' },
    text: 'A file that says which calls of the system containers may make.',
  },
  'selinux-enabled': {
    ...{ type: 'flag', group: 'containers', initial: false, effect: 'restart' },
    text: 'Containers are kept apart by SELinux.',
  },
  'userns-remap': {
    ...{ type: 'text', group: 'containers', initial: '', effect: 'restart', moves: true },
    text: 'Root in containers is this user outside of them. Images and containers are stored apart then.',
  },
  'exec-opts': {
    ...{ type: 'texts', group: 'containers', initial: [], effect: 'restart', flag: 'exec-opt' },
    text: 'Options of the runtime, such as native.cgroupdriver=systemd.',
  },
  'cgroup-parent': {
    ...{ type: 'text', group: 'limits', initial: '', effect: 'restart' },
    text: 'The control group that those of containers are made in.',
  },
  'cpu-rt-period': {
    ...{ type: 'number', group: 'limits', initial: 0, effect: 'restart' },
    text: 'The period for real-time tasks of all containers together, in microseconds.',
  },
  'cpu-rt-runtime': {
    ...{ type: 'number', group: 'limits', initial: 0, effect: 'restart' },
    text: 'How much of that period they may take.',
  },
  'oom-score-adjust': {
    ...{ type: 'number', group: 'limits', initial: 0, effect: 'restart', until: '25.0' },
    text: 'How readily the system kills the engine when memory is short.',
  },
  'cdi-spec-dirs': {
    ...{ type: 'texts', group: 'containers', initial: null, effect: 'restart', since: '25.0' },
    flag: 'cdi-spec-dir',
    text: 'Folders with descriptions of devices for containers (CDI).',
  },
  'nri-opts': {
    ...{ type: 'object', group: 'containers', initial: {}, effect: 'live', since: '29.2', flag: 'nri-opt' },
    text: 'Options of the plugins of the node resource interface.',
  },
} as const satisfies Record<string, KeyFacts>;
