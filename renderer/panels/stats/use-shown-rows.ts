import { useEffect, useRef, useState } from 'react';
import { useStable } from '../../ui/use-stable.ts';

/** While somebody scrolls, rows that only pass by are not asked for. */
const settleMs = 200;

const isContainer = (key: string): boolean => !key.startsWith('project:');

/** The containers whose rows have been in the window for a moment. */
export function useShownRows(): { ids: readonly string[]; onShown(keys: readonly string[]): void } {
  const [ids, setIds] = useState<readonly string[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const first = useRef(true);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onShown = useStable((keys: readonly string[]) => {
    const next = keys.filter(isContainer);
    clearTimeout(timer.current);
    if (first.current && next.length > 0) {
      first.current = false;
      setIds(next);
    } else timer.current = setTimeout(() => setIds(next), settleMs);
  });
  return { ids, onShown };
}
