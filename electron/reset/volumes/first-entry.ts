import type { Readable } from 'node:stream';
import { fail } from '../../../shared/contract/failure.ts';
import { shownText } from '../../../shared/model/byte-text.ts';
import { TarError, type TarHeader, TarWalker } from '../../../shared/model/tar-walk.ts';

/**
 * Passes a tar on once its first entry is the folder of that name: a link in its place would lead what follows out of the
 * volume.
 * @throws conflict `volume-tar-odd`, before anything was passed on
 */
export async function* fromFolder(tar: Readable, folder: string, volume: string): AsyncGenerator<Buffer> {
  const odd = (detail: string) => fail('conflict', 'volume-tar-odd', { volume, detail });
  let first: TarHeader | null = null;
  const walker = new TarWalker({
    header: (header) => {
      first ??= header;
    },
  });
  const held: Buffer[] = [];
  let looked = false;
  for await (const piece of tar) {
    if (looked) {
      yield piece as Buffer;
      continue;
    }
    held.push(piece as Buffer);
    try {
      walker.push(piece as Buffer);
    } catch (thrown) {
      if (!(thrown instanceof TarError)) throw thrown;
      // What comes after the first entry is for the one that unpacks it.
      if (first === null) throw odd(thrown.message);
    }
    const found = first as TarHeader | null;
    if (found === null && !walker.finished) continue;
    if (found !== null && (found.type !== 'directory' || found.name.replace(/\/$/, '') !== folder))
      throw odd(`it begins with ${shownText(found.name)}, which is not its folder`);
    looked = true;
    yield* held.splice(0);
  }
  yield* held;
}
