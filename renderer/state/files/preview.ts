import type { ApiError } from '../../../shared/contract/errors.ts';
import { openStream } from '../link.ts';

/** More is not shown. */
const mostBytes = 1_000_000;

export type Preview =
  | { is: 'text'; text: string; lossy: boolean }
  | { is: 'binary' }
  | { is: 'too-large'; size: number }
  | { is: 'failed'; error: ApiError };

/** Reads a file as text, up to 1 MB of it. Answers the way to leave. */
export function readPreview(id: string, path: string, shown: (preview: Preview) => void): () => void {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const answer = (preview: Preview) => {
    handle?.cancel();
    shown(preview);
  };
  const handle = openStream(
    'containers.download',
    { id, path },
    {
      item: (item) => {
        if (item.type === 'start') {
          if (item.size !== null && item.size > mostBytes) answer({ is: 'too-large', size: item.size });
          return;
        }
        size += item.data.length;
        // A file that grows while it is read.
        if (size > mostBytes) answer({ is: 'too-large', size });
        else if (item.data.includes(0)) answer({ is: 'binary' });
        else pieces.push(item.data);
      },
      done: (error) => shown(error === undefined ? decode(pieces, size) : { is: 'failed', error }),
    },
  );
  return () => handle?.cancel();
}

function decode(pieces: readonly Uint8Array[], size: number): Preview {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  try {
    return { is: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(whole), lossy: false };
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    return { is: 'text', text: new TextDecoder().decode(whole), lossy: true };
  }
}
