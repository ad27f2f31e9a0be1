import type { IncomingMessage } from 'node:http';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { EngineClient } from '../client.ts';

export interface LogsQuery {
  follow: boolean;
  stdout: boolean;
  stderr: boolean;
  /** Left out: all lines. */
  tail?: number;
  /** `seconds.nanoseconds`; the line of that very moment is included. */
  since?: string;
  until?: string;
}

/** What Docker and Podman say of a log driver that keeps nothing. */
const unreadable = /does not support reading|log driver, cannot read logs/i;

/** An engine may send the head of a followed log only with its first line (Podman does). */
const followHeadDeadlineMs = 24 * 3600 * 1000;

/**
 * Opens the log of one container by its full id, every line with its time in front.
 * @throws unsupported `logs-unreadable`, not-found `object-unknown`
 */
export async function openLogs(
  client: EngineClient,
  container: { id: string; name: string; logDriver: string },
  query: LogsQuery,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  try {
    return await client.stream(`/containers/${encodeURIComponent(container.id)}/logs`, {
      query: {
        timestamps: '1',
        follow: query.follow ? '1' : '0',
        stdout: query.stdout ? '1' : '0',
        stderr: query.stderr ? '1' : '0',
        tail: query.tail === undefined ? 'all' : String(query.tail),
        since: query.since,
        until: query.until,
      },
      signal,
      ...(query.follow ? { deadlineMs: followHeadDeadlineMs } : {}),
    });
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError) || !unreadable.test(thrown.error.engine ?? '')) throw thrown;
    const { status, engine } = thrown.error;
    throw fail(
      'unsupported',
      'logs-unreadable',
      { name: container.name, driver: container.logDriver },
      { ...(status === undefined ? {} : { status }), ...(engine === undefined ? {} : { engine }) },
    );
  }
}
