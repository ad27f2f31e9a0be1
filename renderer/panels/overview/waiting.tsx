import { useWords } from '../../i18n/index.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import css from './overview.module.css';

/** Lines to come in a card. */
export function Waiting() {
  const words = useWords();
  return (
    <div className={css.waiting} role="status" aria-label={words.loading}>
      <Skeleton width="46%" />
      <Skeleton width="62%" />
      <Skeleton width="38%" />
    </div>
  );
}
