import { useSyncExternalStore } from 'react';
import { durationText, useWords } from '../i18n/index.ts';
import { engineNow } from '../state/connection.ts';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for every age on the page; it stands still while nothing shows one. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const tick of listeners) tick();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** How long ago something was by the engine's clock, e.g. `3 min`. Re-renders only when the text changes. */
function useAge(sinceMs: number): string {
  const words = useWords();
  return useSyncExternalStore(subscribe, () => durationText(engineNow() - sinceMs, words));
}

/** The age as text; `sentence` puts it into words. */
export function Age({ sinceMs, sentence }: { sinceMs: number; sentence?: (age: string) => string }) {
  const age = useAge(sinceMs);
  return <>{sentence === undefined ? age : sentence(age)}</>;
}
