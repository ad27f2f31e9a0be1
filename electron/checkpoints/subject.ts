import { readFile } from 'node:fs/promises';
import { memoryLayout } from '../../shared/model/memory-layout.ts';
import { inspectContainer } from '../engine/api/containers.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Engine } from '../engine/engine.ts';
import { type EngineHost, findEngineHost } from '../engine/engine-host.ts';
import { flag, num, type RawRecord, record, text } from '../engine/raw/fields.ts';

/** A container with the engine it is on, as work on its checkpoints needs them. */
export interface Subject {
  client: EngineClient;
  engineId: string;
  /** null where Slipway may not look into the engine's process, or it is on another machine. */
  host: EngineHost | null;
  raw: RawRecord;
  id: string;
  name: string;
  state: string;
}

/** @throws not-found `object-unknown` */
export async function findSubject(engine: Engine, idOrName: string, signal: AbortSignal): Promise<Subject> {
  const engineId = await engine.engineId(signal);
  const client = await engine.clientOf(engineId, signal);
  const raw = await inspectContainer(client, idOrName, signal);
  const host = await findEngineHost(client.address);
  return { client, engineId, host, ...known(raw) };
}

/** The same container as it is now. */
export async function lookAgain(subject: Subject, signal: AbortSignal): Promise<Subject> {
  return { ...subject, ...known(await inspectContainer(subject.client, subject.id, signal)) };
}

function known(raw: RawRecord): Pick<Subject, 'raw' | 'id' | 'name' | 'state'> {
  return {
    raw,
    id: text(raw.Id),
    name: text(raw.Name).replace(/^\//, ''),
    state: text(record(raw.State).Status),
  };
}

/** Where the memory of its first process is; empty where that cannot be read. */
export async function layoutOf({ host, raw }: Subject): Promise<string> {
  const state = record(raw.State);
  const pid = num(state.Pid);
  if (host === null || pid === 0 || !flag(state.Running)) return '';
  try {
    // Without randomisation every start has the same layout, and nothing can be told from it.
    const random = await readFile(host.path('/proc/sys/kernel/randomize_va_space'), 'utf8');
    if (random.trim() === '0') return '';
    // The number is the engine's own: its /proc knows it.
    return memoryLayout(await readFile(host.path(`/proc/${pid}/stat`), 'utf8'));
  } catch (thrown) {
    // It ended in this moment, or is not ours to look at.
    if (thrown instanceof Error && 'code' in thrown) return '';
    throw thrown;
  }
}
