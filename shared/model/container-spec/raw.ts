/** Readers for engine JSON, as in electron/engine/raw/fields.ts: what is missing or mistyped is the empty value. */
export type Raw = Readonly<Record<string, unknown>>;

export function rawRecord(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

export function rawText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function rawNumber(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

export function rawList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function rawTexts(value: unknown): string[] {
  return rawList(value).filter((item): item is string => typeof item === 'string');
}

/** Names and values of a map of texts, by name. */
export function rawPairs(value: unknown): { name: string; value: string }[] {
  return Object.entries(rawRecord(value))
    .map(([name, item]) => ({ name, value: rawText(item) }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** null for 0 and for what is none: the engine writes 0 for "not set". */
export function rawFigure(value: unknown): number | null {
  return rawNumber(value) || null;
}

/** Whether a value says nothing: null, '', 0, false, an empty list or object. */
export function isBlank(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isBlank);
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || value === 0 || value === false;
}
