import { type ComponentProps, useRef, useState } from 'react';
import css from './line-input.module.css';

type Passed = 'id' | 'className' | 'placeholder' | 'aria-label' | 'aria-describedby' | 'aria-invalid';

interface LineInputProps extends Pick<ComponentProps<'input'>, Passed> {
  value: string;
  onChange(value: string): void;
  /** Shown as dots. */
  hidden?: boolean | undefined;
  /** Where one line is all there is. */
  onEnter?: (() => void) | undefined;
  /** Id of a list of proposals. */
  list?: string | undefined;
  autoFocus?: boolean | undefined;
}

/** A field of one line; of as many as its value has, since an input would drop line breaks without a word. */
export function LineInput({ value, onChange, hidden, onEnter, list, autoFocus, ...passed }: LineInputProps) {
  // Stays high while somebody edits in it, also when the last line break goes.
  const [high, setHigh] = useState(false);
  const caret = useRef<number | null>(null);
  const common = { ...passed, value, spellCheck: false, autoComplete: 'off' };
  if (high || value.includes('\n'))
    return (
      <textarea
        {...common}
        ref={(area) => {
          if (area === null || caret.current === null) return;
          area.focus();
          area.setSelectionRange(caret.current, caret.current);
          caret.current = null;
        }}
        className={`${passed.className ?? ''} ${css.high} ${hidden ? css.masked : ''}`}
        rows={Math.min(value.split('\n').length, 8)}
        onChange={(event) => {
          setHigh(true);
          onChange(event.target.value);
        }}
        onBlur={() => setHigh(false)}
      />
    );
  return (
    <input
      {...common}
      type={hidden ? 'password' : 'text'}
      list={list}
      // biome-ignore lint/a11y/noAutofocus: only a row somebody just asked for
      autoFocus={autoFocus ?? false}
      onChange={(event) => onChange(event.target.value)}
      onPaste={(event) => {
        const text = event.clipboardData.getData('text/plain').replaceAll('\r\n', '\n');
        // A line break at the very end came with the line that was copied.
        if (!text.replace(/\n$/, '').includes('\n')) return;
        event.preventDefault();
        const { selectionStart, selectionEnd } = event.currentTarget;
        const from = selectionStart ?? value.length;
        caret.current = from + text.length;
        onChange(value.slice(0, from) + text + value.slice(selectionEnd ?? from));
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || onEnter === undefined) return;
        event.preventDefault();
        onEnter();
      }}
    />
  );
}
