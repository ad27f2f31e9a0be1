/** True where labels have `key`, or `key=value` with just this value. */
export function hasLabel(labels: Readonly<Record<string, string>>, wanted: string): boolean {
  const at = wanted.indexOf('=');
  if (at === -1) return Object.hasOwn(labels, wanted);
  return Object.hasOwn(labels, wanted.slice(0, at)) && labels[wanted.slice(0, at)] === wanted.slice(at + 1);
}

/** True for `key` and `key=value`: a key that is not empty and has no blanks. */
export function isLabelFilter(text: string): boolean {
  return /^[^=\s]+(?:=[^\r\n]*)?$/.test(text);
}
