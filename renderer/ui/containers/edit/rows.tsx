import { Plus, X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Button, IconButton } from '../../button.tsx';
import { LineInput } from '../../line-input.tsx';
import css from './edit.module.css';

interface RowsProps<R extends { key: number }> {
  legend: string;
  rows: readonly R[];
  wrongs: ReadonlyMap<number, string>;
  addLabel: string;
  /** Said where there is no row. */
  none: string;
  removeLabel(row: R, place: number): string;
  make(): R;
  onChange(rows: R[]): void;
  /** The fields of a row; `describedBy` names what is wrong with it. */
  fields(row: R, place: number, set: (parts: Partial<R>) => void, describedBy: string | undefined): ReactNode;
  children?: ReactNode;
}

/** A group of rows of fields, each with a button that removes it and what is wrong with it. */
export function Rows<R extends { key: number }>(props: RowsProps<R>) {
  const { legend, rows, wrongs, addLabel, none, removeLabel, make, onChange, fields, children } = props;
  const id = useId();
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{legend}</legend>
      {children}
      {rows.length === 0 && <p className={css.none}>{none}</p>}
      {rows.map((row, at) => {
        const wrong = wrongs.get(row.key);
        const described = wrong === undefined ? undefined : `${id}-${row.key}`;
        const set = (parts: Partial<R>) => onChange(rows.with(at, { ...row, ...parts }));
        return (
          <div key={row.key} className={css.row} data-wrong={wrong === undefined ? undefined : ''}>
            <div className={css.fields}>
              {fields(row, at + 1, set, described)}
              <IconButton
                label={removeLabel(row, at + 1)}
                onClick={() => onChange(rows.filter((other) => other.key !== row.key))}
              >
                <X size={14} />
              </IconButton>
            </div>
            {wrong !== undefined && (
              <p id={described} className={css.wrong}>
                {wrong}
              </p>
            )}
          </div>
        );
      })}
      <span>
        <Button look="quiet" onClick={() => onChange([...rows, make()])}>
          <Plus size={14} aria-hidden="true" />
          {addLabel}
        </Button>
      </span>
    </fieldset>
  );
}

interface CellProps {
  label: string;
  value: string;
  onChange(value: string): void;
  describedBy: string | undefined;
  placeholder?: string;
  /** Shown as dots. */
  hidden?: boolean;
  width?: 'narrow' | 'wide';
}

/** A field of a row; its label is read out, the columns' order is seen. */
export function Cell({ label, value, onChange, describedBy, placeholder, hidden, width }: CellProps) {
  return (
    <LineInput
      className={`${css.cell} ${width === undefined ? '' : css[width]}`}
      hidden={hidden}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={describedBy !== undefined}
      placeholder={placeholder}
      value={value}
      onChange={onChange}
    />
  );
}
