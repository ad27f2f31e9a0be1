import { create } from 'zustand';
import type { ContainerSpec, SpecProblem } from '../../../shared/contract/container-spec.ts';
import type { ApiError } from '../../../shared/contract/errors.ts';
import type { ParsedRun } from '../../../shared/model/container-spec/parse-run.ts';
import { hasHostGateway } from '../../../shared/model/host-gateway.ts';
import { useConnection } from '../../state/connection.ts';
import { call } from '../../state/link.ts';
import { useSettings } from '../../state/settings.ts';
import type { ListField, TextField, TickField } from './fields.ts';
import { emptyForm, type Form, formOf, type Mark, newRow, type ReadForm, readForm } from './form.ts';

interface RunState {
  form: Form;
  read: ReadForm;
  /** When the image is pulled; no part of what a container is. */
  pull: ParsedRun['pull'];
  /** Of the form as it is now: what cannot be read, and what Slipway said. */
  marks: readonly Mark[];
  /** What the person changed last was not checked yet. */
  checking: boolean;
  /** Why Slipway could not be asked. */
  checkError: ApiError | null;
  line: string;
  lineError: ApiError | null;
  /** What was told of the line when the form was filled from it; null before. */
  notes: readonly SpecProblem[] | null;
  filesNeeded: readonly string[];
}

const checkAfterMs = 300;

/** An empty form, with what the settings want in every new container and the engine in use knows. */
function newForm(): Form {
  const form = emptyForm();
  const { engine } = useConnection.getState();
  const known = engine !== null && 'engine' in engine && hasHostGateway(engine.engine);
  if (known && useSettings.getState().settings?.hostInternal === true)
    form.lists.extraHosts = [newRow('add-host', 'host.docker.internal:host-gateway')];
  return form;
}

/** The form as it was begun: as long as it is this one, nobody wrote in it. */
let begun: Form | null = null;

function fresh(): RunState {
  const form = newForm();
  begun = form;
  return {
    form,
    read: readForm(form),
    pull: 'missing',
    marks: [],
    checking: false,
    checkError: null,
    line: '',
    lineError: null,
    notes: null,
    filesNeeded: [],
  };
}

/** The form lasts for as long as the page does: leaving its panel loses nothing. */
export const useRun = create<RunState>()(fresh);

let timer: ReturnType<typeof setTimeout> | undefined;
let asked: AbortController | null = null;
/** Something changed on the engine while a check was under way. */
let onceMore = false;
let files: { name: string; content: string }[] = [];
/** The line they were given for: another may mean another file by the same name. */
let filesLine = '';

/** Begins a form that nobody wrote in yet once more: the settings may have changed, or the engine in use. */
export function beginAgain(): void {
  const { form, line, pull } = useRun.getState();
  if (form === begun && line === '' && pull === 'missing') startOver();
}

export function startOver(): void {
  stopChecking();
  files = [];
  useRun.setState(fresh());
}

function stopChecking(): void {
  clearTimeout(timer);
  timer = undefined;
  asked?.abort();
  asked = null;
  onceMore = false;
}

function checkSoon(): void {
  timer = setTimeout(() => void check(), checkAfterMs);
}

const isEmpty = ({ form, read }: RunState): boolean => form.image.trim() === '' && read.marks.length === 0;

/** Changes the form: it is read at once, and checked with the engine when no more is typed. */
export function editForm(change: (form: Form) => Form): void {
  const form = change(useRun.getState().form);
  const read = readForm(form);
  useRun.setState({ form, read });
  const empty = isEmpty(useRun.getState());
  useRun.setState({ checking: !empty });
  stopChecking();
  if (empty) useRun.setState({ marks: [] });
  else checkSoon();
}

/**
 * Checks again because something has changed on the engine. What was said stands until there is an answer, and
 * however often something changes, one check is under way and one waits.
 */
export function checkAgain(): void {
  if (isEmpty(useRun.getState()) || timer !== undefined) return;
  if (asked === null) checkSoon();
  else onceMore = true;
}

async function check(): Promise<void> {
  timer = undefined;
  const { read, pull, marks: last } = useRun.getState();
  const controller = new AbortController();
  asked = controller;
  const answer = await call(
    'containers.check',
    { spec: read.spec, start: true },
    { signal: controller.signal },
  );
  if (controller.signal.aborted) return;
  asked = null;
  const { checking } = useRun.getState();
  // An edit makes what was said of the form before it worthless; a change on the engine does not.
  const told = answer.ok
    ? [...read.marks, ...answer.value.map((one) => withPull(read.place(one), pull))]
    : checking
      ? read.marks
      : last;
  useRun.setState({ marks: told, checking: false, checkError: answer.ok ? null : answer.error });
  if (!onceMore) return;
  onceMore = false;
  checkSoon();
}

/** What is never pulled must be there. */
function withPull(mark: Mark, pull: RunState['pull']): Mark {
  return pull === 'never' && mark.code === 'image-will-be-pulled'
    ? { ...mark, code: 'image-not-here', severity: 'error' }
    : mark;
}

/** Whether this one stands in the way. A taken port does so only when the container is to start. */
export function blocks(mark: Mark, start: boolean): boolean {
  return mark.severity === 'error' && (start || mark.code !== 'port-taken');
}

export const setText = (name: TextField, text: string): void =>
  editForm((form) => ({ ...form, texts: { ...form.texts, [name]: text } }));

export function setPull(pull: RunState['pull']): void {
  useRun.setState({ pull });
  editForm((form) => form);
}

export const setTick = (name: TickField, on: boolean): void =>
  editForm((form) => ({ ...form, ticks: { ...form.ticks, [name]: on } }));

export const setRows = (name: ListField | 'further', rows: Form['further']): void =>
  editForm((form) =>
    name === 'further' ? { ...form, further: rows } : { ...form, lists: { ...form.lists, [name]: rows } },
  );

/** Variables out of an env file, added at the end. */
export function addVariables(pairs: readonly { name: string; value: string }[]): void {
  const rows = pairs.map(({ name, value }) => newRow('env', `${name}=${value}`));
  setRows('env', [...useRun.getState().form.lists.env, ...rows]);
}

export function setLine(line: string): void {
  useRun.setState({ line, lineError: null });
}

/** Fills the form from the pasted line. */
export async function fillFromLine(): Promise<void> {
  const { line } = useRun.getState();
  if (line !== filesLine) files = [];
  const answer = await call('containers.parseRun', { line, files });
  if (useRun.getState().line !== line) return;
  if (!answer.ok) {
    useRun.setState({ lineError: answer.error, notes: null, filesNeeded: [] });
    return;
  }
  const { spec, pull, notes, filesNeeded } = answer.value;
  useRun.setState({ lineError: null, notes, filesNeeded, pull });
  fillFromSpec(spec);
}

/** Hands in a file that the line names. */
export async function giveFile(name: string, content: string): Promise<void> {
  const { line } = useRun.getState();
  if (line !== filesLine) files = [];
  filesLine = line;
  files = [...files.filter((file) => file.name !== name), { name, content }];
  await fillFromLine();
}

function fillFromSpec(spec: ContainerSpec): void {
  const form = formOf(spec);
  editForm(() => form);
}
