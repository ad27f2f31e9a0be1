import css from './run.module.css';

interface TextInputProps {
  id?: string;
  label?: string;
  value: string;
  onChange(value: string): void;
  onEnter?: () => void;
  wrong: boolean;
  /** Ids of what describes it. */
  describedBy?: string | undefined;
  placeholder?: string | undefined;
  list?: string | undefined;
  /** Names, paths, commands: each letter counts. */
  code?: boolean;
  autoFocus?: boolean;
}

/** One line; as many as it has where the value has several. */
export function TextInput(props: TextInputProps) {
  const { id, label, value, onChange, onEnter, wrong, describedBy, placeholder, list, code } = props;
  const common = {
    id,
    value,
    placeholder,
    className: `${css.input} ${code ? css.code : ''}`,
    spellCheck: false,
    autoComplete: 'off',
    'aria-label': label,
    'aria-invalid': wrong || undefined,
    'aria-describedby': describedBy,
  };
  const lines = value.split('\n').length;
  if (lines > 1)
    return (
      <textarea {...common} rows={Math.min(lines, 8)} onChange={(event) => onChange(event.target.value)} />
    );
  return (
    <input
      {...common}
      list={list}
      // biome-ignore lint/a11y/noAutofocus: only a row somebody just asked for
      autoFocus={props.autoFocus ?? false}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || onEnter === undefined) return;
        event.preventDefault();
        onEnter();
      }}
    />
  );
}
