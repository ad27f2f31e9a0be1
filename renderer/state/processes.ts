import { useEffect, useState } from 'react';
import type { ContainerProcesses } from '../../shared/contract/container-insides.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { useStanding } from './connection.ts';
import { call } from './link.ts';

const everyMs = 2_000;

interface Reading {
  of: string;
  processes: ContainerProcesses | null;
  error: ApiError | null;
}

/** The processes of a running container, read every 2 s while the page is seen. The last ones stay when a reading fails. */
export function useProcesses(id: string, running: boolean): Omit<Reading, 'of'> & { read(): void } {
  const standing = useStanding();
  const [turn, setTurn] = useState(0);
  const [reading, setReading] = useState<Reading>({ of: '', processes: null, error: null });

  // biome-ignore lint/correctness/useExhaustiveDependencies: turn is what asks for a reading now
  useEffect(() => {
    if (!running || standing !== 'ready') return;
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let busy = false;
    const read = async (): Promise<void> => {
      clearTimeout(timer);
      if (busy || document.visibilityState === 'hidden') return;
      busy = true;
      const result = await call('containers.top', { id }, { signal });
      busy = false;
      if (signal.aborted) return;
      setReading((before) =>
        result.ok
          ? { of: id, processes: result.value, error: null }
          : { of: id, processes: before.of === id ? before.processes : null, error: result.error },
      );
      // An engine without ps gets none by being asked again.
      if (!result.ok && result.error.code === 'unsupported') return;
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
  }, [id, running, standing, turn]);

  const ours = reading.of === id && running;
  return {
    processes: ours ? reading.processes : null,
    error: ours ? reading.error : null,
    read: () => setTurn((count) => count + 1),
  };
}
