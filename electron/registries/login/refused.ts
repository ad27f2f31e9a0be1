import type { RefusedLogins } from '../../../shared/contract/registry-login.ts';
import type { LoginMarks } from '../../docker-config/login-marks.ts';

/** What is refused now, and again with each change; what was refused before is not told of anew. */
export async function* watchRefused(marks: LoginMarks, signal: AbortSignal): AsyncGenerator<RefusedLogins> {
  let wake: () => void = () => undefined;
  let changed = true;
  const fresh = new Set<string>();
  const stopListening = marks.onChange((host, isRefused) => {
    changed = true;
    if (isRefused) fresh.add(host);
    else fresh.delete(host);
    wake();
  });
  const stop = () => wake();
  signal.addEventListener('abort', stop);
  try {
    while (!signal.aborted) {
      if (changed) {
        changed = false;
        const tell = [...fresh];
        fresh.clear();
        yield { refused: marks.refused(), tell };
      } else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    stopListening();
    signal.removeEventListener('abort', stop);
  }
}
