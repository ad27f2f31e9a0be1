import { readFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import type { ProcessMark } from '../../plans/owner.ts';
import type { OwnState } from './machine.ts';

/** What the owner knows of the engine, for who comes after it and who only looks on. */
export interface OwnRecord {
  state: OwnState;
  /** What was started: the engine, or a wrapper that it runs in. */
  launcher: ProcessMark | null;
  daemon: ProcessMark | null;
  /** Of the machine: after the next one nothing of it runs. */
  boot: string;
}

export const emptyRecord: OwnRecord = {
  state: { at: 'stopped', exit: null },
  launcher: null,
  daemon: null,
  boot: '',
};

/** What cannot be read is nothing that is known. */
export async function readRecord(path: string): Promise<OwnRecord> {
  try {
    const found = JSON.parse(await readFile(path, 'utf8')) as Partial<OwnRecord> | null;
    if (typeof found?.state?.at !== 'string') return emptyRecord;
    return { ...emptyRecord, ...found };
  } catch (thrown) {
    if (thrown instanceof SyntaxError || (thrown instanceof Error && 'code' in thrown)) return emptyRecord;
    throw thrown;
  }
}

export async function writeRecord(path: string, record: OwnRecord): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
}
