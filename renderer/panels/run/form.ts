import type { ContainerSpec, SpecProblem } from '../../../shared/contract/container-spec.ts';
import { argumentsOf, flagsOf } from '../../../shared/model/container-spec/print-run.ts';
import { problem } from '../../../shared/model/container-spec/problem.ts';
import { emptyDraft, type RunDraft, settleDraft } from '../../../shared/model/container-spec/run-draft.ts';
import { runFlags, shortFlags } from '../../../shared/model/container-spec/run-flags.ts';
import { quoteWord, shellWords } from '../../../shared/model/container-spec/shell-words.ts';
import { SpecError } from '../../../shared/model/container-spec/spec-error.ts';
import {
  type ListField,
  listFieldNames,
  listFields,
  type TextField,
  type TickField,
  textFieldNames,
  textFields,
  tickFieldNames,
  tickFields,
} from './fields.ts';

export interface Row {
  /** Stays the same while the row is edited and others come and go. */
  key: number;
  /** Long name of the flag it is the value of. */
  flag: string;
  text: string;
}

/** The form as it is typed. What it means is only known once it is read. */
export interface Form {
  image: string;
  /** Arguments after the image, as a shell takes them. */
  command: string;
  texts: Record<TextField, string>;
  lists: Record<ListField, readonly Row[]>;
  ticks: Record<TickField, boolean>;
  /** Flags without a field of their own, a row each. */
  further: readonly Row[];
}

/** Where a problem shows: a field, and the key of its row where it has rows. */
export interface Mark extends SpecProblem {
  at: string;
  row?: number;
}

export interface ReadForm {
  spec: ContainerSpec;
  /** What cannot be read. */
  marks: Mark[];
  /** Puts what Slipway says of the spec at its place in the form. */
  place(problem: SpecProblem): Mark;
}

let lastKey = 0;

export function newRow(flag: string, text = ''): Row {
  lastKey += 1;
  return { key: lastKey, flag, text };
}

function entries<K extends string, V>(names: readonly K[], value: (name: K) => V): Record<K, V> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<K, V>;
}

export function emptyForm(): Form {
  return {
    image: '',
    command: '',
    texts: entries(textFieldNames, () => ''),
    lists: entries<ListField, readonly Row[]>(listFieldNames, () => []),
    ticks: entries(tickFieldNames, () => false),
    further: [],
  };
}

/** The form that says a spec. */
export function formOf(spec: ContainerSpec): Form {
  const form = emptyForm();
  form.image = spec.image;
  form.command = argumentsOf(spec).map(quoteWord).join(' ');
  for (const [written, value] of flagsOf(spec)) {
    const flag = written.startsWith('--') ? written.slice(2) : (shortFlags.get(written.slice(1)) ?? '');
    const text = textFieldNames.find((name) => textFields[name].flag === flag);
    const list = listFieldNames.find((name) => listFields[name].flags.some((one) => one === flag));
    const tick = tickFieldNames.find((name) => tickFields[name].flag === flag);
    // A blank field says nothing; here it does.
    const says = (value ?? '').trim() !== '';
    if (tick !== undefined) form.ticks[tick] = true;
    else if (list !== undefined && says) form.lists[list] = [...form.lists[list], newRow(flag, value)];
    else if (text !== undefined && value !== undefined && says)
      form.texts[text] = flag === 'storage-opt' ? value.replace(/^size=/, '') : value;
    else form.further = [...form.further, newRow('', furtherText(flag, value))];
  }
  return form;
}

function furtherText(flag: string, value: string | undefined): string {
  return value === undefined ? `--${flag}` : `--${flag} ${quoteWord(value)}`;
}

/** Reads the form. What cannot be read is marked and left out of the spec. */
export function readForm(form: Form): ReadForm {
  const draft = emptyDraft();
  const marks: Mark[] = [];
  const rowsOf = new Map<string, { key: number; from: number; to: number }[]>();
  const attempt = (at: string, row: number | undefined, read: () => void) => {
    try {
      read();
    } catch (thrown) {
      if (!(thrown instanceof SpecError)) throw thrown;
      const mark = problem('error', at, thrown.reason, thrown.params);
      marks.push({ ...mark, at, ...(row === undefined ? {} : { row }) });
    }
  };
  draft.spec.image = form.image.trim();
  for (const name of textFieldNames) {
    const text = form.texts[name];
    if (text.trim() === '') continue;
    const { flag } = textFields[name];
    attempt(name, undefined, () => give(draft, flag, flag === 'storage-opt' ? `size=${text}` : text));
  }
  for (const name of listFieldNames) {
    const { path } = listFields[name];
    for (const { key, flag, text } of form.lists[name]) {
      if (text.trim() === '') continue;
      const from = draft.spec[path].length;
      attempt(name, key, () => give(draft, flag, text));
      rowsOf.set(path, [...(rowsOf.get(path) ?? []), { key, from, to: draft.spec[path].length }]);
    }
  }
  for (const name of tickFieldNames) if (form.ticks[name]) give(draft, tickFields[name].flag);
  for (const { key, text } of form.further) attempt('further', key, () => giveLine(draft, text));
  attempt('command', undefined, () => {
    draft.spec.command = shellWords(form.command).map((word) => word.text);
  });
  settleDraft(draft);
  return { spec: draft.spec, marks, place: (one) => placed(one, rowsOf) };
}

function give(draft: RunDraft, flag: string, value?: string): void {
  const known = runFlags.get(flag);
  if (known?.takes === 'value' && value !== undefined) known.set(draft, value, `--${flag}`);
  else if (known?.takes === 'nothing' && value === undefined) known.set(draft, true);
  else if (known === undefined) throw new SpecError('flag-unknown', { flag: `--${flag}`, nearest: '' });
  else if (known.takes === 'value') throw new SpecError('flag-needs-value', { flag: `--${flag}` });
  else throw new SpecError('flag-unsupported', { flag: `--${flag}` });
}

/** One flag as it is typed on a line: `--sysctl net.core.somaxconn=1024`. */
function giveLine(draft: RunDraft, line: string): void {
  const [first, second, ...more] = shellWords(line).map(({ text }) => text);
  if (first === undefined) return;
  const [, flag = '', own] = /^--([a-z0-9-]+)(?:=([\s\S]*))?$/.exec(first) ?? [];
  if (flag === '' || more.length > 0)
    throw new SpecError('flag-unknown', { flag: more[0] ?? first, nearest: '' });
  give(draft, flag, own ?? second);
}

function placed(
  one: SpecProblem,
  rowsOf: ReadonlyMap<string, { key: number; from: number; to: number }[]>,
): Mark {
  const [path = '', index] = one.field.split('.');
  if (path === 'image' || path === 'command') return { ...one, at: path };
  const list = listFieldNames.find((name) => listFields[name].path === path);
  if (list !== undefined) {
    const row = rowsOf.get(path)?.find(({ from, to }) => Number(index) >= from && Number(index) < to);
    return { ...one, at: list, ...(row === undefined ? {} : { row: row.key }) };
  }
  const text = textFieldNames.find((name) => textFields[name].path === one.field);
  const tick = tickFieldNames.find((name) => tickFields[name].path === one.field);
  return { ...one, at: text ?? tick ?? 'further' };
}
