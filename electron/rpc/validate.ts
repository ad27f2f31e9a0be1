import { z } from 'zod';
import type { Result } from '../../shared/contract/errors.ts';
import { failure } from '../../shared/contract/failure.ts';

const secretLooking =
  /pass|secret|token|key|auth|cred|env|cert|cookie|data|content|header|value|label|option|command|cmd|arg/i;
const shownIssues = 5;
const shownKeys = 20;

/** The input as the handler gets it, or a failure that names each wrong place and what is allowed there. */
export function validate<S extends z.ZodType>(schema: S, input: unknown): Result<z.output<S>> {
  // A call without input means one without members.
  const parsed = schema.safeParse(input === undefined ? {} : input);
  if (parsed.success) return { ok: true, value: parsed.data };
  const told = parsed.error.issues.slice(0, shownIssues).map((issue) => tell(issue, schema, input));
  const more = parsed.error.issues.length - told.length;
  if (more > 0) told.push(`and ${more} more`);
  return {
    ok: false,
    error: failure('invalid-input', 'input-invalid', { detail: `${told.join('; ')}.` }),
  };
}

function tell(issue: z.core.$ZodIssue, schema: z.ZodType, input: unknown): string {
  const place = issue.path.map(String).join('.').slice(0, 120);
  const prefix = place === '' ? '' : `${place}: `;
  const message = issue.message.replace(/^Invalid input: /, '');
  if (issue.code === 'unrecognized_keys') {
    const allowed = keysAt(schema, issue.path);
    const unknown = issue.keys.slice(0, shownKeys).map((key) => JSON.stringify(key.slice(0, 60)));
    const list = allowed.length === 0 ? 'nothing' : allowed.slice(0, shownKeys).join(', ');
    return `${prefix}there is no ${unknown.join(', ')}, allowed: ${list}`;
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branches = issue.errors.map((errors) => errors.map((error) => error.message).join(' and '));
    return `${prefix}${[...new Set(branches)].join(', or ')}`;
  }
  return `${prefix}${message}${echo(issue.path, input)}`;
}

/** The offending value, where showing it helps and cannot give a secret away. */
function echo(path: readonly PropertyKey[], input: unknown): string {
  if (path.length === 0 || path.some((part) => secretLooking.test(String(part)))) return '';
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return '';
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  if (typeof value === 'number' || typeof value === 'boolean') return ` (got ${value})`;
  return typeof value === 'string' && value.length <= 40 ? ` (got ${JSON.stringify(value)})` : '';
}

/** The members an object schema has at a path; empty where that cannot be told. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = unwrap(schema);
  for (const part of path) {
    if (at instanceof z.ZodObject) at = unwrap(at.shape[String(part)]);
    else if (at instanceof z.ZodArray) at = unwrap(at.element);
    else if (at instanceof z.ZodRecord) at = unwrap(at.valueType);
    else return [];
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault
    ? unwrap(schema.unwrap())
    : schema;
}
