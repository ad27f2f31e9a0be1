import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { type StorageAnswer, type StoragePart, storageParts } from '../../shared/contract/settings.ts';

/** Of one part no more is counted: Slipway's own engine may hold millions of files. */
const mostFiles = 50_000;

const partOf: readonly (readonly [StoragePart, RegExp])[] = [
  ['settings', /^(settings\..*json|protected\.json|schedules\.json)$/],
  ['reports', /^(reports|schedule-runs)$/],
  ['trash', /^trash$/],
  ['history', /^stats$/],
  ['plans', /^(plans|replacements|imports|checkpoints\.json)$/],
  ['engine', /^engine(-settings)?$/],
  ['window', /^desktop$/],
  ['other', /./],
];

interface Sum {
  paths: string[];
  bytes: number;
  files: number;
  complete: boolean;
}

/** Measures Slipway's own folder by part. Links are not followed. What is not there counts nothing. */
export async function measureStorage(folder: string, signal: AbortSignal): Promise<StorageAnswer> {
  const sums = new Map<StoragePart, Sum>();
  for (const part of storageParts) sums.set(part, { paths: [], bytes: 0, files: 0, complete: true });
  for (const name of (await namesIn(folder)) ?? []) {
    const part = partOf.find(([, form]) => form.test(name))?.[0] ?? 'other';
    const sum = sums.get(part);
    if (sum === undefined) continue;
    sum.paths.push(path.join(folder, name));
    await add(sum, path.join(folder, name), signal);
  }
  const parts = storageParts.flatMap((part) => {
    const sum = sums.get(part);
    return sum === undefined || sum.paths.length === 0 ? [] : [{ part, ...sum }];
  });
  return { folder, parts, totalBytes: parts.reduce((all, { bytes }) => all + bytes, 0) };
}

async function add(sum: Sum, top: string, signal: AbortSignal): Promise<void> {
  const waiting = [top];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    signal.throwIfAborted();
    if (sum.files >= mostFiles) {
      sum.complete = false;
      return;
    }
    const found = await lstat(at).catch(() => null);
    // Gone between the listing and the look.
    if (found === null) continue;
    if (!found.isDirectory()) {
      sum.files += 1;
      sum.bytes += found.size;
      continue;
    }
    const names = await namesIn(at);
    if (names === null) sum.complete = false;
    for (const name of names ?? []) waiting.push(path.join(at, name));
  }
}

/** null for what may not be looked into. */
async function namesIn(folder: string): Promise<string[] | null> {
  return readdir(folder).catch(() => null);
}
