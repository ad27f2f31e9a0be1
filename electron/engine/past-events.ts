import type { EngineEvent } from '../../shared/contract/engine.ts';
import type { EngineClient } from './client.ts';
import { parseEvent } from './raw/events.ts';

const deadlineMs = 10_000;

/**
 * The events the engine still remembers (dockerd: 256) between two times, ms since the epoch by its own clock.
 * `untilMs` must have passed: an engine waits for a time to come.
 */
export async function pastEvents(
  client: EngineClient,
  sinceMs: number,
  untilMs: number,
  signal: AbortSignal,
): Promise<EngineEvent[]> {
  if (untilMs <= sinceMs) return [];
  const seconds = (ms: number): string => (Math.max(ms, 0) / 1000).toFixed(3);
  const { body } = await client.text('/events', {
    query: { since: seconds(sinceMs), until: seconds(untilMs) },
    signal,
    deadlineMs,
  });
  return body
    .split('\n')
    .map(parseEvent)
    .filter((event): event is EngineEvent => event !== null);
}
