import { Container, SearchX, X } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useWords } from '../../i18n/index.ts';
import {
  type ImageRow,
  markImages,
  noImageFilter,
  planImageRemoval,
  setImageFilter,
  useImages,
} from '../../state/images.ts';
import { imageHash } from '../../state/object-links.ts';
import { navigate } from '../../state/route.ts';
import { changeSettings, useSettings } from '../../state/settings.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { DataGrid } from '../../ui/data-grid/data-grid.tsx';
import { nothingSelected, type Selection, withoutGone } from '../../ui/data-grid/selection.ts';
import type { GridHandle } from '../../ui/data-grid/types.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { Page } from '../../ui/page.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import { useFilterKey } from '../../ui/use-filter-key.ts';
import { useStable } from '../../ui/use-stable.ts';
import { byName, imageColumns, wordUse } from './columns.tsx';
import { askImage, ImageDialogs } from './dialogs.tsx';
import css from './images.module.css';
import { Headline, Toolbar } from './toolbar.tsx';
import { saveRows, useImageMenu } from './use-image-menu.tsx';

const grid = 'images';
const nothingHidden: readonly string[] = [];
const firstSort = { column: 'name', descending: false };
const rowKey = ({ id }: ImageRow): string => id;
const open = ({ id }: ImageRow): void => navigate(imageHash(id));

function SelectionBar({ selected, onClear }: { selected: readonly ImageRow[]; onClear(): void }) {
  const all = useWords();
  const words = all.images;
  const free = selected.filter((row) => !row.protected);
  const marked = selected.filter((row) => row.protected);
  return (
    <div className={css.selection} role="toolbar" aria-label={words.selection}>
      <IconButton label={all.containers.clearSelection} onClick={onClear}>
        <X size={15} />
      </IconButton>
      <span className={css.selected} role="status">
        {all.containers.selected(selected.length)}
      </span>
      <Button onClick={() => saveRows(selected)}>{words.save}</Button>
      <Button
        disabledReason={free.length > 0 ? null : words.protectedMark}
        onClick={() => markImages(free, true)}
      >
        {words.protect}
      </Button>
      <Button
        disabledReason={marked.length > 0 ? null : all.containers.noneApplies}
        onClick={() => markImages(marked, false)}
      >
        {words.unprotect}
      </Button>
      <Button
        disabledReason={free.length > 0 ? null : words.protectedMark}
        onClick={() => planImageRemoval(selected)}
      >
        {words.removeDots}
      </Button>
    </div>
  );
}

/** Every image of the engine, with who uses it and what it takes. */
export function ImagesPage() {
  const all = useWords();
  const words = all.images;
  const { all: rows, shown, counts, projects, filter, phase, standing, error } = useImages();
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const hidden = useSettings((state) => state.settings?.hiddenColumns[grid] ?? nothingHidden);
  const sort = useSettings((state) => state.settings?.sort[grid] ?? firstSort);
  const handle = useRef<GridHandle>(null);
  const filterBox = useRef<HTMLInputElement>(null);
  const { openMenu, openMenuUnder, menu } = useImageMenu();
  useFilterKey(filterBox);

  // A removed or hidden row is no longer selected: no action reaches what is not seen.
  const present = withoutGone(
    selection,
    useMemo(() => new Set(shown.map(rowKey)), [shown]),
  );
  if (present !== selection) setSelection(present);
  const selected = useMemo(() => shown.filter(({ id }) => present.keys.has(id)), [shown, present]);
  const more = useStable(openMenuUnder);
  const columns = useMemo(
    () =>
      imageColumns(all, {
        onOpen: open,
        onTag: (row) => askImage({ kind: 'tag', image: row }),
        onSave: (row) => saveRows([row]),
        onRemove: (row) => planImageRemoval([row]),
        onMore: more,
      }),
    [all, more],
  );
  const chosen = useMemo(() => columns.filter(({ id }) => !hidden.includes(id)), [columns, hidden]);
  const setHidden = useStable((next: string[]) => {
    const others = useSettings.getState().settings?.hiddenColumns ?? {};
    void changeSettings({ hiddenColumns: { ...others, [grid]: next } });
  });
  const title = all.pages.images;
  return (
    <Page
      title={title}
      aside={phase === 'shown' && rows.length > 0 ? words.shown(shown.length, rows.length) : ''}
      busy={phase === 'loading'}
      controls={
        <Headline
          filter={filter}
          projects={projects}
          columns={columns}
          hidden={hidden}
          onHidden={setHidden}
        />
      }
    >
      <Toolbar
        filter={filter}
        counts={phase === 'shown' ? counts : null}
        filterRef={filterBox}
        onLeave={() => handle.current?.focusRow(null)}
      />
      <StaleBar standing={standing} error={phase === 'shown' ? error : null} />
      <div className={css.list}>
        {phase === 'failed' && error !== null && (
          <div className={css.pad}>
            <ErrorCard title={words.notListed} error={error} />
          </div>
        )}
        {phase === 'shown' && rows.length === 0 && (
          <div className={css.full}>
            <EmptyState picture={<Container size={26} />} title={words.emptyTitle} text={words.emptyText}>
              <Button onClick={() => askImage({ kind: 'pull', reference: '' })}>{words.pullImage}</Button>
            </EmptyState>
          </div>
        )}
        {phase === 'shown' && rows.length > 0 && (
          <DataGrid
            ref={handle}
            label={title}
            columns={chosen}
            rows={shown}
            rowKey={rowKey}
            rowName={(row) => `${row.title}, ${wordUse(row, words)}`}
            selectLabel={(row) => words.select(row.title)}
            selectAllLabel={all.containers.selectAll}
            tie={byName}
            sort={sort}
            onSort={(next) => {
              const others = useSettings.getState().settings?.sort ?? {};
              void changeSettings({ sort: { ...others, [grid]: next } });
            }}
            orderKey={`${filter.text}\n${filter.use}\n${filter.project}`}
            selection={present}
            onSelection={setSelection}
            openKey={null}
            onOpen={(row, by) => {
              if (by === 'key') open(row);
            }}
            onMenu={openMenu}
            onRowKey={(row, key) => {
              if (standing !== 'ready' || key !== 'Delete') return false;
              planImageRemoval(present.keys.has(row.id) ? selected : [row]);
              return true;
            }}
            stale={standing === 'stale'}
            heldLabel={{ text: all.containers.orderHeld, why: all.containers.orderHeldWhy }}
            empty={
              <EmptyState
                picture={<SearchX size={26} />}
                title={words.noMatchTitle}
                text={words.noMatchText(rows.length)}
              >
                <Button onClick={() => setImageFilter(noImageFilter)}>{all.containers.clearFilter}</Button>
              </EmptyState>
            }
          />
        )}
        {selected.length > 0 && (
          <SelectionBar selected={selected} onClear={() => setSelection(nothingSelected)} />
        )}
      </div>
      {menu}
      <ImageDialogs />
    </Page>
  );
}
