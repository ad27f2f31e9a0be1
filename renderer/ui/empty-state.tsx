import type { ReactNode } from 'react';
import css from './empty-state.module.css';

/** What stands where rows would: why there are none, and the next step. */
export function EmptyState({
  picture,
  title,
  text,
  children,
}: {
  picture: ReactNode;
  title: string;
  text?: string;
  children?: ReactNode;
}) {
  return (
    <div className={css.empty}>
      <div className={css.picture} aria-hidden="true">
        {picture}
      </div>
      <h2 className={css.title}>{title}</h2>
      {text !== undefined && <p className={css.text}>{text}</p>}
      {children !== undefined && <div className={css.more}>{children}</div>}
    </div>
  );
}
