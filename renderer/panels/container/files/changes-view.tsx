import { FileCheck2, RotateCw, SearchX } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { FileChange } from '../../../../shared/contract/container-insides.ts';
import type { Container } from '../../../../shared/contract/containers.ts';
import { shownText } from '../../../../shared/model/byte-text.ts';
import { compareNames } from '../../../../shared/model/names.ts';
import { useWords } from '../../../i18n/index.ts';
import { copyText } from '../../../state/clipboard.ts';
import { useStanding } from '../../../state/connection.ts';
import type { useChanges } from '../../../state/files/folder.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import type { GridColumn, GridSort } from '../../../ui/data-grid/columns.ts';
import { DataGrid } from '../../../ui/data-grid/data-grid.tsx';
import { nothingSelected, type Selection, withoutGone } from '../../../ui/data-grid/selection.ts';
import type { GridHandle, MenuAnchor } from '../../../ui/data-grid/types.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Choice, FilterBox } from '../../../ui/field.tsx';
import { AnchoredMenu } from '../../../ui/menu.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useFilterKey } from '../../../ui/use-filter-key.ts';
import { ChangePill } from './columns.tsx';
import css from './files.module.css';

const kinds = ['all', 'added', 'changed', 'deleted'] as const;
type Kind = (typeof kinds)[number];

const rowKey = ({ path }: FileChange): string => path;
const byPath = (a: FileChange, b: FileChange): number => compareNames(a.path, b.path);

interface ChangesViewProps {
  container: Container;
  reading: ReturnType<typeof useChanges>;
  /** Shows a path in its folder. */
  onShow(path: string): void;
  choice: ReactNode;
}

/** The files that differ from the image. */
export function ChangesView({ container, reading, onShow, choice }: ChangesViewProps) {
  const all = useWords();
  const words = all.files;
  const standing = useStanding();
  const { changes, error, read } = reading;
  const handle = useRef<GridHandle>(null);
  const filterBox = useRef<HTMLInputElement>(null);
  useFilterKey(filterBox);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [sort, setSort] = useState<GridSort>({ column: 'path', descending: false });
  const [text, setText] = useState('');
  const [kind, setKind] = useState<Kind>('all');
  const [menu, setMenu] = useState<{ row: FileChange; anchor: MenuAnchor } | null>(null);
  const rows = useMemo(() => {
    const part = text.toLowerCase();
    return (changes ?? []).filter(
      ({ path, change }) =>
        (kind === 'all' || change === kind) && shownText(path).toLowerCase().includes(part),
    );
  }, [changes, text, kind]);
  const keys = useMemo(() => new Set(rows.map(rowKey)), [rows]);
  const present = withoutGone(selection, keys);
  if (present !== selection) setSelection(present);
  const show = useRef(onShow);
  show.current = onShow;
  const columns = useMemo(
    (): GridColumn<FileChange>[] => [
      {
        id: 'change',
        header: words.columns.change,
        minWidth: 120,
        grow: 0,
        priority: 0,
        hideable: false,
        compare: (a, b) => a.change.localeCompare(b.change),
        cell: (row) => <ChangePill change={row.change} words={words} />,
      },
      {
        id: 'path',
        header: words.columns.path,
        minWidth: 240,
        grow: 1,
        priority: 0,
        hideable: false,
        compare: byPath,
        cell: (row) => (
          <button
            type="button"
            className={css.name}
            tabIndex={-1}
            data-tip={words.showInFolder}
            onClick={() => show.current(row.path)}
          >
            <bdi>{shownText(row.path)}</bdi>
          </button>
        ),
      },
    ],
    [words],
  );
  const countOf = (change: FileChange['change']) =>
    (changes ?? []).filter((one) => one.change === change).length;

  return (
    <>
      <div className={css.bar}>
        <div className={css.filter}>
          <FilterBox
            ref={filterBox}
            label={words.filter}
            placeholder={words.filterPlaceholder}
            clearLabel={words.clearFilter}
            value={text}
            onChange={setText}
            onLeave={() => handle.current?.focusRow(null)}
          />
        </div>
        <Choice<Kind>
          label={words.changeFilter}
          value={kind}
          set={kind !== 'all'}
          options={kinds.map((value) => ({
            value,
            label: value === 'all' ? words.allChanges : words.change[value],
          }))}
          onChange={setKind}
        />
        <IconButton label={words.readAgain} onClick={read}>
          <RotateCw size={14} />
        </IconButton>
        <span className={css.tools}>{choice}</span>
      </div>
      {error !== null && (
        <div className={css.pad}>
          <ErrorCard title={words.changesNotRead} error={error} onRetry={read} />
        </div>
      )}
      {changes === null && error === null && (
        <div className={css.pad} role="status" aria-label={all.loading}>
          <Skeleton width="60%" />
        </div>
      )}
      {changes !== null && (
        <>
          <div className={css.list}>
            <DataGrid
              ref={handle}
              label={words.changesLabel(container.name)}
              columns={columns}
              rows={rows}
              rowKey={rowKey}
              rowName={(row) => `${shownText(row.path)}, ${words.change[row.change]}`}
              selectLabel={(row) => words.select(shownText(row.path))}
              selectAllLabel={words.selectAll}
              tie={byPath}
              sort={sort}
              onSort={setSort}
              orderKey={kind}
              selection={present}
              onSelection={setSelection}
              openKey={null}
              onOpen={(row) => onShow(row.path)}
              onMenu={(row, anchor) => setMenu({ row, anchor })}
              stale={standing === 'stale'}
              heldLabel={{ text: words.held, why: words.heldWhy }}
              empty={
                changes.length === 0 ? (
                  <EmptyState
                    picture={<FileCheck2 size={26} />}
                    title={words.noChanges}
                    text={words.noChangesText}
                  />
                ) : (
                  <EmptyState picture={<SearchX size={26} />} title={words.noMatch}>
                    <Button
                      onClick={() => {
                        setText('');
                        setKind('all');
                      }}
                    >
                      {words.clearFilter}
                    </Button>
                  </EmptyState>
                )
              }
            />
          </div>
          <p className={css.status} role="status">
            {words.changesCount(countOf('added'), countOf('changed'), countOf('deleted'))}
          </p>
        </>
      )}
      {menu !== null && (
        <AnchoredMenu
          entries={[
            { kind: 'item', label: words.showInFolder, onSelect: () => onShow(menu.row.path) },
            { kind: 'item', label: words.copyPath, onSelect: () => void copyText(shownText(menu.row.path)) },
          ]}
          label={words.menuOf(shownText(menu.row.path))}
          at={menu.anchor}
          returnTo={menu.anchor.returnTo}
          onClose={() => setMenu(null)}
        />
      )}
    </>
  );
}
