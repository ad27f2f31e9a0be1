type Params = Readonly<Record<string, string>>;

/** What a finding means, and what to do where something is to be done. */
export interface MachineText {
  meaning: string;
  fix: string;
}

const say = (meaning: string, fix = ''): MachineText => ({ meaning, fix });

const kernelFeatures: Readonly<Record<string, { name: string; use: string }>> = {
  ipvs: {
    name: 'IPVS',
    use: 'ports that swarm services publish in ingress mode, and the virtual addresses of services',
  },
  overlay: { name: 'overlay file system', use: 'the storage driver overlay2' },
  vxlan: { name: 'VXLAN', use: 'overlay networks of a swarm' },
  'bridge-netfilter': {
    name: 'bridge netfilter',
    use: 'rules between containers of one bridge, and ports published between them',
  },
};

const featureOf = ({ feature = '' }: Params): string => kernelFeatures[feature]?.name ?? feature;
const useOf = ({ feature = '' }: Params): string => kernelFeatures[feature]?.use ?? feature;

/** What is looked at, as a heading. */
export const machineTopicsInEnglish = {
  engine: () => 'A container engine answers',
  endpoint: (p: Params) => (p.name === p.address ? `${p.address}` : `${p.name} at ${p.address}`),
  'engine-installed': () => 'An engine is installed',
  'engine-running': () => 'The engine runs',
  access: () => 'You may use the engine',
  cgroup: () => 'Control groups',
  storage: () => 'Storage driver',
  criu: () => 'CRIU, for checkpoints',
  experimental: () => 'Experimental features',
  buildx: () => 'docker buildx',
  compose: () => 'docker compose',
  kernel: (p: Params) => `Kernel: ${featureOf(p)}`,
  disk: () => 'Disk space of the engine',
  forward: () => 'Forwarding of packets',
  clock: () => 'Clock of the engine',
  proxy: () => 'Proxy settings',
  mirror: () => 'Registry mirrors',
};
export type MachineTopic = keyof typeof machineTopicsInEnglish;

