import { Ellipsis, Shield, ShieldOff, Trash2 } from 'lucide-react';
import { compareNames } from '../../../../shared/model/names.ts';
import { bytesText, durationText, timeText, useWords, type Words } from '../../../i18n/index.ts';
import { engineNow } from '../../../state/connection.ts';
import { IconButton } from '../../../ui/button.tsx';
import type { GridColumn } from '../../../ui/data-grid/columns.ts';
import { StatusPill } from '../../../ui/status-pill.tsx';
import type { DiskRow } from './rows.ts';
import css from './usage.module.css';

export interface RowActions {
  onShow(row: DiskRow): void;
  onMark(row: DiskRow): void;
  onTrash(row: DiskRow): void;
  onMore(row: DiskRow, button: HTMLElement): void;
  /** Why it cannot be marked or put into the trash now; null when it can. */
  whyNotMark(row: DiskRow): string | null;
  whyNotTrash(row: DiskRow): string | null;
}

export const byName = (a: DiskRow, b: DiskRow): number =>
  compareNames(a.name, b.name) || compareNames(a.key, b.key);

/** What is not known sorts below everything. */
const bySize = (pick: (row: DiskRow) => number | null) => (a: DiskRow, b: DiskRow) =>
  (pick(a) ?? -1) - (pick(b) ?? -1);

function Size({ bytes }: { bytes: number | null }) {
  return <span className={css.size}>{bytes === null ? '–' : bytesText(bytes)}</span>;
}

function Since({ at, none }: { at: string; none: string }) {
  if (at === '') return <span className={css.faint}>{none}</span>;
  const ms = Date.parse(at);
  return <span data-tip={timeText(ms)}>{durationText(Math.max(0, engineNow() - ms))}</span>;
}

function Name({ row, words, onShow }: { row: DiskRow; words: Words['disk'] } & Pick<RowActions, 'onShow'>) {
  return (
    <>
      <button
        type="button"
        className={css.name}
        tabIndex={-1}
        data-tip={row.more === '' ? row.name : `${row.name}\n${row.more}`}
        onClick={() => onShow(row)}
      >
        <bdi>{row.name}</bdi>
      </button>
      {row.nameless && !row.trashed && <span className={css.chip}>{words.dangling}</span>}
      {row.protected && (
        <span className={css.mark} data-tip={words.protectedChip}>
          <Shield size={12} aria-hidden="true" />
        </span>
      )}
      {row.trashed && <span className={css.chip}>{words.trashedChip}</span>}
    </>
  );
}

function Actions({ row, actions }: { row: DiskRow; actions: RowActions }) {
  const words = useWords().disk;
  const guard = row.protected ? words.unprotect : words.protect;
  return (
    <span className={css.actions}>
      <IconButton
        tabIndex={-1}
        label={words.named(guard, row.name)}
        tip={guard}
        disabledReason={actions.whyNotMark(row)}
        onClick={() => actions.onMark(row)}
      >
        {row.protected ? <ShieldOff size={14} /> : <Shield size={14} />}
      </IconButton>
      <IconButton
        tabIndex={-1}
        label={words.named(words.toTrash, row.name)}
        tip={words.toTrash}
        disabledReason={actions.whyNotTrash(row)}
        onClick={() => actions.onTrash(row)}
      >
        <Trash2 size={14} />
      </IconButton>
      <IconButton
        tabIndex={-1}
        label={words.more(row.name)}
        tip={words.columns.actions}
        aria-haspopup="menu"
        onClick={(event) => actions.onMore(row, event.currentTarget)}
      >
        <Ellipsis size={16} />
      </IconButton>
    </span>
  );
}

/** State in words: of a container its own, of others whether anybody uses them. */
export function stateText(row: DiskRow, words: Words): string {
  if (row.state !== null) return words.containers.states[row.state];
  if (row.kind === 'buildCache' && row.ownBytes === 0 && row.sharedBytes !== 0 && row.inUse === false)
    return words.disk.sharedRecord;
  if (row.users !== null && row.users > 0) return words.disk.containersUse(row.users);
  return row.inUse === null ? words.disk.usersUnknown : row.inUse ? words.disk.inUse : words.disk.notInUse;
}

