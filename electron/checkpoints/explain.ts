import { readFile } from 'node:fs/promises';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import type { Subject } from './subject.ts';

interface Wanted {
  name: string;
  directory?: string | undefined;
}

/** What the engine says of CRIU, with CRIU's own words where its log can be read. */
export async function explained(
  thrown: SlipwayError,
  subject: Subject,
  input: Wanted,
): Promise<SlipwayError> {
  const known = typed(thrown, subject, input);
  if (known instanceof SlipwayError && known !== thrown) return known;
  const { engine = thrown.error.message, status } = thrown.error;
  const log = /path= ?(\/\S+\.log)/.exec(engine)?.[1];
  const criu = log === undefined || subject.host === null ? null : await lastError(subject.host.path(log));
  return fail(
    'engine-error',
    'checkpoint-failed',
    { container: subject.name, detail: criu ?? engine },
    { engine, ...(status === undefined ? {} : { status }) },
  );
}

async function lastError(path: string): Promise<string | null> {
  try {
    const errors = [...(await readFile(path, 'utf8')).matchAll(/Error \([^)]*\): (.*)/g)].map(
      ([, line]) => line,
    );
    // The first errors are warnings about limits, the last ones say no more than that it failed.
    const telling = errors.filter((line) => line !== undefined && !/rlimit|FAILED|failed with/i.test(line));
    return telling[0] ?? errors.at(-1) ?? null;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) return null;
    throw thrown;
  }
}

/** Whether containerd still holds the same bytes from another checkpoint (moby#42900). It passes within a second. */
export const isContentRace = (thrown: unknown): boolean =>
  thrown instanceof SlipwayError && /content sha256:\S+ already exists/i.test(thrown.error.engine ?? '');

/** Refusals that have a name of their own; anything else as it is. */
export function typed(thrown: unknown, subject: Subject, { name, directory }: Wanted): unknown {
  if (!(thrown instanceof SlipwayError)) return thrown;
  const { engine = '', status, code } = thrown.error;
  const extra = { engine, ...(status === undefined ? {} : { status }) };
  if (code === 'unsupported' || /experimental/i.test(engine))
    return fail('unsupported', 'checkpoint-experimental', {}, extra);
  if (/already exists/i.test(engine) && !isContentRace(thrown))
    return fail('conflict', 'checkpoint-exists', { container: subject.name, name }, extra);
  if (/criu.*(not found|no such file|executable)/i.test(engine))
    return fail('unsupported', 'checkpoint-criu-missing', {}, extra);
  if (
    directory !== undefined &&
    /permission denied|read-only|not a directory|mkdir|no such file/i.test(engine)
  )
    return fail('invalid-input', 'checkpoint-directory', { directory, detail: engine }, extra);
  return thrown;
}
