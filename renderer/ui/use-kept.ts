import { useRef } from 'react';

/** The value before, while the new one says the same: what depends on it stays as it is. */
export function useKept<T>(value: T, isSame: (a: T, b: T) => boolean): T {
  const kept = useRef(value);
  if (!isSame(kept.current, value)) kept.current = value;
  return kept.current;
}
