import { fail } from '../../../shared/contract/failure.ts';
import { inspectContainer } from '../../engine/api/containers.ts';
import type { EngineClient } from '../../engine/client.ts';
import { list, num, record, text } from '../../engine/raw/fields.ts';

export interface Patience {
  /** Without a health check it must run for so long. */
  waitMs: number;
  /** With one it must be healthy by then. */
  healthMs: number;
  lookEveryMs: number;
}

/**
 * Waits until a started container is good: healthy, or running all through `waitMs` where nothing checks its health.
 * @throws conflict `replacement-exited`, `replacement-unhealthy`, timeout `replacement-not-healthy`
 */
export async function waitUntilGood(
  client: EngineClient,
  id: string,
  name: string,
  patience: Patience,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  for (;;) {
    if (signal.aborted) throw fail('cancelled', 'cancelled');
    const raw = await inspectContainer(client, id);
    const state = record(raw.State);
    const status = text(state.Status);
    const passed = performance.now() - began;
    // An engine that restarts it says "running" most of the time: it must not have ended at all.
    if (num(raw.RestartCount) > 0 || (status !== 'running' && status !== 'created' && status !== 'starting'))
      throw fail('conflict', 'replacement-exited', { name, code: String(num(state.ExitCode)) });
    const health = text(record(state.Health).Status);
    if (health === 'unhealthy') {
      const said = text(record(list(record(state.Health).Log).at(-1)).Output).trim();
      throw fail('conflict', 'replacement-unhealthy', { name, detail: said.slice(0, 500) });
    }
    const checked = health !== '' && health !== 'none';
    if (checked ? health === 'healthy' : status === 'running' && passed >= patience.waitMs) return;
    const limit = checked ? patience.healthMs : patience.waitMs + 30_000;
    if (passed >= limit)
      throw fail('timeout', 'replacement-not-healthy', { name, seconds: String(Math.round(limit / 1000)) });
    await pause(Math.min(patience.lookEveryMs, 1000), signal);
  }
}

/** Waits, but not once `signal` fires. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted) end();
  });
}
