import type { ApiError, Result } from '../../shared/contract/errors.ts';
import { failure } from '../../shared/contract/failure.ts';
import { contract } from '../../shared/contract/index.ts';
import { unknownMethod, wrongKind } from '../rpc/method-table.ts';
import { validate } from '../rpc/validate.ts';
import { allMethods } from './methods.ts';
import type { CliStreams } from './output.ts';

/** The checked input for a member of this kind, or what is wrong with the arguments. Needs no engine. */
export async function readInput(
  method: string,
  kind: 'call' | 'stream' | 'session',
  text: string | null,
  streams: CliStreams,
  /** Goes before what was given. */
  beside: Readonly<Record<string, unknown>> = {},
): Promise<Result<unknown>> {
  const known = allMethods(contract);
  const found = known.find(({ name }) => name === method);
  if (found === undefined)
    return refuse(
      unknownMethod(
        method,
        known.map(({ name }) => name),
      ),
    );
  if (found.def.kind !== kind) return refuse(wrongKind({ name: method, kind: found.def.kind }));
  const json = parseJson(text ?? (await readAll(streams.stdin)));
  if (!json.ok) return json;
  const given: unknown = json.value;
  const merges = Object.keys(beside).length > 0 && typeof given === 'object' && !Array.isArray(given);
  const value = merges && given !== null ? { ...beside, ...given } : given;
  const checked = validate(found.def.input, value);
  // What was given goes on, not what was parsed: the router fills in the defaults, here as anywhere.
  return checked.ok ? { ok: true, value } : checked;
}

const refuse = (error: ApiError): Result<never> => ({ ok: false, error });

/** JSON that a person wrote, or where it is none. */
export function parseJson(text: string): Result<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (thrown) {
    // The parser's message quotes the text, which may hold a secret: only the place is told.
    const place = /at position (\d+)/.exec(thrown instanceof Error ? thrown.message : '')?.[1];
    const detail = `This is not JSON${place === undefined ? '' : ` (at character ${Number(place) + 1})`}. Names and texts need double quotes.`;
    return refuse(failure('invalid-input', 'input-invalid', { detail }));
  }
}

async function readAll(stdin: CliStreams['stdin']): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
