import type { Site } from '../../../electron/machine/site.ts';

/** A machine on which all is well, for tests to spoil. */
export function goodSite(changes: Partial<Site> = {}): Site {
  return {
    env: {},
    platform: 'linux',
    endpoints: [],
    address: { kind: 'unix', path: '/nowhere/docker.sock' },
    kind: 'docker',
    info: {
      CgroupVersion: '2',
      CgroupDriver: 'systemd',
      Driver: 'overlay2',
      DriverStatus: [['Backing Filesystem', 'extfs']],
      ExperimentalBuild: true,
      DockerRootDir: '/var/lib/docker',
      SystemTime: new Date(1_000_000).toISOString(),
    },
    asked: { at: 1_000_000, answered: 1_000_010 },
    where: 'here',
    kernel: '6.1.0',
    enginePid: 1,
    read: async () => null,
    exists: async () => true,
    engineProcesses: async () => ['dockerd'],
    run: async (program, args) => {
      if (program === 'criu') return { code: 0, stdout: 'Version: 4.1', stderr: '' };
      if (program === 'iptables')
        return { code: 0, stdout: '-P FORWARD DROP\n-A FORWARD -j DOCKER-USER\n', stderr: '' };
      return { code: 0, stdout: args.join('').includes('ip_forward') ? '1\n' : '1\n', stderr: '' };
    },
    space: async () => ({ free: 50e9, total: 100e9 }),
    ...changes,
  };
}
