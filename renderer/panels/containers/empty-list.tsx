import { Boxes, SearchX } from 'lucide-react';
import { useWords } from '../../i18n/index.ts';
import { noFilter, setFilter } from '../../state/container-view.ts';
import { Button } from '../../ui/button.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import css from './containers.module.css';

/** No container at all: teaches the first step. */
export function NoContainers() {
  const words = useWords().containers;
  return (
    <div className={css.full}>
      <EmptyState picture={<Boxes size={26} />} title={words.emptyTitle} text={words.emptyText}>
        <CommandLine command={words.emptyCommand} />
        <p className={css.faint}>{words.emptyAfter}</p>
      </EmptyState>
    </div>
  );
}

/** There are containers, but the filter hides them all. */
export function NoMatch({ total }: { total: number }) {
  const words = useWords().containers;
  return (
    <EmptyState picture={<SearchX size={26} />} title={words.noMatchTitle} text={words.noMatchText(total)}>
      <Button onClick={() => setFilter(noFilter)}>{words.clearFilter}</Button>
    </EmptyState>
  );
}

const widths = ['62%', '48%', '71%', '40%', '55%', '66%', '44%', '58%', '50%', '63%'];

/** Rows to come. */
export function SkeletonRows() {
  const words = useWords();
  return (
    <div className={css.skeletons} role="status" aria-label={words.loading}>
      {widths.map((width) => (
        <div key={width} className={css.skeleton}>
          <Skeleton width="12px" />
          <Skeleton width={width} />
          <Skeleton width="72px" />
          <Skeleton width="60%" />
          <Skeleton width="48px" />
        </div>
      ))}
    </div>
  );
}
