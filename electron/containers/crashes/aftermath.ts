import type { Crash, HealthLog } from '../../../shared/contract/crashes.ts';
import type { ApiError } from '../../../shared/contract/errors.ts';
import { failure, SlipwayError, toApiError } from '../../../shared/contract/failure.ts';
import type { LogLine } from '../../../shared/contract/logs.ts';
import type { Death, DeathFacts } from '../../../shared/model/deaths.ts';
import { inspectContainer } from '../../engine/api/containers.ts';
import { openLogs } from '../../engine/api/logs.ts';
import type { EngineClient } from '../../engine/client.ts';
import { flag, isoFromText, num, type RawRecord, record, text } from '../../engine/raw/fields.ts';
import { healthLog } from '../../engine/raw/health.ts';
import { FramedLog, RawLog } from '../logs/parsers.ts';

/** What can still be learnt of a container that ended. */
export interface Aftermath {
  facts: DeathFacts;
  removed: boolean;
  restarts: boolean;
  oomKilled: boolean;
  lines: LogLine[];
  linesError?: ApiError;
  restartCount?: number;
  engineError?: string;
  image?: string;
  health?: HealthLog;
}

const keptLines = 50;
const keptCharacters = 1000;
const logDeadlineMs = 8000;
/** Lines this much younger than the end are of the next run. */
const lateNano = 500_000_000n;
const restarting: ReadonlySet<string> = new Set(['always', 'unless-stopped', 'on-failure']);

/** Reads what the engine still knows of it: its state, its health and its last lines. Never rejects. */
export async function readAftermath(
  client: EngineClient,
  death: Death,
  signal: AbortSignal,
): Promise<Aftermath> {
  const oomSeen = ranOutOfMemory(death);
  const nothing = { facts: { autoRemove: null, interactive: null }, restarts: false, oomKilled: oomSeen };
  try {
    const raw = await inspectContainer(client, death.id, signal);
    return { ...read(raw, death, oomSeen), ...(await lastLines(client, raw, death, signal)) };
  } catch (thrown) {
    const removed = thrown instanceof SlipwayError && thrown.error.code === 'not-found';
    const linesError = removed ? failure('not-found', 'log-gone', { name: death.name }) : toApiError(thrown);
    return { ...nothing, removed, lines: [], linesError };
  }
}

/** By the events so far. */
export function ranOutOfMemory({ life, exitCode }: Death): boolean {
  return life.oom && exitCode === 137;
}

function read(raw: RawRecord, death: Death, oomSeen: boolean): Omit<Aftermath, 'lines' | 'linesError'> {
  const state = record(raw.State);
  const config = record(raw.Config);
  const host = record(raw.HostConfig);
  const policy = record(host.RestartPolicy);
  const most = num(policy.MaximumRetryCount);
  const restartCount = num(raw.RestartCount);
  // It may run again already: then its state is of that run.
  const startedAt = isoFromText(state.StartedAt) ?? '';
  const same = Date.parse(startedAt) <= Date.parse(death.at);
  const engineError = same ? text(state.Error) : '';
  const health = healthLog(state);
  return {
    facts: {
      autoRemove: flag(host.AutoRemove),
      interactive: flag(config.Tty) && flag(config.OpenStdin),
    },
    removed: false,
    restarts: restarting.has(text(policy.Name)) && (most === 0 || restartCount < most),
    oomKilled: oomSeen || (same && flag(state.OOMKilled)),
    restartCount,
    ...(text(config.Image) === '' ? {} : { image: text(config.Image) }),
    ...(engineError === '' ? {} : { engineError }),
    ...(health === null ? {} : { health }),
  };
}

/** The last lines it wrote, or why there are none to be had. */
async function lastLines(
  client: EngineClient,
  raw: RawRecord,
  death: Death,
  signal: AbortSignal,
): Promise<Pick<Aftermath, 'lines' | 'linesError'>> {
  const late = AbortSignal.timeout(logDeadlineMs);
  const over = AbortSignal.any([signal, late]);
  const container = {
    id: death.id,
    name: death.name,
    logDriver: text(record(record(raw.HostConfig).LogConfig).Type),
  };
  try {
    const query = { follow: false, stdout: true, stderr: true, tail: keptLines };
    const answer = await openLogs(client, container, query, over);
    const parser = flag(record(raw.Config).Tty) ? new RawLog() : new FramedLog();
    const records = [];
    for await (const chunk of answer) records.push(...parser.push(chunk as Buffer));
    records.push(...parser.end());
    const until = BigInt(death.atNano) + lateNano;
    const lines = records
      .filter(({ atNano }) => BigInt(atNano) <= until)
      .slice(-keptLines)
      .map(({ at, atNano, channel, text: line, bytes, truncated }): LogLine => {
        const cut = truncated || line.length > keptCharacters;
        const kept = line.length > keptCharacters ? line.slice(0, keptCharacters) : line;
        return {
          container: death.name,
          at,
          atNano,
          channel,
          text: kept,
          ...(cut ? { truncatedBytes: bytes } : {}),
        };
      });
    const said = parser.trouble;
    if (lines.length > 0 || said === null) return { lines };
    const linesError = failure('engine-error', 'engine-error', { detail: said }, { engine: said });
    return { lines, linesError };
  } catch (thrown) {
    // The log of a container that was truncated is never answered.
    const linesError = late.aborted
      ? failure('timeout', 'log-not-read', { name: death.name })
      : toApiError(thrown);
    return { lines: [], linesError };
  }
}

/** A crash of its own, before it is known to follow another one. */
export function crashOf(death: Death, found: Aftermath, missed: boolean): Crash {
  const project =
    death.labels['com.docker.compose.project'] ?? death.labels['com.docker.stack.namespace'] ?? '';
  const service = death.labels['com.docker.swarm.service.name'] ?? '';
  const { restartCount, engineError, linesError, health } = found;
  return {
    id: `${death.id.slice(0, 12)}-${death.atNano}`,
    containerId: death.id,
    name: death.name,
    image: death.image || found.image || '',
    ...(project === '' ? {} : { project }),
    ...(service === '' ? {} : { service }),
    at: death.at,
    firstAt: death.at,
    count: 1,
    exitCode: death.exitCode,
    oomKilled: found.oomKilled,
    ...(engineError === undefined ? {} : { engineError }),
    ...(death.ranMs === null ? {} : { ranMs: death.ranMs }),
    ...(restartCount === undefined ? {} : { restartCount }),
    // A swarm makes another task in its place.
    restarts: found.restarts || service !== '',
    removed: found.removed || death.life.removed,
    missed,
    lines: found.lines,
    ...(linesError === undefined ? {} : { linesError }),
    ...(health === undefined ? {} : { health }),
  };
}
