import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.ts';
import css from './page.module.css';
import { Skeleton } from './skeleton.tsx';

interface PageProps {
  /** The h1: the words of the navigation link. */
  title: string;
  /** Beside the title. */
  aside?: ReactNode;
  /** At the far end of the title's line. */
  controls?: ReactNode;
  /** The body scrolls as a whole; a page with a grid scrolls inside of it instead. */
  scrolling?: boolean;
  /** Nothing to show yet. */
  busy?: boolean;
  children?: ReactNode;
}

/** The frame of a page: heading and body. */
export function Page({ title, aside, controls, scrolling = false, busy = false, children }: PageProps) {
  const words = useWords();
  return (
    <div className={css.page} aria-busy={busy || undefined}>
      <div className={css.head}>
        <h1>{title}</h1>
        {aside !== undefined && <div className={css.aside}>{aside}</div>}
        {controls !== undefined && <div className={css.controls}>{controls}</div>}
      </div>
      <div className={`${css.body} ${scrolling ? css.scrolling : ''}`} tabIndex={scrolling ? 0 : undefined}>
        {busy ? (
          <div className={css.waiting} role="status" aria-label={words.loading}>
            <Skeleton width="40%" />
            <Skeleton width="62%" />
            <Skeleton width="54%" />
          </div>
        ) : (
          children
        )}
      </div>
    </div>
  );
}