/** Every answer of a check, as `TOPIC/ANSWER`. */
export const machineFindingsInEnglish = {
  'engine/answers': () => say('Slipway can work with it.'),
  'engine/none': () =>
    say(
      'Nothing can be shown or done until one answers.',
      'Install an engine, or start the one that is installed.',
    ),
  'endpoint/usable': () => say('It can be used.'),
  'endpoint/idle': () => say('Nothing listens here. It is one of the usual places, and need not be used.'),
  'endpoint/unusable': () => say('It cannot be used.'),

  'engine-installed/yes': () => say('Its programs are on this machine.'),
  'engine-installed/no': () =>
    say('No engine was found on this machine.', 'Install one: the steps are on this page.'),
  'engine-running/yes': () => say('A process of an engine is there.'),
  'engine-running/no': () =>
    say('An engine is installed, but none of its processes runs.', 'Start the engine.'),
  'engine-running/absent': () => say('There is no engine to run.'),

  'access/may': () => say('The socket of the engine lets you in.'),
  'access/root': () => say('You are the administrator of this machine: every socket lets you in.'),
  'access/group': (p: Params) =>
    say(
      `The socket is for the group ${p.group}, and you are not in it.`,
      `Join the group ${p.group}, then log out and in. Whoever is in it can do everything on this machine.`,
    ),
  'access/session': (p: Params) =>
    say(
      `You are in the group ${p.group}, but this session began before that.`,
      'Log out and in again, or start Slipway from a shell opened by the command.',
    ),
  'access/owner': () =>
    say(
      'The socket belongs to somebody else, and no group of yours may use it.',
      'Use an engine of your own, or have its owner let you in.',
    ),
  'access/no-socket': () => say('The socket of the engine is not there.'),

  'cgroup/v2': () => say('Limits of memory, CPU and processes work.'),
  'cgroup/v1': () =>
    say(
      'This is the older version. It works, but systemd and engines give it up, and rootless engines cannot set limits.',
      'Boot with the newer one: systemd.unified_cgroup_hierarchy=1 on the line of the kernel.',
    ),
  'cgroup/limits': (p: Params) =>
    say(`Some limits cannot be set: ${p.missing}.`, 'Turn on these controllers on the line of the kernel.'),
  'cgroup/untold': () => say('The engine does not say which version it uses.'),

  'storage/good': () => say('Layers of images are shared, and writing is quick.'),
  'storage/vfs': () =>
    say(
      'Every layer is copied whole: slow, and it takes many times the space.',
      'Put the data of the engine onto a file system that overlay works on (ext4, or xfs with ftype=1).',
    ),
  'storage/old': (p: Params) =>
    say(
      `Engines no longer keep up ${p.driver}.`,
      'Set the storage driver overlay2; images have to be pulled anew.',
    ),
  'storage/other': () => say('It is in use, and not one of those Slipway knows more of.'),

  'criu/works': () => say('Containers can be frozen and brought back.'),
  'criu/untried': () =>
    say(
      'It is there. Whether it works with this kernel only an administrator can try.',
      'Run sudo criu check in a terminal.',
    ),
  'criu/missing': () =>
    say('Checkpoints cannot be made without it.', 'Install the package criu on the machine of the engine.'),
  'criu/fails': () =>
    say(
      'It is there, but it does not work with this kernel.',
      'A newer version of CRIU, or another kernel, is needed.',
    ),
  'experimental/on': () => say('Checkpoints and other features in trial can be used.'),
  'experimental/off': () =>
    say('Checkpoints are refused by the engine.', 'Turn experimental on in the settings of the engine.'),
  'experimental/not-needed': () => say('This engine needs no such setting.'),

  'buildx/found': () => say('Images can be built with BuildKit from the command line.'),
  'buildx/unpackaged': () =>
    say(
      'docker build falls back to the old builder, or fails. The packages of this system do not have the plugin.',
      "Docker's own package sources have it as docker-buildx-plugin (docs.docker.com/engine/install). Or put the file of github.com/docker/buildx/releases into ~/.docker/cli-plugins as docker-buildx.",
    ),
  'buildx/missing': () => say('docker build falls back to the old builder, or fails.', 'Install the plugin.'),
  'compose/found': () => say('Projects can be started from the command line.'),
  'compose/unpackaged': () =>
    say(
      'docker compose is not known on this machine. The packages of this system do not have the plugin.',
      "Docker's own package sources have it as docker-compose-plugin (docs.docker.com/engine/install). Or put the file of github.com/docker/compose/releases into ~/.docker/cli-plugins as docker-compose.",
    ),
  'compose/missing': () => say('docker compose is not known on this machine.', 'Install the plugin.'),

  'kernel/there': (p: Params) => say(`It is there: ${useOf(p)}.`),
  'kernel/loadable': (p: Params) =>
    say(`It is loaded when it is needed: ${useOf(p)}.`, 'It can be loaded now, to be certain.'),
  'kernel/missing': (p: Params) =>
    say(
      `The kernel has none: ${useOf(p)} will not work.`,
      'Use a kernel that was built with it. Nothing can be installed for it.',
    ),
  'kernel/off': (p: Params) => say(`It is there but turned off: ${useOf(p)} will not work.`, 'Turn it on.'),
  'kernel/untold': (p: Params) =>
    say(`This kernel does not tell whether it has it, for ${useOf(p)}.`, 'Try to load it.'),

  'disk/enough': () => say('There is room for images and data.'),
  'disk/low': () =>
    say('Pulls and builds will soon fail.', 'Prune what is not needed, or give it more space.'),
  'disk/full': () =>
    say('Containers and the engine itself may fail.', 'Free space now: prune, or move the data elsewhere.'),

  'forward/open': () => say('Containers reach the network, and other bridges of this machine do too.'),
  'forward/docker': () =>
    say(
      'Packets of containers pass by rules of the engine. Everything else is dropped: virtual machines on bridges of this machine have no network.',
      'If you have such machines, let their bridge pass in the chain DOCKER-USER.',
    ),
  'forward/closed': () =>
    say(
      'Packets are dropped and no rule of the engine lets those of containers pass: containers have no network.',
      'Start the engine anew, so that it puts its rules back; look for a firewall that removed them.',
    ),
  'forward/off': () =>
    say('This machine forwards no packets: containers have no network.', 'Turn forwarding on.'),
  'forward/later': () => say('It is off, and Podman turns it on for the first container with a network.'),
  'forward/untold': () => say('Only an administrator may look at the firewall.', 'Look by hand.'),

  'clock/close': () => say('Times are right on both sides.'),
  'clock/apart': (p: Params) =>
    say(
      `The clock of the engine is off by ${p.apart}. Certificates, logs and builds may go wrong.`,
      'Have both set by a time server.',
    ),

  'proxy/none': () => say('Neither side goes through a proxy.'),
  'proxy/same': () => say('Slipway and the engine go through the same proxy.'),
  'proxy/app-only': () =>
    say(
      'Slipway goes through a proxy, the engine does not: pulls fail where only the proxy leads out.',
      'Set the proxies in the settings of the engine.',
    ),
  'proxy/engine-only': () =>
    say('The engine goes through a proxy, Slipway does not: Slipway may not reach registries itself.'),
  'proxy/differ': () => say('Slipway and the engine go through different proxies.', 'Check which is right.'),

  'mirror/none': () => say('Images come from their registries themselves.'),
  'mirror/reached': () => say('It answers from this machine.'),
  'mirror/unreached': () =>
    say(
      'It does not answer as a registry does, asked from this machine. The engine tries for it at each pull.',
      'Mend it, or take it out of the settings of the engine.',
    ),

  'any/elsewhere': () => say('The engine is not on this machine: look there.'),
  'any/no-engine': () => say('It can be told once an engine answers.'),
  'any/not-readable': () => say('Slipway may not look there.'),
  'any/not-linux': () => say('It is of no account on this system.'),
};
export type MachineFinding = keyof typeof machineFindingsInEnglish;

/** The same in any language. */
export type MachineTopicWords = Readonly<Record<MachineTopic, (p: Params) => string>>;
export type MachineFindingWords = Readonly<Record<MachineFinding, (p: Params) => MachineText>>;
