import { Ellipsis, Lock, Save, Tag, Trash2 } from 'lucide-react';
import { parseTime } from '../../../shared/model/durations.ts';
import { compareNames, shortId } from '../../../shared/model/names.ts';
import { bytesText, timeText, useWords, type Words } from '../../i18n/index.ts';
import { useStanding } from '../../state/connection.ts';
import type { ImageRow } from '../../state/images.ts';
import { Age } from '../../ui/age.tsx';
import { IconButton } from '../../ui/button.tsx';
import type { GridColumn } from '../../ui/data-grid/columns.ts';
import { StatusPill } from '../../ui/status-pill.tsx';
import css from './images.module.css';

export interface ImageActions {
  onOpen(row: ImageRow): void;
  onTag(row: ImageRow): void;
  onSave(row: ImageRow): void;
  onRemove(row: ImageRow): void;
  onMore(row: ImageRow, button: HTMLElement): void;
}

export const byName = (a: ImageRow, b: ImageRow): number =>
  Number(a.dangling) - Number(b.dangling) || compareNames(a.title, b.title) || (a.id < b.id ? -1 : 1);

const created = ({ createdAt }: ImageRow): number => parseTime(createdAt) ?? 0;

/** What is not known sorts below everything. */
const bySize = (pick: (row: ImageRow) => number | null) => (a: ImageRow, b: ImageRow) =>
  (pick(a) ?? -1) - (pick(b) ?? -1);

function Name({ row, onOpen }: { row: ImageRow } & Pick<ImageActions, 'onOpen'>) {
  const words = useWords().images;
  const further = row.tags.filter((tag) => tag !== row.title);
  return (
    <>
      <button
        type="button"
        className={css.name}
        tabIndex={-1}
        data-tip={[row.title, ...further].join('\n')}
        onClick={() => onOpen(row)}
      >
        <bdi>{row.title}</bdi>
      </button>
      {further.length > 0 && (
        <span className={css.chip} data-tip={further.join('\n')}>
          {words.more(further.length)}
        </span>
      )}
      {row.dangling && (
        <span className={css.chip} data-tip={words.danglingTip}>
          {words.danglingChip}
        </span>
      )}
      {row.protected && (
        <span className={css.mark} role="img" aria-label={words.protectedMark} data-tip={words.protectedMark}>
          <Lock size={12} />
        </span>
      )}
    </>
  );
}

/** Who uses an image, in words. */
export function wordUse(row: ImageRow, words: Words['images']): string {
  return row.usedBy.length === 0 ? words.unused : words.usedBy(row.usedBy.length);
}

function Use({ row, words }: { row: ImageRow; words: Words['images'] }) {
  const used = row.usedBy.length > 0;
  return (
    <span data-tip={used ? row.usedBy.map(({ name }) => name).join('\n') : undefined}>
      <StatusPill shape={used ? 'disc' : 'ring'} tone={used ? 'ok' : 'idle'}>
        {wordUse(row, words)}
      </StatusPill>
    </span>
  );
}

function Actions({ row, actions }: { row: ImageRow; actions: ImageActions }) {
  const all = useWords();
  const words = all.images;
  const off = useStanding() === 'ready' ? null : all.engine.notReady;
  return (
    <span className={css.actions}>
      <IconButton
        tabIndex={-1}
        label={words.named(words.tag, row.title)}
        tip={words.tag}
        disabledReason={off}
        onClick={() => actions.onTag(row)}
      >
        <Tag size={14} />
      </IconButton>
      <IconButton
        tabIndex={-1}
        label={words.named(words.save, row.title)}
        tip={words.save}
        disabledReason={off}
        onClick={() => actions.onSave(row)}
      >
        <Save size={14} />
      </IconButton>
      <IconButton
        tabIndex={-1}
        label={words.named(words.remove, row.title)}
        tip={words.removeDots}
        disabledReason={off ?? (row.protected ? words.protectedMark : null)}
        onClick={() => actions.onRemove(row)}
      >
        <Trash2 size={14} />
      </IconButton>
      <IconButton
        tabIndex={-1}
        label={words.menu(row.title)}
        tip={words.columns.actions}
        aria-haspopup="menu"
        onClick={(event) => actions.onMore(row, event.currentTarget)}
      >
        <Ellipsis size={16} />
      </IconButton>
    </span>
  );
}

/** The columns of the list of images, in order. */
export function imageColumns(all: Words, actions: ImageActions): GridColumn<ImageRow>[] {
  const words = all.images;
  const { columns } = words;
  const size = (
    id: string,
    header: string,
    pick: (row: ImageRow) => number | null,
    priority: number,
  ): GridColumn<ImageRow> => ({
    ...{ id, header, priority, minWidth: 88, grow: 0, hideable: priority > 0, align: 'end' },
    compare: bySize(pick),
    cell: (row) => {
      const bytes = pick(row);
      return <span className={css.figure}>{bytes === null ? '–' : bytesText(bytes)}</span>;
    },
  });
  return [
    {
      ...{ id: 'name', header: columns.name, minWidth: 220, grow: 3, priority: 0, hideable: false },
      compare: byName,
      cell: (row) => <Name row={row} onOpen={actions.onOpen} />,
    },
    {
      ...{ id: 'use', header: columns.use, minWidth: 132, grow: 0, priority: 0, hideable: false },
      compare: (a, b) => a.usedBy.length - b.usedBy.length,
      cell: (row) => <Use row={row} words={words} />,
    },
    size('size', columns.size, ({ sizeBytes }) => sizeBytes, 0),
    size('unique', columns.unique, ({ uniqueBytes }) => uniqueBytes, 2),
    size('shared', columns.shared, ({ sharedBytes }) => sharedBytes, 4),
    {
      ...{ id: 'created', header: columns.created, minWidth: 96, grow: 0, priority: 1, hideable: true },
      compare: (a, b) => created(b) - created(a),
      cell: (row) =>
        created(row) === 0 ? (
          <span className={css.faint}>–</span>
        ) : (
          <span className={css.second} data-tip={timeText(created(row))}>
            <Age sinceMs={created(row)} sentence={all.agoText} />
          </span>
        ),
    },
    {
      ...{ id: 'platform', header: columns.platform, minWidth: 120, grow: 1, priority: 3, hideable: true },
      compare: (a, b) => compareNames(a.platforms?.join() ?? '', b.platforms?.join() ?? ''),
      cell: (row) => (
        <span className={css.second} data-tip={row.platforms?.join('\n')}>
          {row.platforms?.join(', ') ?? '–'}
        </span>
      ),
    },
    {
      ...{ id: 'id', header: columns.id, minWidth: 116, grow: 0, priority: 5, hideable: true },
      compare: (a, b) => (a.id < b.id ? -1 : 1),
      cell: (row) => <span className={css.mono}>{shortId(row.id)}</span>,
    },
    {
      ...{ id: 'actions', header: columns.actions, minWidth: 136, grow: 0, priority: 0, hideable: false },
      quietHeader: true,
      align: 'end',
      cell: (row) => <Actions row={row} actions={actions} />,
    },
  ];
}
