import { Snowflake } from 'lucide-react';
import { useWords } from '../../i18n/index.ts';
import { useCheckpoints } from '../../state/checkpoints.ts';
import { useStanding } from '../../state/connection.ts';
import { routeHash } from '../../state/route.ts';
import { CheckpointList } from '../../ui/checkpoints/checkpoint-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { Page } from '../../ui/page.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import css from './checkpoints.module.css';

/** Checkpoints of all containers. */
export function CheckpointsPage() {
  const all = useWords();
  const words = all.checkpoints;
  const standing = useStanding();
  const { list, error, read } = useCheckpoints('');
  const title = all.pages.checkpoints;
  const count = list?.checkpoints.length ?? 0;
  return (
    <Page title={title} aside={count > 0 ? words.count(count) : ''} busy={list === null && error === null}>
      <StaleBar standing={standing} error={list === null ? null : error} />
      {list === null && error !== null && (
        <div className={css.pad}>
          <ErrorCard title={words.notListed} error={error} onRetry={read} />
        </div>
      )}
      {list !== null && list.failed.length > 0 && (
        <p className={css.note} role="status">
          {words.notListedOf(list.failed.map(({ containerName }) => containerName).join(', '))}
        </p>
      )}
      {list !== null && !list.measured && count > 0 && <p className={css.note}>{words.notMeasured}</p>}
      {list !== null && count === 0 && (
        <EmptyState picture={<Snowflake size={26} />} title={words.emptyTitle} text={words.emptyText}>
          <a className={css.link} href={routeHash('containers')}>
            {words.toContainers}
          </a>
        </EmptyState>
      )}
      {list !== null && count > 0 && (
        <CheckpointList label={title} checkpoints={list.checkpoints} ofOne={false} />
      )}
    </Page>
  );
}
