import { writeFile } from 'node:fs/promises';
import type { Client } from '../../shared/contract/client.ts';
import { failure } from '../../shared/contract/failure.ts';
import { contract, type InputOf } from '../../shared/contract/index.ts';
import { validate } from '../rpc/validate.ts';
import { type CliStreams, type ExitCode, exitCodes, writeAnswer, writeFailure } from './output.ts';

type Streams = CliStreams & { signal: AbortSignal };

/** The ticks and what to keep, as they were written: `a,b` and `kind:name`. */
export interface ResetWish {
  ticks: string;
  keep: readonly string[];
}

/** Checks what was asked for; needs no engine. Without ticks it is everything. */
export function readResetWish({ ticks, keep }: ResetWish) {
  const all = 'swarm,containers,images,volumes,networks,build-cache,plugins';
  return validate(contract.reset.plan.input, {
    ticks: (ticks === '' ? all : ticks).split(',').map((tick) => tick.trim()),
    keep: keep.map((one) => {
      const [, kind = one, id = ''] = /^([a-z]+):(.+)$/s.exec(one) ?? [];
      return { kind, id };
    }),
  });
}

/** Makes the plan and prints it, or writes it to a file. Nothing is removed. */
export async function planReset(
  streams: Streams,
  client: Client,
  wish: InputOf<'reset.plan'>,
  file: string | null,
): Promise<ExitCode> {
  const { signal } = streams;
  const plan = await client.call('reset.plan', wish, { signal });
  if (!plan.ok)
    return writeFailure(streams, plan.error, signal.aborted ? exitCodes.interrupted : exitCodes.failed);
  if (file === null) {
    await writeAnswer(streams, plan.value);
    return exitCodes.done;
  }
  try {
    await writeFile(file, `${JSON.stringify(plan.value, null, 2)}\n`, { mode: 0o600 });
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    return writeFailure(
      streams,
      failure('invalid-input', 'plan-file-unwritable', { path: file, detail }),
      exitCodes.failed,
    );
  }
  const { id, confirm, items, totalBytes } = plan.value;
  await writeAnswer(streams, { id, confirm, items: items.length, totalBytes, file });
  return exitCodes.done;
}

/**
 * Executes a plan that was made before and prints its report. What failed, is unknown, was not reached, or is left
 * without having been kept makes it a failure.
 */
export async function executeReset(
  streams: Streams,
  client: Client,
  id: string,
  confirm: string,
): Promise<ExitCode> {
  const { signal } = streams;
  const shown = await client.call('plans.show', { id }, { signal });
  if (!shown.ok) return writeFailure(streams, shown.error, exitCodes.failed);
  if (shown.value.kind !== 'reset') {
    const detail = `${id} is no plan of a reset, but of ${shown.value.kind}.`;
    return writeFailure(streams, failure('invalid-input', 'input-invalid', { detail }), exitCodes.unusable);
  }
  const report = await client.call('plans.execute', { id, confirm }, { signal });
  if (!report.ok)
    return writeFailure(streams, report.error, signal.aborted ? exitCodes.interrupted : exitCodes.failed);
  await writeAnswer(streams, report.value);
  const { unkept, cancelled, items, reset } = report.value;
  if (unkept !== undefined) return writeFailure(streams, unkept, exitCodes.failed);
  if (cancelled) return exitCodes.interrupted;
  const good =
    items.every(({ outcome, outcomeKey }) => outcome !== 'failed' && outcomeKey !== 'not-reached') &&
    reset?.verified?.every(({ empty }) => empty) === true;
  return good ? exitCodes.done : exitCodes.failed;
}
