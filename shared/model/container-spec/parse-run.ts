import type { ContainerSpec, NameValue, SpecProblem } from '../../contract/container-spec.ts';
import { parseEnvFile } from './env-file.ts';
import { nearestWord } from './nearest.ts';
import { problem } from './problem.ts';
import { emptyDraft, type PullPolicy, type RunDraft, settleDraft } from './run-draft.ts';
import { runFlags, shortFlags } from './run-flags.ts';
import { type ShellWord, shellWords } from './shell-words.ts';
import { SpecError } from './spec-error.ts';

/** A file the line names, as somebody handed it in. */
export interface NamedFile {
  name: string;
  content: string;
}

export interface ParsedRun {
  spec: ContainerSpec;
  /** `run` rather than `create`. */
  start: boolean;
  pull: PullPolicy;
  /** Files of the line whose content is still needed. */
  filesNeeded: string[];
  /** What the line says and Slipway does otherwise or cannot know. */
  notes: SpecProblem[];
}

/**
 * Reads a `docker run ...` line (also `docker container run`, `docker create`, `podman run`, with `sudo` before it).
 * @param files content of files named by --env-file and --label-file
 * @throws SpecError and nothing else
 */
export function parseRun(line: string, files: readonly NamedFile[] = []): ParsedRun {
  const words = shellWords(line.replace(prompt, ''));
  const { start, rest, ofClient } = command(words);
  const draft: RunDraft = { ...emptyDraft(), ofClient };
  const left = readFlags(draft, rest);
  const [image, ...args] = left;
  if (image === undefined || image.text === '') throw new SpecError('line-no-image', {});
  const { spec } = draft;
  spec.image = image.text;
  spec.command = args.map(({ text }) => text);
  settleDraft(draft);
  spec.env = [...fromFiles(draft.envFiles, files), ...spec.env];
  spec.labels = [...fromFiles(draft.labelFiles, files), ...spec.labels];
  const given = new Set(files.map(({ name }) => name));
  const filesNeeded = [...draft.envFiles, ...draft.labelFiles].filter((name) => !given.has(name));
  return { spec, start, pull: draft.pull, filesNeeded, notes: notesOf(draft, words, filesNeeded) };
}

function fromFiles(names: readonly string[], files: readonly NamedFile[]): NameValue[] {
  return names.flatMap((name) => {
    const file = files.find((candidate) => candidate.name === name);
    return file === undefined ? [] : parseEnvFile(file.content);
  });
}

