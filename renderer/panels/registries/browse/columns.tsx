import { Download, Trash2 } from 'lucide-react';
import { compareNames, shortId } from '../../../../shared/model/names.ts';
import { bytesText, timeText, type Words, wordError } from '../../../i18n/index.ts';
import type { TagRow } from '../../../state/registry-contents.ts';
import { Age } from '../../../ui/age.tsx';
import { IconButton } from '../../../ui/button.tsx';
import type { GridColumn } from '../../../ui/data-grid/columns.ts';
import { Shape } from '../../../ui/shape.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import css from './browse.module.css';

export const byTag = (a: TagRow, b: TagRow): number => compareNames(a.tag, b.tag);

const madeAt = ({ details }: TagRow): number => Date.parse(details?.createdAt ?? '') || 0;
const platformsOf = ({ details }: TagRow): string =>
  (details?.platforms ?? [])
    .map(({ platform }) => platform)
    .filter((platform) => platform !== '')
    .join(', ');

function Digest({ row: { details }, words }: { row: TagRow; words: Words }) {
  if (details === null) return <Skeleton width="80%" />;
  if (details.error !== undefined)
    return (
      <span className={css.bad} data-tip={wordError(details.error, words).message}>
        <Shape name="triangle" />
        <span className={css.text}>{words.browse.unread}</span>
      </span>
    );
  return (
    <bdi className={css.mono} data-tip={details.digest}>
      {shortId(details.digest)}
    </bdi>
  );
}

/** The columns of the tags of a repository. */
export function tagColumns({
  words,
  off,
  onPull,
  onDelete,
}: {
  words: Words;
  /** Why nothing can be done now. */
  off: string | null;
  onPull(tag: string): void;
  onDelete(tag: string): void;
}): GridColumn<TagRow>[] {
  const { browse } = words;
  const base = { grow: 0, priority: 0, hideable: false };
  return [
    {
      ...base,
      ...{ id: 'tag', header: browse.columns.tag, minWidth: 120, grow: 2 },
      compare: byTag,
      cell: ({ tag }) => (
        <bdi className={css.name} data-tip={tag}>
          {tag}
        </bdi>
      ),
    },
    {
      ...base,
      ...{ id: 'digest', header: browse.columns.digest, minWidth: 120 },
      compare: (a, b) => compareNames(a.details?.digest ?? '', b.details?.digest ?? ''),
      cell: (row) => <Digest row={row} words={words} />,
    },
    {
      ...base,
      ...{ id: 'platforms', header: browse.columns.platforms, minWidth: 110, grow: 2, priority: 2 },
      compare: (a, b) => compareNames(platformsOf(a), platformsOf(b)),
      cell: (row) => (
        <bdi className={css.text} data-tip={platformsOf(row)}>
          {platformsOf(row) || '–'}
        </bdi>
      ),
    },
    {
      ...base,
      ...{ id: 'size', header: browse.columns.size, minWidth: 88, priority: 1, align: 'end' },
      compare: (a, b) => (a.details?.sizeBytes ?? -1) - (b.details?.sizeBytes ?? -1),
      cell: ({ details }) => (details?.sizeBytes == null ? '–' : bytesText(details.sizeBytes)),
    },
    {
      ...base,
      ...{ id: 'created', header: browse.columns.created, minWidth: 104, priority: 1 },
      compare: (a, b) => madeAt(a) - madeAt(b),
      cell: (row) =>
        madeAt(row) === 0 ? (
          '–'
        ) : (
          <span data-tip={timeText(madeAt(row))}>
            <Age sinceMs={madeAt(row)} sentence={words.agoText} />
          </span>
        ),
    },
    {
      ...base,
      ...{ id: 'actions', header: browse.columns.actions, quietHeader: true, minWidth: 84, align: 'end' },
      cell: ({ tag }) => (
        <span className={css.actions}>
          <IconButton
            tabIndex={-1}
            label={browse.pullTag(tag)}
            tip={browse.pull}
            disabledReason={off}
            onClick={() => onPull(tag)}
          >
            <Download size={14} />
          </IconButton>
          <IconButton
            tabIndex={-1}
            label={browse.deleteTag(tag)}
            tip={browse.delete}
            disabledReason={off}
            onClick={() => onDelete(tag)}
          >
            <Trash2 size={14} />
          </IconButton>
        </span>
      ),
    },
  ];
}