/** The columns of one kind. */
export function diskColumns(kind: DiskRow['kind'], words: Words, actions: RowActions): GridColumn<DiskRow>[] {
  const { columns } = words.disk;
  const size = (
    id: string,
    header: string,
    pick: (row: DiskRow) => number | null,
    priority: number,
  ): GridColumn<DiskRow> => ({
    ...{ id, header, priority, minWidth: 92, grow: 0, hideable: false, align: 'end' },
    compare: bySize(pick),
    cell: (row) => <Size bytes={pick(row)} />,
  });
  const name: GridColumn<DiskRow> = {
    ...{ id: 'name', header: columns.name, minWidth: 180, grow: 3, priority: 0, hideable: false },
    compare: byName,
    cell: (row) => <Name row={row} words={words.disk} onShow={actions.onShow} />,
  };
  const more = (header: string, minWidth = 120): GridColumn<DiskRow> => ({
    ...{ id: 'more', header, minWidth, grow: 2, priority: 3, hideable: false },
    compare: (a, b) => compareNames(a.more, b.more),
    cell: (row) => (
      <bdi className={css.more} data-tip={row.more}>
        {row.more}
      </bdi>
    ),
  });
  const state: GridColumn<DiskRow> = {
    ...{
      id: 'state',
      header: kind === 'containers' ? columns.state : columns.users,
      minWidth: kind === 'buildCache' ? 184 : 148,
    },
    ...{ grow: 0, priority: 1, hideable: false },
    compare: (a, b) => Number(a.inUse ?? 0) - Number(b.inUse ?? 0) || (a.users ?? 0) - (b.users ?? 0),
    cell: (row) => (
      <StatusPill
        shape={row.inUse === null ? 'dashed' : row.inUse ? 'disc' : 'ring'}
        tone={row.inUse === true ? 'ok' : 'idle'}
      >
        {stateText(row, words)}
      </StatusPill>
    ),
  };
  const created: GridColumn<DiskRow> = {
    ...{ id: 'created', header: columns.created, minWidth: 92, grow: 0, priority: 4, hideable: false },
    compare: (a, b) => a.createdAt.localeCompare(b.createdAt),
    cell: (row) => <Since at={row.createdAt} none="–" />,
  };
  const buttons: GridColumn<DiskRow> = {
    ...{ id: 'actions', header: columns.actions, quietHeader: true, minWidth: 104 },
    ...{ grow: 0, priority: 0, hideable: false, align: 'end' },
    cell: (row) => <Actions row={row} actions={actions} />,
  };
  const own = (header: string) => size('own', header, (row) => row.ownBytes, 0);
  switch (kind) {
    case 'images':
      return [
        name,
        state,
        size('size', columns.size, (row) => row.sizeBytes, 1),
        size('shared', columns.shared, (row) => row.sharedBytes, 2),
        own(columns.own),
        created,
        buttons,
      ];
    case 'containers':
      return [
        name,
        more(columns.image),
        state,
        size('size', columns.root, (row) => row.sizeBytes, 2),
        own(columns.written),
        created,
        buttons,
      ];
    case 'volumes':
      return [name, more(columns.driver, 80), state, own(columns.size), created, buttons];
    case 'buildCache':
      return [
        { ...name, grow: 0, minWidth: 140 },
        { ...more(columns.description, 200), grow: 4, priority: 0 },
        state,
        own(columns.own),
        size('size', columns.size, (row) => row.sizeBytes, 3),
        {
          ...{ id: 'last', header: columns.lastUsed, minWidth: 96, grow: 0, priority: 2, hideable: false },
          compare: (a, b) => a.lastUsedAt.localeCompare(b.lastUsedAt),
          cell: (row) => <Since at={row.lastUsedAt} none={words.disk.never} />,
        },
        {
          ...{ id: 'uses', header: columns.uses, minWidth: 72, grow: 0, priority: 4, hideable: false },
          align: 'end',
          compare: (a, b) => a.uses - b.uses,
          cell: (row) => row.uses,
        },
      ];
  }
}
