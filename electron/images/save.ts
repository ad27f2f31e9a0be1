import type { SaveItem } from '../../shared/contract/images-transfer.ts';
import { imageTitle } from '../../shared/model/image-users.ts';
import { saveImages } from '../engine/api/image-archives.ts';
import { findImage } from '../engine/api/image-tags.ts';
import { listImages } from '../engine/api/resources.ts';
import type { EngineClient } from '../engine/client.ts';

/** One item holds no more than so much. */
const pieceBytes = 256 * 1024;

/** Images as one tar; each is looked up first, so that one that is not there is told before the first byte. */
export async function* save(
  client: EngineClient,
  references: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<SaveItem> {
  const ids = new Set<string>();
  for (const reference of references) ids.add((await findImage(client, reference, signal)).id);
  const rows = (await listImages(client, { signal })).filter(({ id }) => ids.has(id));
  const [first] = rows;
  yield {
    type: 'start',
    name: `${ids.size === 1 && first !== undefined ? fileName(imageTitle(first)) : 'images'}.tar`,
    aboutBytes: rows.length === 0 ? null : rows.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
  for await (const piece of saveImages(client, references, signal))
    for (let at = 0; at < piece.length; at += pieceBytes)
      // A copy: pieces of the socket share one buffer, which desktop and page would be sent whole.
      yield { type: 'data', data: Uint8Array.from(piece.subarray(at, at + pieceBytes)) };
}

/** `team/app:1` as the name of a file. */
function fileName(title: string): string {
  return title
    .replace(/@.*/, '')
    .replace(/[^\w.-]+/g, '_')
    .slice(0, 120);
}
