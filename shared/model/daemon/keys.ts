import type { KeyFacts } from './key-type.ts';
import { accessKeys } from './keys-access.ts';
import { containerKeys } from './keys-containers.ts';
import { generalKeys } from './keys-general.ts';
import { networkKeys } from './keys-network.ts';
import { storageKeys } from './keys-storage.ts';

const catalogue = { ...generalKeys, ...storageKeys, ...networkKeys, ...containerKeys, ...accessKeys };

/** A key of daemon.json that Slipway knows. */
export type DaemonKey = keyof typeof catalogue;

/** Every key of daemon.json that Slipway knows. Live keys: moby `daemon/reload.go`; the rest of `daemon/config`. */
export const daemonKeys: Readonly<Record<DaemonKey, KeyFacts>> = catalogue;

/** What is known of a key; null of one that no engine of ours has. */
export function keyFacts(name: string): KeyFacts | null {
  return isDaemonKey(name) ? daemonKeys[name] : null;
}

function isDaemonKey(name: string): name is DaemonKey {
  return Object.hasOwn(catalogue, name);
}

export const daemonKeyNames: readonly DaemonKey[] = Object.keys(catalogue).filter(isDaemonKey);
