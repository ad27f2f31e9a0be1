import type { EngineOptions } from './types.ts';

/** Registries here are taken without TLS, which Podman does nowhere by itself. */
export const podmanRegistryPorts = [18584, 18594, 18604] as const;

/** Command line of Podman's Docker-compatible API service, everything below its run folder. */
export function podmanCommand(runDir: string, options: EngineOptions): string[] {
  return [
    '/usr/bin/podman',
    '--root',
    `${runDir}/data`,
    '--runroot',
    `${runDir}/exec`,
    ...(options.extraArgs ?? []),
    'system',
    'service',
    '--time=0',
    `unix://${runDir}/docker.sock`,
  ];
}

/**
 * Files Podman finds in its root. There is neither systemd nor journald inside, so cgroups are plain folders, and
 * events and logs are files; runc, because crun refuses hybrid cgroups.
 */
export function podmanFiles(options: EngineOptions): Record<string, string> {
  const containers = [
    '[engine]',
    'cgroup_manager = "cgroupfs"',
    'runtime = "runc"',
    'events_logger = "file"',
    '[containers]',
    'log_driver = "k8s-file"',
  ];
  const registries = podmanRegistryPorts.map(
    (port) => `[[registry]]\nlocation = "127.0.0.1:${port}"\ninsecure = true\n`,
  );
  return {
    '/etc/containers/containers.conf': `${containers.join('\n')}\n`,
    '/etc/containers/registries.conf.d/lab.conf': registries.join(''),
    ...options.files,
  };
}
