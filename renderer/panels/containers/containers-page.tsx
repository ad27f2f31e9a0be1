import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';
import { shortId } from '../../../shared/model/names.ts';
import { useWords } from '../../i18n/index.ts';
import { openDialog, planRemoval } from '../../state/container-dialogs.ts';
import { filterFromQuery, setFilter } from '../../state/container-view.ts';
import { navigate, routeHash, useRoute } from '../../state/route.ts';
import { changeSettings, useSettings } from '../../state/settings.ts';
import { containerStateText } from '../../ui/containers/container-state.tsx';
import { useContainerMenu } from '../../ui/containers/use-container-menu.tsx';
import { DataGrid } from '../../ui/data-grid/data-grid.tsx';
import { nothingSelected, type Selection, withoutGone } from '../../ui/data-grid/selection.ts';
import type { GridHandle } from '../../ui/data-grid/types.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { Page } from '../../ui/page.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import { useFilterKey } from '../../ui/use-filter-key.ts';
import { useStable } from '../../ui/use-stable.ts';
import { byName, containerColumns } from './columns.tsx';
import css from './containers.module.css';
import { Details } from './details.tsx';
import { NoContainers, NoMatch, SkeletonRows } from './empty-list.tsx';
import { NewContainer } from './new-container.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { Narrowing, Toolbar } from './toolbar.tsx';
import { useContainers } from './use-containers.ts';

const grid = 'containers';
const nothingHidden: readonly string[] = [];
const firstSort = { column: 'state', descending: false };
const rowKey = (row: Container): string => row.id;

/** The list of containers, and the side panel about one of them. */
export function ContainersPage() {
  const words = useWords();
  const view = useContainers();
  const route = useRoute();
  const handle = useRef<GridHandle>(null);
  const filterBox = useRef<HTMLInputElement>(null);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [focusTurn, setFocusTurn] = useState(0);
  const hidden = useSettings((state) => state.settings?.hiddenColumns[grid] ?? nothingHidden);
  const sort = useSettings((state) => state.settings?.sort[grid] ?? firstSort);

  const openRow = useMemo(
    () =>
      route.object === null
        ? undefined
        : [...view.rows.values()].find(
            ({ id, name }) => id.startsWith(route.object ?? '') || name === route.object,
          ),
    [view.rows, route.object],
  );

  const open = useCallback((row: Container, focus: boolean) => {
    navigate(routeHash('containers', shortId(row.id)), {
      replace: window.location.hash.includes('/containers/'),
    });
    if (focus) setFocusTurn((turn) => turn + 1);
  }, []);
  const openWithFocus = useCallback((row: Container) => open(row, true), [open]);
  const { openMenu, openMenuUnder, menu } = useContainerMenu(openWithFocus);

  const closeDetails = () => {
    navigate(routeHash('containers'));
    setFocusTurn(0);
    handle.current?.focusRow(openRow?.id ?? null);
  };

  // An address may carry a filter, e.g. a link of the overview: it is taken over, and leaves the address.
  useEffect(() => {
    const asked = filterFromQuery(route.query);
    if (asked === null) return;
    setFilter(asked);
    navigate(routeHash('containers', route.object), { replace: true });
  }, [route]);

  useFilterKey(filterBox);

  // A removed or hidden row is no longer selected: no action reaches what is not seen.
  const shownKeys = useMemo(() => new Set(view.shown.map(rowKey)), [view.shown]);
  const present = withoutGone(selection, shownKeys);
  if (present !== selection) setSelection(present);
  const selected = useMemo(() => view.shown.filter((row) => present.keys.has(row.id)), [view.shown, present]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: opening a menu only sets state; its identity does not matter
  const columns = useMemo(
    () => containerColumns({ words, onOpen: openWithFocus, onMore: openMenuUnder }),
    [words, openWithFocus],
  );
  const chosen = useMemo(() => columns.filter(({ id }) => !hidden.includes(id)), [columns, hidden]);
  const leaveFilter = useStable(() => handle.current?.focusRow(null));
  const setHidden = useStable((next: string[]) => {
    const all = useSettings.getState().settings?.hiddenColumns ?? {};
    void changeSettings({ hiddenColumns: { ...all, [grid]: next } });
  });

  const { filter, phase, standing, error } = view;
  const total = view.rows.size;
  const title = words.pages.containers;
  return (
    <Page
      title={title}
      aside={phase === 'shown' && total > 0 ? words.containers.shown(view.shown.length, total) : ''}
      controls={
        <div className={css.headline}>
          <Narrowing
            filter={filter}
            projects={view.projects}
            columns={columns}
            hidden={hidden}
            onHidden={setHidden}
          />
          <NewContainer />
        </div>
      }
    >
      <Toolbar
        filter={filter}
        counts={phase === 'shown' ? view.counts : null}
        filterRef={filterBox}
        onLeaveFilter={leaveFilter}
      />
      <StaleBar standing={standing} error={phase === 'shown' ? error : null} />
      <div className={css.content}>
        <div className={css.list}>
          {phase === 'loading' && <SkeletonRows />}
          {phase === 'failed' && error !== null && (
            <div className={css.pad}>
              <ErrorCard title={words.containers.notListedTitle} error={error} />
            </div>
          )}
          {phase === 'shown' && total === 0 && <NoContainers />}
          {phase === 'shown' && total > 0 && (
            <DataGrid
              ref={handle}
              label={title}
              columns={chosen}
              rows={view.shown}
              rowKey={rowKey}
              rowName={(row) => `${row.name}, ${containerStateText(row, words.containers)}, ${row.image}`}
              selectLabel={(row) => words.containers.select(row.name)}
              selectAllLabel={words.containers.selectAll}
              tie={byName}
              sort={sort}
              onSort={(next) => {
                const all = useSettings.getState().settings?.sort ?? {};
                void changeSettings({ sort: { ...all, [grid]: next } });
              }}
              orderKey={`${filter.text}\n${filter.state}\n${filter.project}\n${filter.tasks}`}
              selection={present}
              onSelection={setSelection}
              openKey={openRow?.id ?? null}
              onOpen={(row, by) => open(row, by !== 'follow')}
              onMenu={openMenu}
              onRowKey={(row, key) => {
                if (standing !== 'ready') return false;
                if (key === 'Delete') planRemoval(present.keys.has(row.id) ? selected : [row]);
                else if (key === 'F2') openDialog({ kind: 'rename', container: row });
                else return false;
                return true;
              }}
              stale={standing === 'stale'}
              heldLabel={{ text: words.containers.orderHeld, why: words.containers.orderHeldWhy }}
              empty={<NoMatch total={total} />}
            />
          )}
          {selected.length > 0 && (
            <SelectionBar selected={selected} onClear={() => setSelection(nothingSelected)} />
          )}
        </div>
        {route.object !== null && phase === 'shown' && (
          <Details container={openRow} onClose={closeDetails} onMore={openMenuUnder} focusTurn={focusTurn} />
        )}
      </div>
      {menu}
    </Page>
  );
}