/** What a shell shows before a line, copied along with it. */
const prompt = /^\s*[$#>%]\s+(?=(?:sudo|docker|podman|nerdctl)\b)/;
const engines = /(?:^|[\\/])(?:docker|podman|nerdctl)(?:\.exe)?$/;
const clientFlagsWithValue: ReadonlySet<string> = new Set([
  '--context',
  '-c',
  '--host',
  '-H',
  '--config',
  '--log-level',
  '-l',
  '--tlscacert',
  '--tlscert',
  '--tlskey',
  '--url',
  '--connection',
]);

function command(words: readonly ShellWord[]): {
  start: boolean;
  rest: readonly ShellWord[];
  ofClient: string[];
} {
  const ofClient: string[] = [];
  let at = 0;
  const next = () => words[at]?.text ?? '';
  while (
    next() === 'sudo' ||
    next() === 'exec' ||
    /^[A-Za-z_]\w*=/.test(next()) ||
    (at > 0 && /^-/.test(next()))
  )
    at += 1;
  if (words.length === 0) throw new SpecError('line-empty', {});
  if (!engines.test(next())) throw new SpecError('line-not-run', { command: clip(next()) });
  at += 1;
  while (next().startsWith('-')) {
    ofClient.push(next().split('=')[0] ?? '');
    at += clientFlagsWithValue.has(next()) ? 2 : 1;
  }
  if (next() === 'container') at += 1;
  const verb = next();
  if (verb !== 'run' && verb !== 'create') throw new SpecError('line-not-run', { command: clip(verb) });
  return { start: verb === 'run', rest: words.slice(at + 1), ofClient };
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** Reads flags up to the first word that is none, which is the image. */
function readFlags(draft: RunDraft, words: readonly ShellWord[]): readonly ShellWord[] {
  let at = 0;
  while (at < words.length) {
    const word = words[at]?.text ?? '';
    if (word === '--') return words.slice(at + 1);
    if (!word.startsWith('-') || word === '-') return words.slice(at);
    const following = words[at + 1]?.text;
    const took = word.startsWith('--') ? longFlag(draft, word, following) : shortFlag(draft, word, following);
    at += took === 'next' ? 2 : 1;
  }
  return [];
}

type Took = 'itself' | 'next';

function longFlag(draft: RunDraft, word: string, following: string | undefined): Took {
  const at = word.indexOf('=');
  const name = word.slice(2, at < 0 ? undefined : at);
  const known = runFlags.get(name);
  if (known === undefined) {
    const nearest = nearestWord(name, [...runFlags.keys()]);
    throw new SpecError('flag-unknown', {
      flag: clip(`--${name}`),
      nearest: nearest === '' ? '' : `--${nearest}`,
    });
  }
  return apply(draft, `--${name}`, name, at < 0 ? undefined : word.slice(at + 1), following);
}

/** `-it`, `-itp80:80`, `-e=A=1`, `-p 80:80`: switches, then at most one flag with a value. */
function shortFlag(draft: RunDraft, word: string, following: string | undefined): Took {
  for (let at = 1; at < word.length; at += 1) {
    const letter = word[at] ?? '';
    const name = shortFlags.get(letter);
    if (name === undefined) {
      // A long flag with one dash, such as -name.
      const nearest = nearestWord(word.slice(1).split('=')[0] ?? '', [...runFlags.keys()]);
      throw new SpecError('flag-unknown', {
        flag: `-${letter}`,
        nearest: nearest === '' ? '' : `--${nearest}`,
      });
    }
    const rest = word.slice(at + 1);
    const takesValue = runFlags.get(name)?.takes === 'value';
    if (takesValue || rest.startsWith('='))
      return apply(draft, `-${letter}`, name, rest === '' ? undefined : rest.replace(/^=/, ''), following);
    apply(draft, `-${letter}`, name, undefined, undefined);
  }
  return 'itself';
}

function apply(
  draft: RunDraft,
  flag: string,
  name: string,
  own: string | undefined,
  following: string | undefined,
): Took {
  const known = runFlags.get(name);
  if (known === undefined || known.takes === 'unsupported') throw new SpecError('flag-unsupported', { flag });
  if (known.takes === 'nothing') {
    if (own !== undefined && !switches.has(own.toLowerCase()))
      throw new SpecError('flag-value', { flag, value: clip(own), allowed: 'true, false' });
    known.set(draft, own === undefined || switches.get(own.toLowerCase()) === true);
    return 'itself';
  }
  const value = own ?? following;
  if (value === undefined) throw new SpecError('flag-needs-value', { flag });
  known.set(draft, value, flag);
  return own === undefined ? 'next' : 'itself';
}

const switches: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['t', true],
  ['1', true],
  ['false', false],
  ['f', false],
  ['0', false],
]);

function notesOf(
  draft: RunDraft,
  words: readonly ShellWord[],
  filesNeeded: readonly string[],
): SpecProblem[] {
  const variables = [...new Set(words.flatMap((word) => word.variables))];
  return [
    ...filesNeeded.map((file) => problem('warning', 'env', 'line-file-needed', { file })),
    ...draft.fromShell.map((name) => problem('warning', 'env', 'line-value-from-shell', { name })),
    ...variables.map((variable) => problem('warning', '', 'line-variable-kept', { variable })),
    ...draft.ofClient.map((flag) => problem('note', '', 'line-flag-of-terminal', { flag })),
  ];
}
