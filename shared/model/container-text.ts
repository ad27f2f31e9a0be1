import type { Container, ContainerState, PortBinding } from '../contract/containers.ts';
import { shortId } from './names.ts';

const anyAddress = new Set(['0.0.0.0', '::', '[::]', '']);

/** One published or exposed port, IPv4 and IPv6 bindings of the same port folded together. */
export interface PortEntry {
  /** null when only exposed. */
  hostPort: number | null;
  containerPort: number;
  protocol: PortBinding['protocol'];
  /** Host address it is bound to; null for all of them. */
  hostIp: string | null;
}

/** Published ports first, by number; a port bound on 0.0.0.0 and :: is one entry. */
export function foldPorts(ports: readonly PortBinding[]): PortEntry[] {
  const entries = new Map<string, PortEntry>();
  for (const port of ports) {
    const hostIp = port.hostPort === null || anyAddress.has(port.hostIp) ? null : port.hostIp;
    const key = `${hostIp ?? ''}|${port.hostPort ?? ''}|${port.containerPort}|${port.protocol}`;
    entries.set(key, {
      hostPort: port.hostPort,
      containerPort: port.containerPort,
      protocol: port.protocol,
      hostIp,
    });
  }
  return [...entries.values()].sort(
    (a, b) =>
      (a.hostPort ?? 1e6) - (b.hostPort ?? 1e6) ||
      a.containerPort - b.containerPort ||
      a.protocol.localeCompare(b.protocol),
  );
}

/** `8080:80`, `127.0.0.1:8080:80`, `53:53/udp`, or `80/tcp` for one that is only exposed. */
export function portText(port: PortEntry): string {
  if (port.hostPort === null) return `${port.containerPort}/${port.protocol}`;
  const host = port.hostIp === null ? '' : `${port.hostIp.includes(':') ? `[${port.hostIp}]` : port.hostIp}:`;
  const suffix = port.protocol === 'tcp' ? '' : `/${port.protocol}`;
  return `${host}${port.hostPort}:${port.containerPort}${suffix}`;
}

/** The host a published port is reached at, told from the engine's address: its own for tcp and ssh, else localhost. */
export function engineHost(address: string | undefined): string {
  const match = /^(?:tcp|https?|ssh):\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+)/.exec(address ?? '');
  return match?.[1] ?? 'localhost';
}

/** Where a browser finds this port; null when it is not published, or not TCP. */
export function portUrl(port: PortEntry, host: string): string | null {
  if (port.hostPort === null || port.protocol !== 'tcp') return null;
  const scheme = [443, 8443, 9443].includes(port.containerPort) ? 'https' : 'http';
  const bound =
    port.hostIp === null || port.hostIp.startsWith('127.') || port.hostIp === '::1' ? host : port.hostIp;
  const name = bound.includes(':') && !bound.startsWith('[') ? `[${bound}]` : bound;
  return `${scheme}://${name}:${port.hostPort}`;
}

const ranks: Record<ContainerState, number> = {
  running: 0,
  restarting: 0,
  paused: 0,
  removing: 1,
  created: 2,
  exited: 3,
  dead: 4,
};

/** Order of states in a list: what runs, then what could, then what has ended. */
export function stateRank(state: ContainerState): number {
  return ranks[state];
}

/** Exit codes of a container that was stopped or killed on purpose: SIGKILL and SIGTERM. */
const stopCodes = new Set([137, 143]);

export type Ailment = 'unhealthy' | 'restarting' | 'dead' | 'out-of-memory' | 'failed';

/** What is wrong with a container, if anything. Ended by SIGTERM or SIGKILL counts as stopped, unless out of memory. */
export function ailmentOf(container: Container): Ailment | null {
  const { state, exitCode } = container;
  if (state === 'dead') return 'dead';
  if (state === 'restarting') return 'restarting';
  if (state === 'running' || state === 'paused') return container.health === 'unhealthy' ? 'unhealthy' : null;
  if (state !== 'exited') return null;
  if (container.oomKilled) return 'out-of-memory';
  return exitCode !== undefined && exitCode !== 0 && !stopCodes.has(exitCode) ? 'failed' : null;
}

const haystacks = new WeakMap<Container, string>();

function haystackOf(container: Container): string {
  const known = haystacks.get(container);
  if (known !== undefined) return known;
  const parts = [
    container.name,
    container.image,
    shortId(container.id),
    container.id,
    container.project ?? '',
    ...foldPorts(container.ports).map(portText),
    ...Object.entries(container.labels).map(([key, value]) => `${key}=${value}`),
  ];
  const text = parts.join('\n').toLowerCase();
  haystacks.set(container, text);
  return text;
}

/** The words of a filter box: all must be found. */
export function filterWords(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

/**
 * How often the engine started it again by itself; null while that is not known. A container's details, of which its
 * start is one, come after its row, and leave out a count of none.
 */
export function restartsOf({ restartCount, startedAt }: Container): number | null {
  return restartCount ?? (startedAt === undefined ? null : 0);
}

/** Whether every word is part of the name, image, id, project, a port or a `key=value` label. */
export function matchesWords(container: Container, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = haystackOf(container);
  return words.every((word) => text.includes(word));
}
