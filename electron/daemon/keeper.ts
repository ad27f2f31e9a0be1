import type { Supervised } from '../../shared/contract/managed.ts';
import type { Supervisor } from '../supervision/supervisor.ts';

/** What is needed of whoever looks after an engine. */
export type Keeper = Pick<Supervisor, 'id' | 'describe' | 'start' | 'restart' | 'reload' | 'log' | 'local'>;
export type Kept = Supervised;

/** Who looks after the engine at an address, whether it runs or not; null where nobody on this machine does. */
export type FindKeeper = (address: string | null, signal: AbortSignal) => Promise<Keeper | null>;
