import { SearchX } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DiskDetails, DiskKind } from '../../../../shared/contract/disk-usage.ts';
import { useWords } from '../../../i18n/index.ts';
import { copyText } from '../../../state/clipboard.ts';
import { useStanding } from '../../../state/connection.ts';
import { setProtected } from '../../../state/disk.ts';
import { pageHash } from '../../../state/object-links.ts';
import { openPlan } from '../../../state/plans.ts';
import { navigate, routeHash, useRoute } from '../../../state/route.ts';
import { Button } from '../../../ui/button.tsx';
import type { GridSort } from '../../../ui/data-grid/columns.ts';
import { DataGrid } from '../../../ui/data-grid/data-grid.tsx';
import { nothingSelected, type Selection, withoutGone } from '../../../ui/data-grid/selection.ts';
import type { GridHandle, MenuAnchor } from '../../../ui/data-grid/types.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FilterBox } from '../../../ui/field.tsx';
import { AnchoredMenu, type MenuEntry } from '../../../ui/menu.tsx';
import { byName, diskColumns, type RowActions, stateText } from './columns.tsx';
import { type DiskRow, fits } from './rows.ts';
import css from './usage.module.css';
import { useDiskRows } from './use-disk-rows.ts';

const rowKey = ({ key }: DiskRow): string => key;
const largestFirst: GridSort = { column: 'own', descending: true };

const show = ({ object }: DiskRow): void => {
  if (object !== null) navigate(pageHash(object.kind, object.id));
};

const mark = (rows: readonly DiskRow[], wanted: boolean): void => {
  const objects = rows.flatMap(({ object, name }) => (object === null ? [] : [{ ...object, name }]));
  void setProtected(objects, wanted);
};

function putAway(kind: DiskKind, rows: readonly DiskRow[], keepDays: number): void {
  const ids = rows.map(({ key }) => key);
  if (kind === 'containers')
    void openPlan({ kind: 'containers.remove', ids, volumes: false, force: false, keepDays });
  else if (kind === 'images') void openPlan({ kind: 'trash.put', ids });
}

