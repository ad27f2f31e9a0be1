import { ChevronDown, ChevronUp, Search, X } from 'lucide-react';
import type { Ref } from 'react';
import { useWords } from '../i18n/index.ts';
import { IconButton } from './button.tsx';
import css from './search-box.module.css';

interface SearchBoxProps {
  label: string;
  value: string;
  onChange(value: string): void;
  /** How many places have the text, and which of them is shown, counted from 0; -1 for none. */
  count: number;
  current: number;
  onStep(by: 1 | -1): void;
  ref?: Ref<HTMLInputElement>;
}

/** Finds a text in what is shown: Enter goes to the next place, Shift+Enter back, Escape clears. */
export function SearchBox({ label, value, onChange, count, current, onStep, ref }: SearchBoxProps) {
  const words = useWords().inspect;
  const none = value !== '' && count === 0 ? words.noMatch : null;
  const off = value === '' ? words.typeFirst : none;
  return (
    <div className={css.search}>
      <Search size={14} className={css.glass} aria-hidden="true" />
      <input
        ref={ref}
        type="search"
        className={css.input}
        aria-label={label}
        placeholder={label}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            if (count > 0) onStep(event.shiftKey ? -1 : 1);
          } else if (event.key === 'Escape' && value !== '') {
            event.stopPropagation();
            onChange('');
          }
        }}
      />
      <span className={css.count} role="status">
        {value === '' ? '' : (none ?? words.matchOf(current + 1, count))}
      </span>
      <IconButton label={words.previousMatch} disabledReason={off} onClick={() => onStep(-1)}>
        <ChevronUp size={15} />
      </IconButton>
      <IconButton label={words.nextMatch} disabledReason={off} onClick={() => onStep(1)}>
        <ChevronDown size={15} />
      </IconButton>
      <IconButton
        label={words.clearSearch}
        disabledReason={value === '' ? words.typeFirst : null}
        onClick={() => onChange('')}
      >
        <X size={14} />
      </IconButton>
    </div>
  );
}
