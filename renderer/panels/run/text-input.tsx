import { LineInput } from '../../ui/line-input.tsx';
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
export function TextInput({ label, wrong, describedBy, code, ...rest }: TextInputProps) {
  return (
    <LineInput
      {...rest}
      className={`${css.input} ${code ? css.code : ''}`}
      aria-label={label}
      aria-invalid={wrong || undefined}
      aria-describedby={describedBy}
    />
  );
}
