import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rootsDir } from './paths.ts';
import type { EngineKind } from './types.ts';

export const suites = ['bookworm', 'trixie', 'sid'] as const;
export type Suite = (typeof suites)[number];

const everywhere = [
  'docker.io',
  'criu',
  'iptables',
  'ca-certificates',
  'busybox-static',
  'mount',
  'iproute2',
  'procps',
];
const modern = ['docker-cli', 'docker-buildx', 'docker-compose', 'docker-registry', 'apache2-utils'];

/** What each root holds. Changing a list makes a new root; the old one can be deleted. */
export const packagesOf: Readonly<Record<Suite, readonly string[]>> = {
  bookworm: [...everywhere, 'podman', 'runc', 'containernetworking-plugins'],
  trixie: [...everywhere, ...modern],
  sid: [...everywhere, ...modern],
};

const suiteOf: Readonly<Record<EngineKind, Suite>> = {
  oldest: 'bookworm',
  podman: 'bookworm',
  main: 'trixie',
  newest: 'sid',
};

/** The suite whose root an engine kind runs in. */
export function suiteFor(kind: EngineKind): Suite {
  return suiteOf[kind];
}

/** Cache key of a root: suite and a hash of its package list. */
export function rootKey(suite: Suite): string {
  const list = [...packagesOf[suite]].sort().join(' ');
  return `${suite}-${createHash('sha256').update(`1 ${list}`).digest('hex').slice(0, 12)}`;
}

/** Path of a suite's root, whether it is provisioned or not. */
export function rootPath(suite: Suite): string {
  return join(rootsDir(), rootKey(suite));
}

/** Whether a suite's root is there. It is renamed into place when complete, so being there is being whole. */
export function isProvisioned(suite: Suite): boolean {
  return existsSync(rootPath(suite));
}
