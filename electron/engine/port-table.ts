import { readdir, readFile, readlink } from 'node:fs/promises';
import { type BoundSocket, boundSockets } from '../../shared/model/bound-sockets.ts';
import type { EngineClient } from './client.ts';
import { type EngineHost, findEngineHost } from './engine-host.ts';
import { isOnThisMachine } from './on-this-machine.ts';
import { record } from './raw/fields.ts';

/** A process as this machine counts it. `command` is hostile text. */
export interface PortProcess {
  pid: number;
  command: string;
}

/** The ports of the network an engine publishes on. */
export interface PortTable {
  bound: readonly BoundSocket[];
  /** Whose a socket is; null where Slipway may not look. */
  processOf(inode: string): Promise<PortProcess | null>;
}

const tables = ['tcp', 'tcp6', 'udp', 'udp6'] as const;

/** The ports that are taken where an engine publishes; null where it is not on this machine, or not on Linux. */
export async function portTableOf(client: EngineClient, signal?: AbortSignal): Promise<PortTable | null> {
  if (process.platform !== 'linux') return null;
  const { address } = client;
  const [host, { body }] = await Promise.all([
    findEngineHost(address),
    client.json('/info', { deadlineMs: 10_000, ...(signal === undefined ? {} : { signal }) }),
  ]);
  return isOnThisMachine(host, address, record(body)) ? readTable(host) : null;
}

async function readTable(host: EngineHost | null): Promise<PortTable> {
  const folder = host === null ? '/proc/net' : `/proc/${host.pid}/net`;
  const bound = await Promise.all(
    tables.map(async (name) => {
      const table = await readFile(`${folder}/${name}`, 'utf8').catch(asNull);
      return table === null ? [] : boundSockets(table, name.startsWith('tcp') ? 'tcp' : 'udp');
    }),
  );
  return { bound: bound.flat(), processOf };
}

async function processOf(inode: string): Promise<PortProcess | null> {
  const wanted = `socket:[${inode}]`;
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    for (const descriptor of (await readdir(`/proc/${pid}/fd`).catch(asNull)) ?? []) {
      if ((await readlink(`/proc/${pid}/fd/${descriptor}`).catch(asNull)) !== wanted) continue;
      const command = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(asNull))?.trim() ?? '';
      return { pid: Number(pid), command };
    }
  }
  return null;
}

/** What goes away while it is looked at, or may not be looked at, tells nothing. */
function asNull(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown) return null;
  throw thrown;
}