/** Every object of one kind with what it costs. */
export function Objects({
  details,
  kind,
  keepDays,
}: {
  details: DiskDetails;
  kind: DiskKind;
  keepDays: number;
}) {
  const all = useWords();
  const words = all.disk;
  const standing = useStanding();
  const { query } = useRoute();
  const [text, setText] = useState(query.find ?? '');
  const [sort, setSort] = useState<GridSort>(largestFirst);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [menu, setMenu] = useState<{ row: DiskRow; anchor: MenuAnchor } | null>(null);
  const handle = useRef<GridHandle>(null);
  const filterBox = useRef<HTMLInputElement>(null);
  useEffect(() => setText(query.find ?? ''), [query.find]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      filterBox.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const rows = useDiskRows(details, kind);
  const shown = useMemo(() => rows.filter((row) => fits(row, text)), [rows, text]);
  const present = withoutGone(
    selection,
    useMemo(() => new Set(shown.map(rowKey)), [shown]),
  );
  if (present !== selection) setSelection(present);
  const selected = shown.filter(({ key }) => present.keys.has(key));

  const notReady = standing === 'ready' ? null : all.engine.notReady;
  const whyNotMark = useCallback(
    ({ object }: DiskRow) => notReady ?? (object === null ? words.cacheNoMark : null),
    [notReady, words],
  );
  const whyNotTrash = useCallback(
    (row: DiskRow) => {
      if (notReady !== null) return notReady;
      if (row.kind === 'volumes') return words.volumeNoTrash;
      if (row.trashed) return words.trashedAlready;
      if (row.protected) return words.protectedChip;
      return row.kind === 'images' && row.inUse === true ? words.inUseNoTrash : null;
    },
    [notReady, words],
  );
  const onMore = useCallback((row: DiskRow, button: HTMLElement) => {
    const { left, bottom } = button.getBoundingClientRect();
    setMenu({ row, anchor: { x: left, y: bottom, returnTo: button } });
  }, []);
  const columns = useMemo(() => {
    const actions: RowActions = {
      onShow: show,
      onMark: (row) => mark([row], !row.protected),
      onTrash: (row) => putAway(kind, [row], keepDays),
      ...{ onMore, whyNotMark, whyNotTrash },
    };
    return diskColumns(kind, all, actions);
  }, [all, kind, keepDays, onMore, whyNotMark, whyNotTrash]);

  const entries = (row: DiskRow): MenuEntry[] => [
    ...(row.object === null
      ? []
      : ([
          { kind: 'item', label: words.show, onSelect: () => show(row) },
          {
            kind: 'item',
            label: row.protected ? words.unprotect : words.protect,
            disabledReason: whyNotMark(row),
            onSelect: () => mark([row], !row.protected),
          },
          {
            kind: 'item',
            label: words.toTrash,
            disabledReason: whyNotTrash(row),
            onSelect: () => putAway(kind, [row], keepDays),
          },
          { kind: 'line' },
        ] satisfies MenuEntry[])),
    { kind: 'item', label: words.copyName, onSelect: () => void copyText(row.name) },
  ];
  const clear = () => {
    setText('');
    navigate(routeHash('disk', 'usage', {}, kind), { replace: true });
  };
  const markable = selected.filter((row) => whyNotMark(row) === null);
  const trashable = selected.filter((row) => whyNotTrash(row) === null);

  return (
    <div className={css.objects}>
      <div className={css.filter}>
        <FilterBox
          ref={filterBox}
          label={words.filter}
          placeholder={words.filterPlaceholder}
          clearLabel={words.clearText}
          value={text}
          onChange={setText}
          onLeave={() => handle.current?.focusRow(null)}
        />
      </div>
      <div className={css.list}>
        {rows.length === 0 ? (
          <EmptyState picture={<SearchX size={26} />} title={words.noneOf[kind]} />
        ) : (
          <DataGrid
            ref={handle}
            label={words.kinds[kind]}
            columns={columns}
            rows={shown}
            rowKey={rowKey}
            rowName={(row) => `${row.name}, ${stateText(row, all)}`}
            selectLabel={(row) => words.select(row.name)}
            selectAllLabel={words.selectAll}
            tie={byName}
            sort={sort}
            onSort={setSort}
            orderKey={`${kind}\n${text}`}
            selection={present}
            onSelection={setSelection}
            openKey={null}
            onOpen={show}
            onMenu={(row, anchor) => setMenu({ row, anchor })}
            stale={standing === 'stale'}
            heldLabel={{ text: all.containers.orderHeld, why: all.containers.orderHeldWhy }}
            empty={
              <EmptyState
                picture={<SearchX size={26} />}
                title={words.noMatchTitle}
                text={words.noMatchText(rows.length)}
              >
                <Button onClick={clear}>{words.clearFilter}</Button>
              </EmptyState>
            }
          />
        )}
      </div>
      {selected.length > 0 && kind !== 'buildCache' && (
        <div className={css.selection} role="toolbar" aria-label={words.selection}>
          <span className={css.selected}>{words.selected(selected.length)}</span>
          <Button
            disabledReason={markable.some((row) => !row.protected) ? null : (notReady ?? words.protectedChip)}
            onClick={() =>
              mark(
                markable.filter((row) => !row.protected),
                true,
              )
            }
          >
            {words.protect}
          </Button>
          <Button
            disabledReason={
              markable.some((row) => row.protected) ? null : (notReady ?? all.containers.noneApplies)
            }
            onClick={() =>
              mark(
                markable.filter((row) => row.protected),
                false,
              )
            }
          >
            {words.unprotect}
          </Button>
          <Button
            disabledReason={
              trashable.length > 0
                ? null
                : (selected[0] && whyNotTrash(selected[0])) || all.containers.noneApplies
            }
            onClick={() => putAway(kind, trashable, keepDays)}
          >
            {words.toTrash}
          </Button>
          <Button look="quiet" onClick={() => setSelection(nothingSelected)}>
            {words.clearSelection}
          </Button>
        </div>
      )}
      {menu !== null && (
        <AnchoredMenu
          entries={entries(menu.row)}
          label={words.more(menu.row.name)}
          at={menu.anchor}
          returnTo={menu.anchor.returnTo}
          onClose={() => setMenu(null)}
        />
      )}
    </div>
  );
}
