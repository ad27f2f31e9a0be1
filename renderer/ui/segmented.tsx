import { type ReactNode, useId } from 'react';
import css from './segmented.module.css';

export interface SegmentOption<V extends string> {
  value: V;
  label: string;
  /** A figure after the words. */
  count?: number;
  /** Makes the figure stand out. */
  alarming?: boolean;
  shape?: ReactNode;
}

interface SegmentedProps<V extends string> {
  label: string;
  value: V;
  options: readonly SegmentOption<V>[];
  onChange(value: V): void;
}

/** One of a few: radio buttons that look like one control. */
export function Segmented<V extends string>({ label, value, options, onChange }: SegmentedProps<V>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={css.group}>
      {options.map((option) => (
        <label key={option.value} className={css.option}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span className={css.face} data-alarming={option.alarming || undefined}>
            {option.shape}
            {option.label}
            {option.count !== undefined && <span className={css.count}>{option.count}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}
