import { hostname, release } from 'node:os';
import { type Address, isLocal } from './address.ts';
import type { EngineHost } from './engine-host.ts';
import { type RawRecord, text } from './raw/fields.ts';

/** Whether an engine is on this machine. One in a virtual machine has a kernel or a name of its own. */
export function isOnThisMachine(host: EngineHost | null, address: Address, info: RawRecord): boolean {
  if (host !== null) return true;
  return isLocal(address) && text(info.KernelVersion) === release() && text(info.Name) === hostname();
}
