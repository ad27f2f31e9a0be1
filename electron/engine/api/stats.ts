import type { EngineIdentity } from '../../../shared/contract/engine.ts';
import type { StatsSample } from '../../../shared/model/stats.ts';
import { compareVersions } from '../api-version.ts';
import type { EngineClient } from '../client.ts';
import { statsSample } from '../raw/stats.ts';

/** Podman took received for sent until 4.4 (podman#16618), as its own counters in /proc/net/dev show. */
export function swapsNetwork({ kind, version }: Pick<EngineIdentity, 'kind' | 'version'>): boolean {
  return kind === 'podman' && compareVersions(version, '4.4') < 0;
}

/**
 * One reading of a container's counters; null where it does not run. `id` is a whole id. Since API 1.41 the engine
 * reads once and answers (2 to 30 ms); before, it takes 1 to 2 s for a pair.
 */
export async function readStats(
  client: EngineClient,
  id: string,
  { swapsNetwork, ...options }: { signal: AbortSignal; deadlineMs: number; swapsNetwork: boolean },
): Promise<StatsSample | null> {
  const path = `/containers/${encodeURIComponent(id)}/stats`;
  const { body } = await client.json(path, { query: { stream: 'false', 'one-shot': 'true' }, ...options });
  return statsSample(body, swapsNetwork);
}
