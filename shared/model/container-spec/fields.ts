import { SpecError } from './spec-error.ts';

/**
 * The fields of a long syntax, `type=bind,src=/a,readonly`, in order. A field with a comma is quoted as CSV has it:
 * `"src=/a,b"`, a quote in it doubled. A key without a value has the value ''.
 * @throws SpecError `quote-open`
 */
export function fieldsOf(value: string): [key: string, value: string][] {
  return splitFields(value).map((field) => {
    const at = field.indexOf('=');
    return at < 0
      ? [field.trim().toLowerCase(), '']
      : [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1)];
  });
}

function splitFields(value: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const char = value[at] ?? '';
    if (quoted && char === '"' && value[at + 1] === '"') {
      field += '"';
      at += 1;
    } else if (char === '"' && (quoted || field === '')) quoted = !quoted;
    else if (char === ',' && !quoted) {
      fields.push(field);
      field = '';
    } else field += char;
  }
  if (quoted) throw new SpecError('quote-open', { value });
  return [...fields, field];
}

/** `key=value`, quoted where a comma, a quote or a line end is in it. */
export function printField(key: string, value: string): string {
  const field = `${key}=${value}`;
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
