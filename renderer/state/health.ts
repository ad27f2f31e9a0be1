import type { HealthLog } from '../../shared/contract/crashes.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { call } from './link.ts';
import { usePolled } from './polled.ts';

const everyMs = 2_000;

/** The last probes of a health check, read every 2 s while the page is seen; a probe is told by no event of its own. */
export function useHealth(
  id: string,
  checked: boolean,
): { health: HealthLog | null; error: ApiError | null; read(): void } {
  const { value, error, read } = usePolled(checked ? id : null, everyMs, (signal) =>
    call('containers.health', { id }, { signal }),
  );
  return { health: value, error, read };
}
