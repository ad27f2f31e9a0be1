import { readFile } from 'node:fs/promises';
import type { Client } from '../../shared/contract/client.ts';
import type { Result } from '../../shared/contract/errors.ts';
import { failure } from '../../shared/contract/failure.ts';
import { contract, type InputOf } from '../../shared/contract/index.ts';
import { validate } from '../rpc/validate.ts';
import { parseJson } from './input.ts';
import { type CliStreams, type ExitCode, exitCodes, writeAnswer, writeFailure } from './output.ts';

/** The rules in a plan file, checked; needs no engine. */
export async function readPlanFile(path: string): Promise<Result<InputOf<'disk.plan'>>> {
  let written: string;
  try {
    written = await readFile(path, 'utf8');
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    return { ok: false, error: failure('invalid-input', 'plan-file-unreadable', { path, detail }) };
  }
  const json = parseJson(written);
  return json.ok ? validate(contract.disk.plan.input, json.value) : json;
}

/**
 * Prints the plan, or executes it and prints its report. An item that failed, or of which it is not known whether it was
 * removed, makes it a failure, and so does a report that could not be kept; one that was left alone does not.
 */
export async function prune(
  streams: CliStreams & { signal: AbortSignal },
  client: Client,
  rules: InputOf<'disk.plan'>,
  execute: boolean,
): Promise<ExitCode> {
  const { signal } = streams;
  const plan = await client.call('disk.plan', rules, { signal });
  // Rules that a schema cannot judge, such as an age that is none, are wrong arguments too.
  if (!plan.ok)
    return writeFailure(
      streams,
      plan.error,
      signal.aborted
        ? exitCodes.interrupted
        : plan.error.code === 'invalid-input'
          ? exitCodes.unusable
          : exitCodes.failed,
    );
  if (!execute) {
    await writeAnswer(streams, plan.value);
    return exitCodes.done;
  }
  const report = await client.call('plans.execute', { id: plan.value.id }, { signal });
  if (!report.ok)
    return writeFailure(streams, report.error, signal.aborted ? exitCodes.interrupted : exitCodes.failed);
  await writeAnswer(streams, report.value);
  if (report.value.unkept !== undefined) return writeFailure(streams, report.value.unkept, exitCodes.failed);
  if (report.value.cancelled) return exitCodes.interrupted;
  const good = report.value.items.every(
    ({ outcome, outcomeKey }) => outcome !== 'failed' && outcomeKey !== 'not-reached',
  );
  return good ? exitCodes.done : exitCodes.failed;
}
