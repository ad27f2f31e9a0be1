import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import css from './button.module.css';

type NativeProps = Omit<ComponentProps<'button'>, 'disabled' | 'aria-label'>;

interface ButtonProps extends NativeProps {
  look?: 'plain' | 'primary' | 'danger' | 'quiet';
  /** Why it cannot be pressed now. It stays reachable, so that the reason can be read. */
  disabledReason?: string | null | undefined;
  label?: string;
}

function pressProps(
  disabledReason: string | null | undefined,
  onClick: NativeProps['onClick'],
  tip?: string,
) {
  const off = typeof disabledReason === 'string';
  return {
    'aria-disabled': off || undefined,
    'aria-description': off ? disabledReason : undefined,
    'data-tip': off ? disabledReason : tip,
    onClick: (event: MouseEvent<HTMLButtonElement>) => {
      if (off) event.preventDefault();
      else onClick?.(event);
    },
  };
}

/** A button with words on it. `label` replaces its accessible name; it must contain the words shown. */
export function Button({ look = 'plain', disabledReason, label, className, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      {...pressProps(disabledReason, onClick)}
      aria-label={label}
      className={`${css.button} ${css[look]} ${className ?? ''}`}
    />
  );
}

interface IconButtonProps extends NativeProps {
  /** Its accessible name. */
  label: string;
  /** Shown on hover and focus; the label when not given. */
  tip?: string;
  look?: 'plain' | 'quiet';
  disabledReason?: string | null | undefined;
  children: ReactNode;
}

/** A square button with a shape on it and a tooltip that says what it does. */
export function IconButton({
  look = 'quiet',
  label,
  tip,
  disabledReason,
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      {...pressProps(disabledReason, onClick, tip ?? label)}
      aria-label={label}
      className={`${css.button} ${css.icon} ${css[look]} ${className ?? ''}`}
    />
  );
}
