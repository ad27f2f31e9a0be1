import type { z } from 'zod';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { containerLogs, LogBatch } from '../../../shared/contract/logs.ts';
import type { Engine } from '../../engine/engine.ts';
import { engineTime } from '../../engine/times.ts';
import type { DomainHandlers } from '../../rpc/handlers.ts';
import { LogMerge, type MergeLimits } from './merge.ts';
import { LogSource, type Wake } from './source.ts';
import { findSubject, type LogSubject } from './subject.ts';

type LogsInput = z.output<typeof containerLogs.logs.input>;

/** Lines that come within so long go in one item. */
const gatherMs = 4;
/** A container that stopped is looked at this often, should its event have been missed. */
const lookAgainMs = 2000;

/** Serves `containers.logs`. */
export function logsHandlers(engine: Engine): Pick<DomainHandlers<'containers'>, 'logs'> {
  return { logs: (input, { signal }) => followLogs(engine, input, signal) };
}

/**
 * Lines of several containers merged by time. Of one container every line comes once, or is counted in a gap.
 * Fails when no container can be read; one of several that cannot is marked `failed`.
 */
async function* followLogs(
  engine: Engine,
  input: LogsInput,
  signal: AbortSignal,
  limits?: MergeLimits,
): AsyncGenerator<LogBatch> {
  if (!input.stdout && !input.stderr) throw fail('invalid-input', 'no-log-channel');
  const nowMs = engine.connection.clock.now() ?? Date.now();
  const options = {
    openedNano: `${Math.floor(nowMs)}000000`,
    follow: input.follow,
    stdout: input.stdout,
    stderr: input.stderr,
    tail: input.tail === 'all' ? undefined : input.tail,
    since: input.since === undefined ? undefined : engineTime(input.since, nowMs),
    until: input.until === undefined ? undefined : engineTime(input.until, nowMs),
  };
  const subjects = await distinctSubjects(engine, input.ids, signal);
  const over = new AbortController();
  const stop = () => over.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const merge = new LogMerge(limits);
  const waker = input.follow ? watchStarts(engine, over.signal) : null;
  const wake: Wake = waker?.wake ?? (() => Promise.resolve());
  const runs = subjects.map((subject) =>
    new LogSource(engine, subject, merge, options, wake).run(over.signal),
  );
  let broken: unknown = null;
  for (const run of runs)
    run.catch((thrown: unknown) => {
      broken = thrown;
      stop();
    });
  try {
    while (!over.signal.aborted) {
      const batch = merge.take();
      if (batch !== null) {
        // Of a single container the failure is the stream's.
        if (batch.mark?.kind !== 'failed' || subjects.length > 1) yield batch;
        continue;
      }
      if (merge.ended) break;
      await merge.changed(over.signal);
      if (input.follow) await new Promise((resolve) => setTimeout(resolve, gatherMs));
    }
    if (broken !== null) throw broken;
    if (signal.aborted) return;
    const failures = (await Promise.all(runs)).filter((failure) => failure !== null);
    if (failures.length === subjects.length && failures[0] !== undefined) throw failures[0];
  } finally {
    stop();
    signal.removeEventListener('abort', stop);
    await Promise.allSettled([...runs, waker?.done]);
  }
}

/** Two names of one container are one container. */
async function distinctSubjects(
  engine: Engine,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<LogSubject[]> {
  const client = await engine.client(signal);
  const found = new Map<string, LogSubject>();
  for (const subject of await Promise.all(ids.map((id) => findSubject(client, id, signal))))
    found.set(subject.id, subject);
  return [...found.values()];
}

/** Follows the engine's events to tell at once when a container starts or is removed. */
function watchStarts(engine: Engine, signal: AbortSignal): { wake: Wake; done: Promise<void> } {
  const waiting = new Map<string, Set<() => void>>();
  const follow = async () => {
    for await (const event of engine.events({ types: ['container'], recent: false }, signal))
      if (event.action === 'start' || event.action === 'destroy')
        for (const wake of waiting.get(event.id) ?? []) wake();
  };
  const wake: Wake = (id, until) =>
    new Promise((resolve) => {
      const all = waiting.get(id) ?? new Set();
      waiting.set(id, all);
      const done = () => {
        clearTimeout(timer);
        all.delete(done);
        until.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, lookAgainMs);
      all.add(done);
      until.addEventListener('abort', done, { once: true });
      if (until.aborted) done();
    });
  const done = follow().catch((thrown: unknown) => {
    // Without events the containers are still looked at now and then.
    if (!(thrown instanceof SlipwayError)) throw thrown;
  });
  return { wake, done };
}
