import { useEffect, useState } from 'react';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { InspectableKind, InspectedObject } from '../../shared/contract/inspect.ts';
import { useStanding } from './connection.ts';
import { call } from './link.ts';

export interface Inspected {
  /** The last answer; kept while a newer one is awaited, and when that fails. */
  object: InspectedObject | null;
  error: ApiError | null;
  reading: boolean;
  read(): void;
}

/** Reads an object, and again whenever `stamp` changes or the engine is back. */
export function useInspected(kind: InspectableKind, id: string, stamp: string): Inspected {
  const standing = useStanding();
  const [answer, setAnswer] = useState<{
    of: string;
    object: InspectedObject | null;
    error: ApiError | null;
  }>({ of: '', object: null, error: null });
  const [reading, setReading] = useState(true);
  const [turn, setTurn] = useState(0);
  const of = `${kind}/${id}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: stamp and turn are what asks for another reading
  useEffect(() => {
    if (standing !== 'ready') return;
    const controller = new AbortController();
    setReading(true);
    void call('inspect.any', { kind, id }, { signal: controller.signal }).then((result) => {
      if (controller.signal.aborted) return;
      setReading(false);
      setAnswer((before) =>
        result.ok
          ? { of, object: result.value, error: null }
          : { of, object: before.of === of ? before.object : null, error: result.error },
      );
    });
    return () => controller.abort();
  }, [kind, id, stamp, turn, standing]);

  const ours = answer.of === of;
  return {
    object: ours ? answer.object : null,
    error: ours ? answer.error : null,
    reading,
    read: () => setTurn((count) => count + 1),
  };
}
