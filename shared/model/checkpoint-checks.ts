import type { CheckVerdict, Preflight, PreflightCheck, PreflightKey } from '../contract/checkpoints.ts';
import { checkWordsInEnglish } from './checkpoint-words.ts';

/** What CRIU says of itself on the engine's machine. */
export interface CriuFacts {
  /** Empty where it is not installed. */
  version: string;
  /** Its own check of the kernel. */
  good: boolean;
  detail: string;
  /** Its configuration tells it to keep open TCP connections. */
  keepsConnections: boolean;
}

/** All that decides whether a container can be frozen and thawed. null: nobody could be asked. */
export interface CheckpointFacts {
  engine: { kind: 'docker' | 'podman'; version: string; osType: string; experimental: boolean };
  kernel: string;
  cgroupVersion: string;
  criu: CriuFacts | null;
  runtime: string;
  container: { id: string; name: string; state: string; tty: boolean; autoRemove: boolean };
  restartPolicy: string;
  networkMode: string;
  networkDisabled: boolean;
  /** Remote ends of open connections, and local ends of all sockets. */
  sockets: { established: string[]; all: string[] } | null;
  /** Paths in the container of what it mounts, and which of it are sockets of the host. */
  mounts: { paths: string[]; sockets: string[] };
  devices: string[];
  securityOptions: string[];
  /** Files that differ from the image; null where that was not asked. */
  changedFiles: number | null;
}

const knownRuntimes: ReadonlySet<string> = new Set(['runc', 'io.containerd.runc.v2', 'crun', '']);

/** Judges the facts, in the order in which they are best mended. */
export function preflightOf(facts: CheckpointFacts): Preflight {
  const checks = [
    ...aboutEngine(facts),
    ...aboutProcesses(facts),
    ...aboutSurroundings(facts),
    ...aboutAfterwards(facts),
  ];
  const stands = (side: 'create' | 'restore') =>
    checks.some(
      ({ verdict, concerns }) => verdict === 'problem' && (concerns === side || concerns === 'both'),
    );
  const { id, name } = facts.container;
  return { containerId: id, name, canCreate: !stands('create'), canRestore: !stands('restore'), checks };
}

function check(
  key: PreflightKey,
  concerns: PreflightCheck['concerns'],
  verdict: CheckVerdict,
  params: Readonly<Record<string, string>> = {},
): PreflightCheck {
  return { key, concerns, verdict, params, ...checkWordsInEnglish[key](verdict, params) };
}

function aboutEngine({ engine, criu, runtime }: CheckpointFacts): PreflightCheck[] {
  const named = `${engine.kind === 'podman' ? 'Podman' : 'Docker'} ${engine.version}`;
  const possible = engine.kind === 'docker' && engine.osType === 'linux';
  const criuVerdict = criu === null ? 'unknown' : criu.version !== '' && criu.good ? 'ok' : 'problem';
  return [
    check('platform', 'both', possible ? 'ok' : 'problem', { engine: named }),
    check('experimental', 'both', engine.experimental ? 'ok' : 'problem'),
    check('criu', 'both', criuVerdict, { version: criu?.version ?? '', detail: criu?.detail ?? '' }),
    check('runtime', 'both', knownRuntimes.has(runtime) ? 'ok' : 'warning', { runtime: runtime || 'runc' }),
  ];
}

function aboutProcesses(facts: CheckpointFacts): PreflightCheck[] {
  const { container, sockets, criu, kernel } = facts;
  const frozen = container.state === 'running' || container.state === 'paused';
  const open = sockets?.established ?? [];
  const connections =
    sockets === null ? 'unknown' : open.length === 0 ? 'ok' : criu?.keepsConnections ? 'warning' : 'problem';
  // SO_PASSRIGHTS of Linux 6.16 is asked of every socket, and only CRIU 4.2 knows that network sockets have none.
  const unsaveable = atLeast(kernel, 6, 16) && criu !== null && !atLeast(criu.version, 4, 2);
  const listening = sockets === null ? 'unknown' : unsaveable && sockets.all.length > 0 ? 'problem' : 'ok';
  return [
    check('running', 'create', frozen ? 'ok' : 'problem', { name: container.name, state: container.state }),
    check('tty', 'both', container.tty ? 'warning' : 'ok'),
    check('connections', 'create', connections, { connections: few(open) }),
    check('listening', 'create', listening, {
      sockets: few(sockets?.all ?? []),
      version: criu?.version ?? '',
      kernel,
    }),
  ];
}

function aboutSurroundings(facts: CheckpointFacts): PreflightCheck[] {
  const { mounts, devices, securityOptions, cgroupVersion } = facts;
  const care = mounts.sockets.length > 0 ? 'problem' : mounts.paths.length > 0 ? 'warning' : 'ok';
  const unusual = securityOptions.filter((option) => /^(apparmor|label|systempaths)[=:]/.test(option));
  const profile = securityOptions.find((option) => option.startsWith('seccomp'))?.slice(8) ?? 'the default';
  return [
    check('mounts', 'create', care, { mounts: few(mounts.paths), sockets: few(mounts.sockets) }),
    check('devices', 'create', devices.length === 0 ? 'ok' : 'problem', { devices: few(devices) }),
    check('security', 'both', unusual.length === 0 ? 'ok' : 'warning', {
      profile: unusual.length === 0 ? profile : few(unusual),
    }),
    check('cgroup', 'both', cgroupVersion === '' ? 'unknown' : 'ok', { version: cgroupVersion }),
  ];
}

function aboutAfterwards(facts: CheckpointFacts): PreflightCheck[] {
  const { container, restartPolicy, networkMode, networkDisabled, engine, changedFiles } = facts;
  const own = !networkDisabled && networkMode !== 'host' && !networkMode.startsWith('container:');
  const broken = engine.kind === 'docker' && atLeast(engine.version, 28, 0) && own;
  const changed =
    changedFiles === null
      ? []
      : [check('files', 'restore', changedFiles > 0 ? 'warning' : 'ok', { count: String(changedFiles) })];
  return [
    check('auto-remove', 'create', container.autoRemove ? 'warning' : 'ok'),
    check('restart-policy', 'create', restartPolicy === 'no' ? 'ok' : 'warning', { policy: restartPolicy }),
    check('network', 'restore', broken ? 'problem' : 'ok', { mode: networkMode, engine: engine.version }),
    ...changed,
  ];
}

/** Whether a version such as `6.18.44-x` or `28.5.2+dfsg` is at least this one. */
function atLeast(version: string, major: number, minor: number): boolean {
  const [, left = '0', right = '0'] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(left) > major || (Number(left) === major && Number(right) >= minor);
}

function few(all: readonly string[]): string {
  return all.length <= 4 ? all.join(', ') : `${all.slice(0, 4).join(', ')} and ${all.length - 4} more`;
}
