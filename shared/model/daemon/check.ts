import { type JsonMember, type JsonNode, plainValue, readSpans } from './json-spans.ts';
import type { KeyFacts, SettingType } from './key-type.ts';
import { daemonKeyNames, keyFacts } from './keys.ts';
import { problem, type SettingsProblem } from './problems.ts';
import { isBefore } from './versions.ts';

/** What is known of the engine that is to read the settings. */
export interface CheckedFor {
  /** Empty where it is not known. */
  version: string;
  /** Keys given on its command line, each with the flag. */
  flags: readonly { key: string; flag: string }[];
  inSwarm: boolean;
}

const anyEngine: CheckedFor = { version: '', flags: [], inSwarm: false };

/** Everything Slipway's own rules find in the text, in the order of the text. The engine may refuse more. */
export function checkSettings(text: string, engine: CheckedFor = anyEngine): SettingsProblem[] {
  const read = readSpans(text);
  if (!read.ok) {
    const line = text.slice(0, read.at).split('\n').length;
    const end = Math.min(text.length, read.at + 1);
    const from = read.at < text.length ? read.at : Math.max(0, text.length - 1);
    return [problem('error', `syntax-${read.expected}`, { from, to: end }, { line: String(line) })];
  }
  if (read.root.kind !== 'object')
    return [problem('error', 'not-object', { from: read.root.start, to: read.root.end })];
  const seen = new Set<string>();
  return read.root.members.flatMap((member) => {
    const { key, keyStart: from, keyEnd: to } = member;
    const twin = seen.has(key) ? [problem('warning', 'twice', { key, from, to })] : [];
    seen.add(key);
    return [...twin, ...checkMember(member, engine)];
  });
}

function checkMember({ key, keyStart: from, keyEnd: to, value }: JsonMember, engine: CheckedFor) {
  const facts = keyFacts(key);
  const at = { key, from, to };
  const flag = engine.flags.find((one) => one.key === key);
  const found: SettingsProblem[] = [];
  // Runtimes of both are put together.
  if (flag !== undefined && key !== 'runtimes')
    found.push(problem('error', 'command-line', at, { flag: flag.flag }));
  for (const one of insideProxies(key, value, engine)) found.push(one);
  if (facts === null) {
    const right = daemonKeyNames.find((name) => plain(name) === plain(key));
    const kind = right === undefined ? 'unknown-key' : 'unknown-key-case';
    // A newer engine may know more than Slipway does: it has the last word, where it can be asked.
    found.push(problem('warning', kind, at, { right: right ?? '' }));
    return found;
  }
  const { version } = engine;
  if (facts.since !== undefined && isBefore(version, facts.since))
    found.push(problem('error', 'too-new', at, { since: facts.since, version }));
  if (facts.until !== undefined && version !== '' && !isBefore(version, facts.until))
    found.push(problem('error', 'no-longer', at, { until: facts.until, version }));
  const whole = plainValue(value);
  if (whole === null) return found;
  if (!fitsType(facts.type, whole) && !(key === 'default-shm-size' && typeof whole === 'number'))
    found.push(problem('error', `type-${facts.type}`, { key, from: value.start, to: value.end }));
  else found.push(...checkValue(key, facts, value, version));
  if (key === 'live-restore' && whole === true && engine.inSwarm)
    found.push(problem('error', 'swarm-live-restore', at));
  return found;
}

/** What stands in `proxies` conflicts with the flags of the same names. */
function insideProxies(key: string, value: JsonNode, { flags }: CheckedFor): SettingsProblem[] {
  if (key !== 'proxies' || value.kind !== 'object') return [];
  return value.members.flatMap(({ key: own, keyStart: from, keyEnd: to }) => {
    const flag = flags.find((one) => one.key === own);
    return flag === undefined
      ? []
      : [problem('error', 'command-line', { key: own, from, to }, { flag: flag.flag })];
  });
}

function fitsType(type: SettingType, value: unknown): boolean {
  switch (type) {
    case 'flag':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string';
    case 'number':
      return Number.isInteger(value);
    case 'texts':
      return Array.isArray(value) && value.every((one) => typeof one === 'string');
    case 'pairs':
      return isRecord(value) && Object.values(value).every((one) => typeof one === 'string');
    case 'flags':
      return isRecord(value) && Object.values(value).every((one) => typeof one === 'boolean');
    case 'pools':
      return Array.isArray(value) && value.every(isPool);
    case 'proxies':
      return (
        isRecord(value) &&
        Object.entries(value).every(([name, one]) => proxyNames.includes(name) && typeof one === 'string')
      );
    case 'object':
      return isRecord(value);
  }
}

export const proxyNames: readonly string[] = ['http-proxy', 'https-proxy', 'no-proxy'];

function checkValue(key: string, { options }: KeyFacts, node: JsonNode, version: string): SettingsProblem[] {
  const value = plainValue(node);
  const at = { key, from: node.start, to: node.end };
  // Drivers and runtimes can come from plugins.
  if (options !== undefined && typeof value === 'string' && value !== '' && !options.includes(value))
    return [problem('warning', 'not-an-option', at, { value, options: options.join(', ') })];
  if (node.kind !== 'array') return [];
  return node.items.flatMap((item) => {
    const one = String(plainValue(item));
    const here = { key, from: item.start, to: item.end };
    if (key === 'registry-mirrors' && !isMirror(one, version))
      return [problem('error', 'mirror-form', here, { value: one })];
    if (key === 'insecure-registries' && !isInsecure(one)) {
      // Engines drop the scheme, and say that it does not belong there.
      const level = isInsecure(one.replace(/^https?:\/\//i, '')) ? 'warning' : 'error';
      return [problem(level, 'insecure-form', here, { value: one })];
    }
    if (key === 'labels' && !/^[^=]+=/.test(one))
      return [problem('error', 'label-form', here, { value: one })];
    return [];
  });
}

/** As `registry.ValidateMirror` of moby has it, which takes a path since 28.0. */
function isMirror(value: string, version: string): boolean {
  if (isBefore(version, '28.0')) return /^https?:\/\/[^/?#@\s]+\/?$/.test(value);
  return /^https?:\/\/[^/?#@\s]+(\/[^?#@\s]*)?$/.test(value);
}

/** A registry or a range of addresses. */
function isInsecure(value: string): boolean {
  return /^\[?[A-Za-z0-9.:_-]+\]?(?::\d+)?(?:\/\d{1,3})?$/.test(value);
}

function isPool(value: unknown): boolean {
  return isRecord(value) && typeof value.base === 'string' && Number.isInteger(value.size);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '');
