import { Plus, X } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useWords } from '../../i18n/index.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Choice, Tick } from '../../ui/field.tsx';
import { type ListField, listFields, type MountFlag, type TextField, type TickField } from './fields.ts';
import { type Mark, newRow, type Row } from './form.ts';
import { Marks } from './marks.tsx';
import css from './run.module.css';
import { editForm, setRows, setText, setTick, useRun } from './store.ts';
import { TextInput } from './text-input.tsx';

const noMarks: readonly Mark[] = [];

function useMarks(at: string): readonly Mark[] {
  const marks = useRun((state) => state.marks);
  const found = marks.filter((mark) => mark.at === at);
  return found.length === 0 ? noMarks : found;
}

const isWrong = (marks: readonly Mark[]) => marks.some(({ severity }) => severity === 'error');

function noteOf(notes: Readonly<Partial<Record<string, string>>>, name: string): string {
  return notes[name] ?? '';
}

/** A label at the side, the control, a note or what is wrong below it. */
function Line({
  label,
  htmlFor,
  note,
  noteId,
  marks,
  marksId,
  children,
}: {
  label: string;
  htmlFor: string;
  note: string;
  noteId: string;
  marks: readonly Mark[];
  marksId: string;
  children: ReactNode;
}) {
  return (
    <div className={css.line}>
      <label className={css.label} htmlFor={htmlFor}>
        {label}
      </label>
      <div className={css.value}>
        {children}
        {marks.length === 0 && note !== '' && (
          <p id={noteId} className={css.note}>
            {note}
          </p>
        )}
        <Marks id={marksId} marks={marks} />
      </div>
    </div>
  );
}

interface PlainLineProps {
  name: string;
  label: string;
  value: string;
  onChange(value: string): void;
  placeholder?: string | undefined;
  list?: string | undefined;
  code?: boolean;
}

function PlainLine({ name, label, value, onChange, placeholder, list, code }: PlainLineProps) {
  const words = useWords().run;
  const marks = useMarks(name);
  const id = useId();
  const note = noteOf(words.notes, name);
  const described = marks.length > 0 ? `${id}-marks` : note === '' ? undefined : `${id}-note`;
  return (
    <Line label={label} htmlFor={id} note={note} noteId={`${id}-note`} marks={marks} marksId={`${id}-marks`}>
      <TextInput
        id={id}
        value={value}
        onChange={onChange}
        wrong={isWrong(marks)}
        describedBy={described}
        placeholder={placeholder}
        list={list}
        code={code ?? true}
      />
    </Line>
  );
}

/** The image or the command, which are no flags. */
export function WordLine({
  name,
  placeholder,
  list,
}: {
  name: 'image' | 'command';
  placeholder?: string;
  list?: string;
}) {
  const words = useWords().run;
  const value = useRun((state) => state.form[name]);
  return (
    <PlainLine
      name={name}
      label={words.fields[name]}
      value={value}
      onChange={(text) => editForm((form) => ({ ...form, [name]: text }))}
      placeholder={placeholder}
      list={list}
    />
  );
}

/** A field with one text. */
export function TextLine({ name, placeholder }: { name: TextField; placeholder?: string }) {
  const words = useWords().run;
  const value = useRun((state) => state.form.texts[name]);
  return (
    <PlainLine
      name={name}
      label={words.fields[name]}
      value={value}
      onChange={(text) => setText(name, text)}
      placeholder={placeholder}
    />
  );
}

/** A tick box under the others of its section. */
export function TickLine({ name }: { name: TickField }) {
  const words = useWords().run;
  const checked = useRun((state) => state.form.ticks[name]);
  const marks = useMarks(name);
  return (
    <div className={css.line}>
      <span />
      <div className={css.value}>
        <Tick checked={checked} onChange={(on) => setTick(name, on)}>
          {words.ticks[name]}
        </Tick>
        <Marks marks={marks} />
      </div>
    </div>
  );
}

