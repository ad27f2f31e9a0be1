import type { KeyFacts } from './key-type.ts';

export const storageKeys = {
  'data-root': {
    ...{ type: 'text', group: 'storage', initial: '/var/lib/docker', effect: 'restart' },
    ...{ moves: true, form: true },
    text: 'The folder with all images, containers and volumes. Another one begins empty: nothing is moved.',
  },
  'exec-root': {
    ...{ type: 'text', group: 'storage', initial: '/var/run/docker', effect: 'restart' },
    text: 'The folder for what is needed only while the engine runs.',
  },
  'storage-driver': {
    ...{ type: 'text', group: 'storage', initial: null, effect: 'restart', moves: true, form: true },
    options: ['overlay2', 'fuse-overlayfs', 'btrfs', 'zfs', 'vfs'],
    text: 'How images and containers are stored. What another driver stored stays on disk and is not seen.',
  },
  'storage-opts': {
    ...{ type: 'texts', group: 'storage', initial: [], effect: 'restart', flag: 'storage-opt', form: true },
    text: 'Options of the storage driver, such as overlay2.size=10G.',
  },
  containerd: {
    ...{ type: 'text', group: 'storage', initial: '', effect: 'restart', moves: true },
    text: 'The socket of a containerd that runs already; without it the engine starts its own.',
  },
  'containerd-namespace': {
    ...{ type: 'text', group: 'storage', initial: 'moby', effect: 'restart', moves: true },
    text: 'The namespace of containerd that containers are in.',
  },
  'containerd-plugins-namespace': {
    ...{ type: 'text', group: 'storage', initial: 'plugins.moby', effect: 'restart' },
    text: 'The namespace of containerd that plugins are in.',
  },
  builder: {
    ...{ type: 'object', group: 'builds', initial: {}, effect: 'restart', flag: null },
    text: 'What the builder keeps (gc) and may do (entitlements).',
  },
} as const satisfies Record<string, KeyFacts>;
