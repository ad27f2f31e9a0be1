import { setInJson } from '../json-edit.ts';
import { readSpans } from './json-spans.ts';

/** What an engine reads as no settings at all, and a person can go on from. */
const empty = '{}\n';

/**
 * The text with one key set, or taken out where `value` is undefined. Everything else stays to the letter.
 * @returns null where the text is no object, and cannot be edited by keys
 */
export function setKey(text: string, key: string, value: unknown): string | null {
  const read = readSpans(text);
  if (!read.ok || read.root.kind !== 'object') return null;
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return setInJson(bare.trim() === '' ? empty : bare, [key], value);
}
