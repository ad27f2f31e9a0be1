import type { z } from 'zod';
import { fail } from '../../shared/contract/failure.ts';
import type { imageTransfers, LoadItem, PullProgress } from '../../shared/contract/images-transfer.ts';
import { referenceProblem, sameName, withTag } from '../../shared/model/image-reference.ts';
import { shortId } from '../../shared/model/names.ts';
import type { TarHeader } from '../../shared/model/tar-walk.ts';
import { importImage, loadImages } from '../engine/api/image-archives.ts';
import { findImage, tagImage } from '../engine/api/image-tags.ts';
import { progressOf } from '../engine/api/progress-lines.ts';
import type { EngineClient } from '../engine/client.ts';
import { text } from '../engine/raw/fields.ts';
import { receive } from '../uploads/receive.ts';
import { Spool } from '../uploads/spool.ts';
import { ArchiveCheck, type ArchiveFault } from './archive-check.ts';

type Message = z.output<typeof imageTransfers.load.message>;
type ImportInput = z.output<typeof imageTransfers.import.input>;

/** Receives a tar whole; what it answers is the caller's to remove. */
export async function* receiveTar(
  size: number,
  messages: AsyncIterable<Message>,
): AsyncGenerator<LoadItem, Spool> {
  const spool = await Spool.open();
  let whole = false;
  try {
    yield* receive(size, messages[Symbol.asyncIterator](), (piece) => spool.write(piece));
    whole = true;
    return spool;
  } finally {
    if (!whole) await spool.remove();
  }
}

/** What a step of a load tells of the whole. */
export function loadTold(item: LoadItem): {
  key: string;
  step: PullProgress | null;
  subject?: string;
} {
  if (item.type === 'loading') {
    const { progress } = item;
    return { key: `${progress.id} ${progress.status}`, step: progress };
  }
  const names = item.type === 'done' ? item.images.map(({ id, names: [name] }) => name ?? shortId(id)) : [];
  return { key: item.type, step: null, ...(names.length > 0 ? { subject: names.join(', ') } : {}) };
}

/**
 * Loads images out of a tar that was received, and removes that. It is looked through first, so that a broken one leaves the
 * engine as it was.
 */
export async function* load(
  client: EngineClient,
  spool: Spool,
  operationId: string,
  signal: AbortSignal,
): AsyncGenerator<LoadItem> {
  try {
    yield { type: 'checking', operationId };
    // What only the engine can unpack only the engine can look through.
    if (!(await spool.packedOtherwise())) {
      const check = new ArchiveCheck();
      await spool.walk(check, signal, false);
      const fault = check.fault();
      if (fault !== null) throw refused(fault);
    }
    const stream = spool.read();
    const names: string[] = [];
    try {
      for await (const said of loadImages(client, { stream, bytes: spool.bytes }, signal)) {
        names.push(...loadedNames(text(said.stream)));
        const progress = progressOf(said);
        if (progress !== null) yield { type: 'loading', progress };
      }
    } finally {
      // A refusal comes before all of it was read.
      stream.destroy();
    }
    yield { type: 'done', images: await identify(client, names, signal) };
  } finally {
    await spool.remove();
  }
}

/** Makes an image of a root filesystem. */
export async function* importTar(
  client: EngineClient,
  input: ImportInput,
  messages: AsyncIterable<Message>,
  signal: AbortSignal,
): AsyncGenerator<LoadItem> {
  const { reference } = input;
  const problem = reference === '' ? null : referenceProblem(reference, 'tag');
  if (problem !== null) throw fail('invalid-input', 'image-name-malformed', { name: reference, problem });
  const spool = yield* receiveTar(input.size, messages);
  try {
    yield { type: 'checking' };
    if (!(await spool.packedOtherwise())) {
      let images = false;
      const header = ({ name, type }: TarHeader) => {
        if (type === 'file' && name === 'manifest.json') images = true;
      };
      await spool.walk({ header }, signal, false);
      if (images) throw fail('invalid-input', 'import-of-images');
    }
    const stream = spool.read();
    let id = '';
    try {
      for await (const said of importImage(client, input, { stream, bytes: spool.bytes }, signal)) {
        const status = text(said.status).trim() || text(said.id).trim();
        if (/^(?:sha256:)?[0-9a-f]{64}$/.test(status)) id = status;
        const progress = progressOf(said);
        if (progress !== null) yield { type: 'loading', progress };
      }
    } finally {
      stream.destroy();
    }
    const image = await findImage(client, id === '' ? reference : id, signal);
    // Podman 4 leaves out the name it was asked for.
    if (reference !== '' && !image.tags.some((tag) => sameName(tag, reference, 'podman')))
      await tagImage(client, image.id, withTag(reference), signal);
    yield { type: 'done', images: [{ id: image.id, names: reference === '' ? [] : [withTag(reference)] }] };
  } finally {
    await spool.remove();
  }
}

/** Engines tell what they loaded in a sentence only. */
function loadedNames(line: string): string[] {
  const [, said = ''] = /^Loaded images?(?: ID)?(?:\(s\))?: (.+)$/m.exec(line) ?? [];
  return said
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

async function identify(
  client: EngineClient,
  references: readonly string[],
  signal: AbortSignal,
): Promise<{ id: string; names: string[] }[]> {
  const found = new Map<string, string[]>();
  for (const reference of new Set(references)) {
    if (reference === '') continue;
    const { id } = await findImage(client, reference, signal);
    const names = found.get(id) ?? [];
    if (!/^(?:sha256:)?[0-9a-f]{64}$/.test(reference)) names.push(reference);
    found.set(id, names);
  }
  return [...found].map(([id, names]) => ({ id, names }));
}

function refused(fault: ArchiveFault) {
  return fail('invalid-input', 'load-not-images', {
    why: fault.kind,
    entry: 'entry' in fault ? fault.entry.slice(0, 200) : '',
  });
}