/** The restart policy, and how often where it is on failure. */
export function RestartLine() {
  const words = useWords().run;
  const text = useRun((state) => state.form.texts.restart);
  const marks = useMarks('restart');
  const id = useId();
  const [written = '', retries = ''] = text.split(':');
  const policies = ['', 'always', 'unless-stopped', 'on-failure'] as const;
  const policy = policies.find((one) => one === written) ?? '';
  return (
    <div className={css.line}>
      <span className={css.label} aria-hidden="true">
        {words.fields.restart}
      </span>
      <div className={css.value}>
        <div className={css.inline}>
          <Choice
            label={words.fields.restart}
            value={policy}
            options={policies.map((value) => ({ value, label: words.restarts[value] }))}
            onChange={(value) => setText('restart', value)}
          />
          {policy === 'on-failure' && (
            <>
              <label htmlFor={id}>{words.retries}</label>
              <span className={css.few}>
                <TextInput
                  id={id}
                  value={retries}
                  onChange={(value) =>
                    setText('restart', value === '' ? 'on-failure' : `on-failure:${value}`)
                  }
                  wrong={isWrong(marks)}
                  code
                />
              </span>
              <span className={css.note}>{words.retriesNote}</span>
            </>
          )}
        </div>
        <Marks marks={marks} />
      </div>
    </div>
  );
}

interface ListLinesProps {
  name: ListField | 'further';
  placeholder: string;
  list?: string;
  /** Beside the button that adds a row. */
  beside?: ReactNode;
}

/** A field with rows. Enter in one adds the next. */
export function ListLines({ name, placeholder, list, beside }: ListLinesProps) {
  const words = useWords().run;
  const rows = useRun((state) => (name === 'further' ? state.form.further : state.form.lists[name]));
  const marks = useMarks(name);
  const [added, setAdded] = useState(0);
  const id = useId();
  const label = words.fields[name];
  const note = noteOf(words.notes, name);
  const change = (key: number, part: Partial<Row>) =>
    setRows(
      name,
      rows.map((row) => (row.key === key ? { ...row, ...part } : row)),
    );
  const add = () => {
    const row = newRow(name === 'further' ? '' : listFields[name].flags[0]);
    setAdded(row.key);
    setRows(name, [...rows, row]);
  };
  return (
    <fieldset className={css.line}>
      <legend className={`${css.label} ${css.legend}`}>{label}</legend>
      <div className={css.value}>
        {rows.map((row, at) => {
          const own = marks.filter((mark) => mark.row === row.key);
          return (
            <div key={row.key} className={css.row}>
              {name === 'mounts' && (
                <MountKind row={row} at={at + 1} onChange={(flag) => change(row.key, { flag })} />
              )}
              <TextInput
                label={words.rowOf(label, at + 1)}
                value={row.text}
                onChange={(text) => change(row.key, withKind(name, row, text))}
                onEnter={add}
                wrong={isWrong(own)}
                describedBy={own.length > 0 ? `${id}-${row.key}` : undefined}
                placeholder={placeholders[row.flag] ?? placeholder}
                list={list}
                code
                autoFocus={row.key === added}
              />
              <IconButton
                label={words.removeRow(label, at + 1)}
                onClick={() =>
                  setRows(
                    name,
                    rows.filter(({ key }) => key !== row.key),
                  )
                }
              >
                <X size={14} />
              </IconButton>
              <div className={css.rowMarks}>
                <Marks id={`${id}-${row.key}`} marks={own} />
              </div>
            </div>
          );
        })}
        <div className={css.adders}>
          <Button look="quiet" onClick={add}>
            <Plus size={14} />
            {words.add[name]}
          </Button>
          {beside}
        </div>
        {rows.length === 0 && note !== '' && <p className={css.note}>{note}</p>}
        <Marks marks={marks.filter(({ row }) => row === undefined)} />
      </div>
    </fieldset>
  );
}

const placeholders: Readonly<Record<string, string>> = {
  mount: 'type=bind,src=/srv/data,dst=/data,readonly',
  tmpfs: '/run:size=64m',
};

/** The long form is known by how it begins. */
function withKind(name: ListField | 'further', row: Row, text: string): Partial<Row> {
  return name === 'mounts' && row.flag === 'volume' && /^type=/.test(text)
    ? { text, flag: 'mount' }
    : { text };
}

function MountKind({ row, at, onChange }: { row: Row; at: number; onChange(flag: MountFlag): void }) {
  const words = useWords().run;
  const value = listFields.mounts.flags.find((flag) => flag === row.flag) ?? 'volume';
  return (
    <Choice
      label={`${words.mountKind} ${at}`}
      value={value}
      options={listFields.mounts.flags.map((flag) => ({ value: flag, label: words.mountKinds[flag] }))}
      onChange={onChange}
    />
  );
}
