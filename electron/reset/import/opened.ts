import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { fail } from '../../../shared/contract/failure.ts';
import type { ExportSummary } from '../../../shared/contract/reset-export.ts';
import { type RawRecord, record } from '../../engine/raw/fields.ts';
import {
  checksumName,
  countsOf,
  type ExportedFile,
  exportVersion,
  type Manifest,
  manifestName,
  manifestSchema,
} from '../manifest.ts';

/** More than any manifest needs: 100,000 objects are about 40 MB. */
const manifestLimitBytes = 256 * 1024 * 1024;

/** An export folder whose manifest is what it says it is. */
export interface OpenedExport {
  folder: string;
  manifest: Manifest;
  checksum: string;
}

/**
 * Reads the manifest of an export and compares it with its checksum, and with the one that is expected where that is given.
 * @throws invalid-input `export-folder-relative`, not-found `import-none`, conflict `import-altered`, unsupported `import-newer`
 */
export async function openExport(folder: string, expected?: string): Promise<OpenedExport> {
  if (!path.isAbsolute(folder)) throw fail('invalid-input', 'export-folder-relative', { folder });
  const text = await readText(folder, manifestName);
  const [noted = ''] = (await readText(folder, checksumName)).split(/\s/);
  const checksum = createHash('sha256').update(text).digest('hex');
  if (checksum !== noted || (expected !== undefined && checksum !== expected))
    throw fail('conflict', 'import-altered', { file: manifestName });
  const raw = parsed(text, folder);
  const { version } = record(raw);
  if (typeof version === 'number' && version > exportVersion)
    throw fail('unsupported', 'import-newer', { version: String(version) });
  const manifest = manifestSchema.safeParse(raw);
  if (!manifest.success)
    throw fail('not-found', 'import-none', { folder, detail: `${manifestName} is not of an export` });
  return { folder: path.normalize(folder), manifest: manifest.data, checksum };
}

export function summaryOf({ folder, manifest, checksum }: OpenedExport): ExportSummary {
  const { createdAt, engine, objects, files, leftOut } = manifest;
  return {
    ...{ folder, createdAt, checksum, leftOut, counts: countsOf(objects) },
    engine: { name: engine.name, kind: engine.kind, version: engine.version },
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Reads every file and compares it. @throws not-found `import-missing`, conflict `import-altered` */
export async function checkFiles(opened: OpenedExport, signal: AbortSignal): Promise<void> {
  const { files, objects } = opened.manifest;
  const listed = new Set(files.map((file) => file.path));
  for (const { definition, data } of objects)
    for (const file of [definition, data])
      if (file !== null && !listed.has(file))
        throw fail('conflict', 'import-altered', { file: manifestName });
  for (const file of files) {
    if (signal.aborted) throw fail('cancelled', 'cancelled');
    for await (const _ of checkedPieces(opened, file.path));
  }
}

/** A definition, checked. */
export async function readDefinition(opened: OpenedExport, file: string): Promise<RawRecord> {
  const pieces: Buffer[] = [];
  for await (const piece of checkedPieces(opened, file)) pieces.push(piece);
  return record(parsed(Buffer.concat(pieces).toString('utf8'), opened.folder));
}

/** The data of a volume as a stream that fails at its end where it is not what was exported. */
export function openData(opened: OpenedExport, file: string): { stream: Readable; bytes: number } {
  return { stream: Readable.from(checkedPieces(opened, file)), bytes: fileOf(opened, file).bytes };
}

function fileOf({ manifest }: OpenedExport, file: string): ExportedFile {
  const found = manifest.files.find((one) => one.path === file);
  if (found === undefined) throw fail('not-found', 'import-missing', { file });
  return found;
}

async function* checkedPieces(opened: OpenedExport, file: string): AsyncGenerator<Buffer> {
  const { bytes, sha256 } = fileOf(opened, file);
  const from = path.join(opened.folder, file);
  const hash = createHash('sha256');
  try {
    // A link or a device is not what was written here.
    const found = await lstat(from);
    if (!found.isFile() || found.size !== bytes) throw fail('conflict', 'import-altered', { file });
    for await (const piece of createReadStream(from, { highWaterMark: 256 * 1024 })) {
      hash.update(piece as Buffer);
      yield piece as Buffer;
    }
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')
      throw fail('not-found', 'import-missing', { file });
    throw thrown;
  }
  if (hash.digest('hex') !== sha256) throw fail('conflict', 'import-altered', { file });
}

async function readText(folder: string, name: string): Promise<string> {
  const file = path.join(folder, name);
  try {
    const found = await lstat(file);
    if (!found.isFile() || found.size > manifestLimitBytes)
      throw fail('not-found', 'import-none', { folder, detail: `${name} is no file of an export` });
    return await readFile(file, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown)
      throw fail('not-found', 'import-none', { folder, detail: thrown.message });
    throw thrown;
  }
}

function parsed(text: string, folder: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw fail('not-found', 'import-none', { folder, detail: 'a file of it is not JSON' });
  }
}
