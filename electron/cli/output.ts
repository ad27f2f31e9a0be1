import type { Writable } from 'node:stream';
import type { ApiError } from '../../shared/contract/errors.ts';

/** Where the command line reads and writes; tests bring their own. */
export interface CliStreams {
  stdin: AsyncIterable<Buffer | string>;
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable;
}

/** Exit codes, as the contract has them. */
export const exitCodes = { done: 0, failed: 1, unusable: 2, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Writes and resolves once it is out; also, quietly, when nobody reads any more (`| head`). */
export function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => stream.write(text, () => resolve()));
}

/** A value as JSON; bytes in it as `{"base64": ...}`. */
export function jsonLine(value: unknown, indent = 0): string {
  const plain = (_key: string, part: unknown) =>
    part instanceof Uint8Array ? { base64: Buffer.from(part).toString('base64') } : part;
  return JSON.stringify(value ?? null, plain, indent);
}

/** An answer: one line for programs, indented for people. */
export function writeAnswer({ stdout }: CliStreams, value: unknown): Promise<void> {
  return write(stdout, `${jsonLine(value, stdout.isTTY ? 2 : 0)}\n`);
}

/** A failure, always as one JSON object on standard error; code, message and hint come first. */
export async function writeFailure(
  { stderr }: CliStreams,
  error: ApiError,
  exit: ExitCode,
): Promise<ExitCode> {
  const { code, message, hint, ...rest } = error;
  await write(
    stderr,
    `${JSON.stringify({ code, message, ...(hint === undefined ? {} : { hint }), ...rest })}\n`,
  );
  return exit;
}
