import type { Client } from '../../shared/contract/client.ts';
import type { ManagedId } from '../../shared/contract/managed.ts';
import type { EngineVerb } from './engine-verbs.ts';
import { type CliStreams, type ExitCode, exitCodes, writeAnswer, writeFailure } from './output.ts';

type Streams = CliStreams & { signal: AbortSignal };

/** Tells of the engines of this machine, starts one, or plans to stop or restart one and does so where that is agreed to. */
export async function switchEngine(
  streams: Streams,
  client: Client,
  { verb, of, execute }: { verb: EngineVerb; of?: ManagedId; execute: boolean },
): Promise<ExitCode> {
  const { signal } = streams;
  const engine = of === undefined ? {} : { engine: of };
  const failed = signal.aborted ? exitCodes.interrupted : exitCodes.failed;
  if (verb === 'status' || verb === 'start') {
    const answer =
      verb === 'status'
        ? await client.call('managed.status', {}, { signal })
        : await client.call('managed.start', engine, { signal });
    if (!answer.ok) return writeFailure(streams, answer.error, failed);
    await writeAnswer(streams, answer.value);
    return exitCodes.done;
  }
  const plan = await client.call(`managed.${verb}`, engine, { signal });
  if (!plan.ok) return writeFailure(streams, plan.error, failed);
  if (!execute) {
    await writeAnswer(streams, plan.value);
    return exitCodes.done;
  }
  const report = await client.call('plans.execute', { id: plan.value.id }, { signal });
  if (!report.ok) return writeFailure(streams, report.error, failed);
  await writeAnswer(streams, report.value);
  return report.value.items.some(({ outcome }) => outcome === 'failed') ? exitCodes.failed : exitCodes.done;
}
