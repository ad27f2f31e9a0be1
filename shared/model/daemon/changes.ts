import { isRecord } from './check.ts';
import { plainValue, readSpans } from './json-spans.ts';
import { keyFacts } from './keys.ts';

/** One key that differs between two texts. `undefined`: it is not there. */
export interface KeyChange {
  key: string;
  before: unknown;
  after: unknown;
  effect: 'live' | 'restart';
  /** It was taken out, and an engine keeps the old value until it restarts. */
  sticks: boolean;
  /** What is stored elsewhere is no longer seen. */
  moves: boolean;
}

/** The settings in a text by key; empty where the text is none. */
export function settingsIn(text: string): Readonly<Record<string, unknown>> {
  const read = readSpans(text);
  const value = read.ok ? plainValue(read.root) : {};
  return isRecord(value) ? value : {};
}

/** Keys that differ, those of the old text first. White space and order make no difference. */
export function changedKeys(before: string, after: string): KeyChange[] {
  const [old, now] = [settingsIn(before), settingsIn(after)];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return keys
    .filter((key) => !sameValue(own(old, key), own(now, key)))
    .map((key) => changeOf(key, own(old, key), own(now, key)));
}

function changeOf(key: string, before: unknown, after: unknown): KeyChange {
  const facts = keyFacts(key);
  const snapshotter = key === 'features' && storeOf(before) !== storeOf(after);
  const effect = facts?.effect === 'live' && !snapshotter ? 'live' : 'restart';
  return {
    ...{ key, before, after, effect },
    sticks: effect === 'live' && facts?.sticky === true && after === undefined,
    moves: facts?.moves === true || snapshotter,
  };
}

/** The store for images is chosen when the engine starts. */
const storeOf = (features: unknown): unknown =>
  isRecord(features) ? features['containerd-snapshotter'] : undefined;

const own = (record: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** Whether two values of JSON are the same, whatever the order of keys. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, index) => sameValue(one, b[index]));
  if (isRecord(a) && isRecord(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
    );
  }
  return a === b;
}
