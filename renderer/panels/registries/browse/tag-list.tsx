import { Tag } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useWords } from '../../../i18n/index.ts';
import { useStanding } from '../../../state/connection.ts';
import { pullImage } from '../../../state/image-moves.ts';
import { openPlan } from '../../../state/plans.ts';
import { type TagRow, useTags } from '../../../state/registry-contents.ts';
import { Button } from '../../../ui/button.tsx';
import type { GridSort } from '../../../ui/data-grid/columns.ts';
import { DataGrid } from '../../../ui/data-grid/data-grid.tsx';
import { nothingSelected, type Selection, withoutGone } from '../../../ui/data-grid/selection.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import css from './browse.module.css';
import { byTag, tagColumns } from './columns.tsx';

const tagKey = ({ tag }: TagRow): string => tag;

/** How the engine is to name what is pulled. */
function referenceOf(host: string, repository: string, tag: string): string {
  return `${host}/${repository}:${tag}`;
}

function remove(host: string, repository: string, tags: string[]): void {
  void openPlan({ kind: 'registries.delete', input: { host, repository, tags } });
}

/** The tags of one repository, with what they are and what can be done with them. */
export function TagList({ host, repository }: { host: string; repository: string }) {
  const all = useWords();
  const words = all.browse;
  const standing = useStanding();
  const { rows, hasMore, busy, error, more, read } = useTags(host, repository);
  const [sort, setSort] = useState<GridSort>({ column: 'tag', descending: false });
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const present = withoutGone(
    selection,
    useMemo(() => new Set((rows ?? []).map(tagKey)), [rows]),
  );
  if (present !== selection) setSelection(present);
  const off = standing === 'ready' ? null : all.engine.notReady;
  const columns = useMemo(
    () =>
      tagColumns({
        words: all,
        off,
        onPull: (tag) => pullImage({ reference: referenceOf(host, repository, tag) }),
        onDelete: (tag) => remove(host, repository, [tag]),
      }),
    [all, off, host, repository],
  );
  if (rows === null && error !== null)
    return (
      <div className={css.pad}>
        <ErrorCard title={words.notRead} error={error} onRetry={read} />
      </div>
    );
  if (rows === null)
    return (
      <div className={css.pad} role="status" aria-label={all.loading}>
        <Skeleton width="52%" />
        <Skeleton width="40%" />
      </div>
    );
  if (rows.length === 0)
    return <EmptyState picture={<Tag size={26} />} title={words.noTags} text={words.noTagsText} />;
  return (
    <div className={css.list}>
      {error !== null && (
        <div className={css.pad}>
          <ErrorCard title={words.notRead} error={error} onRetry={hasMore ? more : read} />
        </div>
      )}
      <DataGrid
        label={words.tags}
        columns={columns}
        rows={rows}
        rowKey={tagKey}
        rowName={({ tag }) => tag}
        selectLabel={({ tag }) => words.select(tag)}
        selectAllLabel={words.selectAll}
        tie={byTag}
        sort={sort}
        onSort={setSort}
        orderKey={`${host} ${repository}`}
        selection={present}
        onSelection={setSelection}
        openKey={null}
        onOpen={() => undefined}
        onMenu={() => undefined}
        stale={false}
        heldLabel={{ text: all.containers.orderHeld, why: all.containers.orderHeldWhy }}
      />
      {hasMore && (
        <div className={css.more}>
          <Button disabledReason={busy ? all.loading : null} onClick={more}>
            {words.more}
          </Button>
        </div>
      )}
      {present.keys.size > 0 && (
        <div className={css.selection} role="toolbar" aria-label={words.selection}>
          <span className={css.selected}>{words.selected(present.keys.size)}</span>
          <Button disabledReason={off} onClick={() => remove(host, repository, [...present.keys])}>
            {words.delete}
          </Button>
          <Button look="quiet" onClick={() => setSelection(nothingSelected)}>
            {words.clearSelection}
          </Button>
        </div>
      )}
    </div>
  );
}
