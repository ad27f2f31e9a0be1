import { createHash } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { isProcessAlive, ownProcess } from './owner.ts';

/** Where a mark is from: `elsewhere`, nobody here can tell whether its process still runs. */
export type Whose = 'own' | 'alive' | 'dead' | 'elsewhere';

/**
 * This process as a word for what others see too, on an engine or a share: numbers of processes mean nothing on another
 * machine, in another container or after a boot. Digits, a to f and dashes only.
 */
export async function ownMark(): Promise<string> {
  const { pid, started } = await ownProcess();
  const { machine, boot } = await ownPlace();
  return `${machine}-${boot}-${pid}-${started}`;
}

/** What became of the process of a mark. Anything else than a mark is from elsewhere. */
export async function whoseMark(mark: string): Promise<Whose> {
  const [, machine, boot, pid, started = ''] = /^([0-9a-f]{12})-([0-9a-f]{12})-(\d+)-(\d*)$/.exec(mark) ?? [];
  const here = await ownPlace();
  if (machine !== here.machine || pid === undefined) return 'elsewhere';
  if (boot !== here.boot) return 'dead';
  if (mark === (await ownMark())) return 'own';
  return (await isProcessAlive({ pid: Number(pid), started })) ? 'alive' : 'dead';
}

async function ownPlace(): Promise<{ machine: string; boot: string }> {
  const told = await Promise.all([
    readFile('/etc/machine-id', 'utf8').catch(unknown),
    // In a container numbers of processes are its own.
    readlink('/proc/self/ns/pid').catch(unknown),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(unknown),
  ]);
  const [id, space, boot] = told;
  return { machine: digest(hostname(), id, space), boot: digest(boot) };
}

const digest = (...parts: string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);

/** Not every system tells. */
function unknown(thrown: unknown): string {
  if (thrown instanceof Error && 'code' in thrown) return '';
  throw thrown;
}
