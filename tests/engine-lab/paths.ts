import { homedir } from 'node:os';
import { join } from 'node:path';
import { type ProcessId, startTime } from './processes.ts';

/** Where run folders are made: short, since a unix socket's path may have 107 bytes at most. */
export const runDirPrefix = '/tmp/slipway-lab-';

/** The lab's cache: `${XDG_CACHE_HOME:-~/.cache}/slipway/engine-lab`. */
export function cacheDir(): string {
  const xdg = process.env.XDG_CACHE_HOME;
  return join(xdg ? xdg : join(homedir(), '.cache'), 'slipway', 'engine-lab');
}

/** Folder of the provisioned roots. */
export function rootsDir(): string {
  return join(cacheDir(), 'roots');
}

/** Environment variable that carries the host of the shared engine of a kind, e.g. `SLIPWAY_LAB_MAIN`. */
export function engineVariable(kind: string): string {
  return `SLIPWAY_LAB_${kind.toUpperCase()}`;
}

/** Where this process's fault proxies put their sockets: the name tells sweep whose they are. */
export function proxyDirPrefix(): string {
  return `/tmp/slipway-proxy-${process.pid}-${startTime(process.pid) ?? '0'}`;
}

/** The process a proxy folder's name tells of. */
export function proxyOwner(name: string): ProcessId | undefined {
  const match = /^slipway-proxy-(\d+)-(\d+)-[A-Za-z0-9]+$/.exec(name);
  return match?.[1] && match[2] ? { pid: Number(match[1]), start: match[2] } : undefined;
}
