/** Fields of the form that hold one text, each the value of one flag of `docker run`. */
export const textFields = {
  name: { flag: 'name', path: 'name' },
  restart: { flag: 'restart', path: 'restart' },
  entrypoint: { flag: 'entrypoint', path: 'entrypoint' },
  user: { flag: 'user', path: 'user' },
  workdir: { flag: 'workdir', path: 'workdir' },
  stopSignal: { flag: 'stop-signal', path: 'stopSignal' },
  stopTimeout: { flag: 'stop-timeout', path: 'stopTimeoutSeconds' },
  memory: { flag: 'memory', path: 'limits.memoryBytes' },
  memorySwap: { flag: 'memory-swap', path: 'limits.memorySwapBytes' },
  cpus: { flag: 'cpus', path: 'limits.cpus' },
  pids: { flag: 'pids-limit', path: 'limits.pids' },
  shm: { flag: 'shm-size', path: 'limits.shmBytes' },
  healthCommand: { flag: 'health-cmd', path: 'health.test' },
  healthInterval: { flag: 'health-interval', path: 'health.intervalMs' },
  healthTimeout: { flag: 'health-timeout', path: 'health.timeoutMs' },
  healthRetries: { flag: 'health-retries', path: 'health.retries' },
  healthStart: { flag: 'health-start-period', path: 'health.startPeriodMs' },
  hostname: { flag: 'hostname', path: 'hostname' },
  platform: { flag: 'platform', path: 'platform' },
  logDriver: { flag: 'log-driver', path: 'logDriver' },
  storageSize: { flag: 'storage-opt', path: 'storageSizeBytes' },
} as const;

/** Fields with any number of rows; where there are several flags a row says which. */
export const listFields = {
  ports: { flags: ['publish'], path: 'ports' },
  env: { flags: ['env'], path: 'env' },
  mounts: { flags: ['volume', 'mount', 'tmpfs'], path: 'mounts' },
  networks: { flags: ['network'], path: 'networks' },
  groups: { flags: ['group-add'], path: 'groups' },
  dns: { flags: ['dns'], path: 'dns' },
  dnsSearch: { flags: ['dns-search'], path: 'dnsSearch' },
  extraHosts: { flags: ['add-host'], path: 'extraHosts' },
  capAdd: { flags: ['cap-add'], path: 'capAdd' },
  capDrop: { flags: ['cap-drop'], path: 'capDrop' },
  devices: { flags: ['device'], path: 'devices' },
  logOptions: { flags: ['log-opt'], path: 'logOptions' },
  labels: { flags: ['label'], path: 'labels' },
} as const;

export const tickFields = {
  tty: { flag: 'tty', path: 'tty' },
  interactive: { flag: 'interactive', path: 'interactive' },
  init: { flag: 'init', path: 'init' },
  autoRemove: { flag: 'rm', path: 'autoRemove' },
  noHealth: { flag: 'no-healthcheck', path: 'health.disabled' },
  publishAll: { flag: 'publish-all', path: 'publishAll' },
  privileged: { flag: 'privileged', path: 'privileged' },
  readOnlyRoot: { flag: 'read-only', path: 'readOnlyRoot' },
} as const;

export type TextField = keyof typeof textFields;
export type ListField = keyof typeof listFields;
export type TickField = keyof typeof tickFields;
export type MountFlag = (typeof listFields.mounts.flags)[number];

export const textFieldNames = Object.keys(textFields) as TextField[];
export const listFieldNames = Object.keys(listFields) as ListField[];
export const tickFieldNames = Object.keys(tickFields) as TickField[];
