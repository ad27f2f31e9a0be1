import { create } from 'zustand';
import type { ContainerProcesses } from '../../shared/contract/container-insides.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { call } from './link.ts';
import { usePolled } from './polled.ts';

const everyMs = 2_000;

/** The options that processes are listed with, for all containers; empty: the engine's own. */
export const usePsArgs = create<{ psArgs: string }>()(() => ({ psArgs: '' }));

export function choosePsArgs(psArgs: string): void {
  usePsArgs.setState({ psArgs });
}

/** The processes of a running container, read every 2 s while the page is seen. The last ones stay when a reading fails. */
export function useProcesses(
  id: string,
  running: boolean,
): { processes: ContainerProcesses | null; error: ApiError | null; read(): void } {
  const { psArgs } = usePsArgs();
  const key = running ? `${id} ${psArgs}` : null;
  const { value, error, read } = usePolled(key, everyMs, (signal) =>
    call('containers.top', psArgs === '' ? { id } : { id, psArgs }, { signal }),
  );
  return { processes: value, error, read };
}
