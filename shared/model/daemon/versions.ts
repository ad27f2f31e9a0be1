/** Whether a version of the engine, e.g. `20.10.24+dfsg1`, is older than another. An unknown one (empty) is not. */
export function isBefore(version: string, other: string): boolean {
  if (version === '') return false;
  const [a, b] = [numbers(version), numbers(other)];
  return a[0] !== b[0] ? a[0] < b[0] : a[1] < b[1];
}

function numbers(version: string): [number, number] {
  const [, major = '0', minor = '0'] = /^v?(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  return [Number(major), Number(minor)];
}
