import type { EngineOptions } from './types.ts';

/**
 * Command line of a dockerd that keeps everything below its run folder. As little as possible is said by flags:
 * a key in both flags and daemon.json stops dockerd, and suites write daemon.json.
 */
export function dockerdCommand(runDir: string, cgroup: string, options: EngineOptions): string[] {
  return [
    '/usr/sbin/dockerd',
    '--data-root',
    `${runDir}/data`,
    '--exec-root',
    `${runDir}/exec`,
    '--pidfile',
    `${runDir}/daemon.pid`,
    '--cgroup-parent',
    cgroup,
    '--host',
    `unix://${runDir}/docker.sock`,
    ...(options.bridge === false ? ['--bridge=none'] : []),
    ...(options.extraArgs ?? []),
  ];
}

/** Files dockerd finds in its root: experimental features are on unless refused. */
export function dockerdFiles(options: EngineOptions): Record<string, string> {
  const settings = { experimental: options.experimental ?? true };
  return { '/etc/docker/daemon.json': `${JSON.stringify(settings, null, 2)}\n`, ...options.files };
}
