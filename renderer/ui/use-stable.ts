import { useCallback, useLayoutEffect, useRef } from 'react';

/** A function that stays the same object and always does what the latest one does. For handlers, not for rendering. */
export function useStable<A extends unknown[], R>(latest: (...input: A) => R): (...input: A) => R {
  const kept = useRef(latest);
  useLayoutEffect(() => {
    kept.current = latest;
  });
  return useCallback((...input: A) => kept.current(...input), []);
}
