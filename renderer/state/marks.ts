import { useEffect } from 'react';
import { create } from 'zustand';
import type { ProtectedMark } from '../../shared/contract/disk.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { engineIdOf, useConnection, useStanding } from './connection.ts';
import { call } from './link.ts';

interface Marks {
  /** null before they are read. */
  marks: readonly ProtectedMark[] | null;
  error: ApiError | null;
}

const useMarksStore = create<Marks>()(() => ({ marks: null, error: null }));

/** Reads the marks of the engine in use again. */
export async function readMarks(): Promise<void> {
  const result = await call('disk.protected', {});
  if (result.ok) useMarksStore.setState({ marks: result.value, error: null });
  else useMarksStore.setState({ error: result.error });
}

/** The marks of the engine in use, read when somebody looks and after each change made here. */
export function useMarks(): Marks {
  const standing = useStanding();
  const engineId = useConnection((state) => engineIdOf(state.engine));
  const { marks, error } = useMarksStore();
  useEffect(() => {
    if (standing === 'ready' && engineId !== null) void readMarks();
  }, [standing, engineId]);
  // Those of another engine say nothing of this one.
  const ours = marks?.every((mark) => mark.engineId === engineId) === true ? marks : null;
  return { marks: ours, error };
}
