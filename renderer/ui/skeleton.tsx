import css from './skeleton.module.css';

/** A grey bar where words will be. `width` is any CSS width. */
export function Skeleton({ width }: { width: string }) {
  return <span className={css.bar} style={{ width }} aria-hidden="true" />;
}
