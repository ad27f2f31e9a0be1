import { useEffect, useRef, useState } from 'react';
import type { ApiError, Result } from '../../shared/contract/errors.ts';
import { useStanding } from './connection.ts';

interface Reading<T> {
  of: string;
  value: T | null;
  error: ApiError | null;
}

/**
 * Something that is read again and again while the page is seen. The last value of the same `key` stays when a reading
 * fails; a null key reads nothing.
 */
export function usePolled<T>(
  key: string | null,
  everyMs: number,
  ask: (signal: AbortSignal) => Promise<Result<T>>,
): { value: T | null; error: ApiError | null; read(): void } {
  const standing = useStanding();
  const [turn, setTurn] = useState(0);
  const [reading, setReading] = useState<Reading<T>>({ of: '', value: null, error: null });
  const latest = useRef(ask);
  latest.current = ask;

  // biome-ignore lint/correctness/useExhaustiveDependencies: turn is what asks for a reading now
  useEffect(() => {
    if (key === null || standing !== 'ready') return;
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let busy = false;
    const read = async (): Promise<void> => {
      clearTimeout(timer);
      if (busy || document.visibilityState === 'hidden') return;
      busy = true;
      const result = await latest.current(signal);
      busy = false;
      if (signal.aborted) return;
      setReading((before) =>
        result.ok
          ? { of: key, value: result.value, error: null }
          : { of: key, value: before.of === key ? before.value : null, error: result.error },
      );
      // What cannot be done, or was asked for wrongly, is not mended by being asked again.
      if (!result.ok && (result.error.code === 'unsupported' || result.error.code === 'invalid-input'))
        return;
      timer = setTimeout(() => void read(), everyMs);
    };
    const onVisible = () => void read();
    document.addEventListener('visibilitychange', onVisible);
    void read();
    return () => {
      document.removeEventListener('visibilitychange', onVisible);
      clearTimeout(timer);
      controller.abort();
    };
  }, [key, everyMs, standing, turn]);

  const ours = key !== null && reading.of === key;
  return {
    value: ours ? reading.value : null,
    error: ours ? reading.error : null,
    read: () => setTurn((count) => count + 1),
  };
}
