import { ChevronDown, Search, X } from 'lucide-react';
import { type ReactNode, type Ref, useId } from 'react';
import { IconButton } from './button.tsx';
import css from './field.module.css';

interface FilterBoxProps {
  label: string;
  placeholder: string;
  clearLabel: string;
  value: string;
  onChange(value: string): void;
  /** Down or Enter: on to the list. */
  onLeave(): void;
  ref?: Ref<HTMLInputElement>;
}

/** A filter box that `/` focuses (the page binds the key). Escape clears it, then leaves it. */
export function FilterBox({ label, placeholder, clearLabel, value, onChange, onLeave, ref }: FilterBoxProps) {
  return (
    <div className={css.filter}>
      <Search size={14} className={css.glass} aria-hidden="true" />
      <input
        ref={ref}
        type="search"
        className={css.input}
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={placeholder}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            if (value === '') onLeave();
            else onChange('');
          } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
            event.preventDefault();
            onLeave();
          }
        }}
      />
      {value === '' ? (
        <span className={css.hint} aria-hidden="true">
          /
        </span>
      ) : (
        <IconButton className={css.clear ?? ''} label={clearLabel} onClick={() => onChange('')}>
          <X size={14} />
        </IconButton>
      )}
    </div>
  );
}

interface ChoiceProps<V extends string> {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange(value: V): void;
  /** Shows that it narrows something. */
  set?: boolean;
  /** As wide as its place, with its label above. */
  full?: boolean;
}

/** A native select: every platform's own list, keyboard and screen reader behaviour. */
export function Choice<V extends string>({ label, value, options, onChange, set, full }: ChoiceProps<V>) {
  const choice = (
    <span className={`${css.choice} ${set ? css.set : ''} ${full ? css.full : ''}`}>
      <select
        className={css.select}
        aria-label={label}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden="true" />
    </span>
  );
  if (!full) return choice;
  return (
    <div className={css.block}>
      <span className={css.label} aria-hidden="true">
        {label}
      </span>
      {choice}
    </div>
  );
}

interface TextFieldProps {
  label: string;
  note?: string;
  /** What is wrong with the value. */
  wrong?: string | undefined;
  value: string;
  onChange(value: string): void;
  /** Not to be read over a shoulder. */
  secret?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** A line of text with its label, a note, and what is wrong with it. */
export function TextField({ label, note, wrong, value, onChange, secret, ref }: TextFieldProps) {
  const id = useId();
  return (
    <div className={css.block}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <input
        ref={ref}
        id={id}
        type={secret ? 'password' : 'text'}
        className={css.input}
        value={value}
        spellCheck={false}
        autoComplete={secret ? 'new-password' : 'off'}
        aria-invalid={wrong !== undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-note`} className={`${css.note} ${wrong === undefined ? '' : css.wrong}`}>
        {wrong ?? note}
      </p>
    </div>
  );
}

/** A tick box with its words. */
export function Tick({
  checked,
  onChange,
  disabled,
  note,
  children,
}: {
  checked: boolean;
  onChange(checked: boolean): void;
  disabled?: boolean;
  note?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <div className={css.tick}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        <label htmlFor={id}>{children}</label>
        {note !== undefined && (
          <p id={`${id}-note`} className={css.note}>
            {note}
          </p>
        )}
      </span>
    </div>
  );
}
