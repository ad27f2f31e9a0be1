import type { KeyFacts } from './key-type.ts';

export const generalKeys = {
  debug: {
    ...{ type: 'flag', group: 'general', initial: false, effect: 'live', sticky: true, form: true },
    text: 'Writes much more into the log of the engine, and lets its profiler answer.',
  },
  'log-level': {
    ...{ type: 'text', group: 'general', initial: 'info', effect: 'restart', form: true },
    options: ['debug', 'info', 'warn', 'error', 'fatal'],
    text: 'How much the engine writes into its own log. It has nothing to do with the logs of containers.',
  },
  'log-format': {
    ...{ type: 'text', group: 'general', initial: 'text', effect: 'restart', since: '25.0' },
    options: ['text', 'json'],
    text: 'How the log of the engine itself is written.',
  },
  experimental: {
    ...{ type: 'flag', group: 'general', initial: false, effect: 'restart', form: true },
    text: 'Switches on what is not finished yet, such as checkpoints of containers.',
  },
  features: {
    ...{ type: 'flags', group: 'general', initial: {}, effect: 'live', flag: null, form: true },
    text: 'Switches on or off single features by name, such as containerd-snapshotter, which needs a restart all the same.',
  },
  labels: {
    ...{ type: 'texts', group: 'general', initial: [], effect: 'live', flag: 'label', form: true },
    sticky: true,
    text: 'Labels of the engine itself (name=value), by which a swarm can place services.',
  },
  'live-restore': {
    ...{ type: 'flag', group: 'general', initial: false, effect: 'live', form: true },
    sticky: true,
    text: 'Containers go on running while the engine is stopped, and are taken over by the next one. Not with a swarm.',
  },
  'shutdown-timeout': {
    ...{ type: 'number', group: 'general', initial: 15, effect: 'live', form: true },
    sticky: true,
    text: 'Seconds that containers have to end when the engine stops.',
  },
  'metrics-addr': {
    ...{ type: 'text', group: 'general', initial: '', effect: 'restart', form: true },
    text: 'Address and port at which the engine tells its figures to Prometheus, such as 127.0.0.1:9323. Before 25.0 it also needs experimental.',
  },
  'network-diagnostic-port': {
    ...{ type: 'number', group: 'general', initial: 0, effect: 'live' },
    text: 'Port of the diagnostic server for networks, on the loopback address. 0 is none.',
  },
  pidfile: {
    ...{ type: 'text', group: 'general', initial: '/var/run/docker.pid', effect: 'restart' },
    text: 'The file with the number of the process of the engine.',
  },
  'node-generic-resources': {
    ...{ type: 'texts', group: 'general', initial: [], effect: 'restart', flag: 'node-generic-resource' },
    text: 'Resources that this node offers to the services of a swarm, such as gpu=2.',
  },
  'swarm-default-advertise-addr': {
    ...{ type: 'text', group: 'general', initial: '', effect: 'restart' },
    text: 'The address or interface that is told to the other nodes of a swarm unless one is given.',
  },
  'max-download-attempts': {
    ...{ type: 'number', group: 'registries', initial: 5, effect: 'live' },
    text: 'How often a layer is tried when it cannot be pulled.',
  },
  'max-concurrent-downloads': {
    ...{ type: 'number', group: 'registries', initial: 3, effect: 'live', form: true },
    text: 'How many layers of one image are pulled at once.',
  },
  'max-concurrent-uploads': {
    ...{ type: 'number', group: 'registries', initial: 5, effect: 'live', form: true },
    text: 'How many layers of one image are pushed at once.',
  },
  'registry-mirrors': {
    ...{ type: 'texts', group: 'registries', initial: [], effect: 'live', flag: 'registry-mirror' },
    ...{ sticky: true, form: true },
    text: 'Addresses (https://host) that are asked before Docker Hub. Images of other registries do not come from them.',
  },
  'insecure-registries': {
    ...{ type: 'texts', group: 'registries', initial: [], effect: 'live', flag: 'insecure-registry' },
    ...{ sticky: true, form: true },
    text: 'Registries (host:port or a range of addresses) that are spoken to without TLS, or with a certificate nobody vouches for. Whoever is on the way can change what you pull.',
  },
  'allow-nondistributable-artifacts': {
    ...{ type: 'texts', group: 'registries', initial: [], effect: 'live' },
    sticky: true,
    text: 'Registries to which layers of images of Windows that may not be passed on are pushed all the same.',
  },
  'log-driver': {
    ...{ type: 'text', group: 'logs', initial: 'json-file', effect: 'restart', form: true },
    options: [
      ...['json-file', 'local', 'journald', 'syslog', 'none', 'fluentd', 'gelf', 'awslogs', 'splunk'],
      ...['gcplogs', 'etwlogs'],
    ],
    text: 'Where the logs of new containers go. Those there are keep the one they were made with.',
  },
  'log-opts': {
    ...{ type: 'pairs', group: 'logs', initial: {}, effect: 'restart', flag: 'log-opt', form: true },
    text: 'Options of the log driver, such as max-size and max-file. All values are text, numbers as well.',
  },
} as const satisfies Record<string, KeyFacts>;
