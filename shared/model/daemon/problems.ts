import type { Expected } from './json-spans.ts';

/** What is wrong with the text of daemon.json. */
export type ProblemKind =
  | `syntax-${Expected}`
  | 'not-object'
  | 'unknown-key'
  | 'unknown-key-case'
  | 'twice'
  | 'type-flag'
  | 'type-text'
  | 'type-number'
  | 'type-texts'
  | 'type-pairs'
  | 'type-flags'
  | 'type-pools'
  | 'type-proxies'
  | 'type-object'
  | 'not-an-option'
  | 'too-new'
  | 'no-longer'
  | 'mirror-form'
  | 'insecure-form'
  | 'label-form'
  | 'command-line'
  | 'swarm-live-restore'
  | 'engine';

export interface SettingsProblem {
  /** An engine does not start with an error; a warning is for a person to judge. */
  level: 'error' | 'warning';
  kind: ProblemKind;
  /** The key it is about; empty where it is about the text as a whole. */
  key: string;
  /** Offsets in the text; both 0 where it is about no place of it. */
  from: number;
  to: number;
  params: Readonly<Record<string, string>>;
  /** The same as a sentence in English, for the command line. */
  message: string;
}

type Params = SettingsProblem['params'];
export type ProblemWords = Readonly<Record<ProblemKind, (p: Params) => string>>;

/** Problems in English. */
export const problemWords: ProblemWords = {
  'syntax-value': (p) => `Line ${p.line}: a value is missing here.`,
  'syntax-key': (p) =>
    `Line ${p.line}: a key in double quotes belongs here. No comma goes before a closing brace.`,
  'syntax-colon': (p) => `Line ${p.line}: a colon is missing after the key.`,
  'syntax-comma-or-brace': (p) => `Line ${p.line}: a comma or a closing brace is missing before this.`,
  'syntax-comma-or-bracket': (p) => `Line ${p.line}: a comma or a closing bracket is missing before this.`,
  'syntax-end': (p) => `Line ${p.line}: nothing may follow here.`,
  'syntax-string': (p) => `Line ${p.line}: this text in quotes does not end, or holds a bad escape.`,
  'not-object': () => 'The settings are one object: they begin with { and end with }.',
  'unknown-key': (p) =>
    `${p.key} is no setting that Slipway knows of; an engine does not start with one it does not know.`,
  'unknown-key-case': (p) => `${p.key} is no setting: it is written ${p.right}.`,
  twice: (p) => `${p.key} is there twice: the last one counts.`,
  'type-flag': (p) => `${p.key} is true or false, without quotes.`,
  'type-text': (p) => `${p.key} is text in quotes.`,
  'type-number': (p) => `${p.key} is a whole number, without quotes.`,
  'type-texts': (p) => `${p.key} is a list of texts: ["one", "two"].`,
  'type-pairs': (p) => `${p.key} is an object whose values are all text in quotes, numbers as well.`,
  'type-flags': (p) => `${p.key} is an object whose values are true or false.`,
  'type-pools': (p) => `${p.key} is a list of {"base": "10.10.0.0/16", "size": 24}.`,
  'type-proxies': (p) => `${p.key} is an object with http-proxy, https-proxy and no-proxy, each a text.`,
  'type-object': (p) => `${p.key} is an object: it begins with { and ends with }.`,
  'not-an-option': (p) => `${p.value} is not among what is known for ${p.key}: ${p.options}.`,
  'too-new': (p) => `${p.key} came with version ${p.since}, and this engine is ${p.version}.`,
  'no-longer': (p) => `${p.key} went with version ${p.until}, and this engine is ${p.version}.`,
  'mirror-form': (p) =>
    `${p.value} is no address of a mirror: https://host, without a path, name or password.`,
  'insecure-form': (p) =>
    `${p.value} is no registry: host, host:port or a range such as 10.0.0.0/8, without https://.`,
  'label-form': (p) => `${p.value} is no label: name=value.`,
  'command-line': (p) =>
    `${p.key} is given by ${p.flag} on the command line of the engine as well: it does not start with both. Take it out of one of them.`,
  'swarm-live-restore': () => 'An engine in a swarm does not start with live-restore.',
  engine: (p) => `The engine says: ${p.said}`,
};

/** A problem with its sentence. */
export function problem(
  level: SettingsProblem['level'],
  kind: ProblemKind,
  at: { key?: string; from?: number; to?: number },
  params: Params = {},
): SettingsProblem {
  const { key = '', from = 0, to = 0 } = at;
  const whole = { key, ...params };
  return { level, kind, key, from, to, params: whole, message: problemWords[kind](whole) };
}

/** What engines look at only when they start, not when they check a file: that they found nothing says nothing of it. */
const lateKinds: ReadonlySet<ProblemKind> = new Set(['swarm-live-restore', 'mirror-form', 'insecure-form']);

/** Problems as they stand once the engine itself found nothing wrong: it knows its keys better than Slipway does. */
export function afterEngine(problems: readonly SettingsProblem[]): SettingsProblem[] {
  return problems
    .filter(({ kind }) => kind !== 'unknown-key')
    .map((one) => (lateKinds.has(one.kind) ? one : { ...one, level: 'warning' }));
}

/** Whether it rests on what Slipway knows of versions and flags, where the engine has the last word. */
export const isEnginesToSay = ({ kind }: SettingsProblem): boolean =>
  kind === 'too-new' || kind === 'no-longer' || kind === 'command-line';
