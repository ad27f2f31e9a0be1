import { BellRing, Columns3, Gauge, SearchX } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { memoryText, percentText, useWords } from '../../i18n/index.ts';
import { copyText } from '../../state/clipboard.ts';
import { containerHash } from '../../state/object-links.ts';
import { navigate, routeHash } from '../../state/route.ts';
import { changeSettings, useSettings } from '../../state/settings.ts';
import { useStatsAlerts } from '../../state/stats/alerts.ts';
import { useStatsOf } from '../../state/stats/follow.ts';
import { chosenContainers, type StatsLine, underProjects } from '../../state/stats/lines.ts';
import { changeStatsView, toggleProject } from '../../state/stats/view.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import { DataGrid } from '../../ui/data-grid/data-grid.tsx';
import { nothingSelected, type Selection, withoutGone } from '../../ui/data-grid/selection.ts';
import type { GridHandle, MenuAnchor } from '../../ui/data-grid/types.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { FilterBox, Tick } from '../../ui/field.tsx';
import { AnchoredMenu, Menu, type MenuEntry } from '../../ui/menu.tsx';
import { Page } from '../../ui/page.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import { useFilterKey } from '../../ui/use-filter-key.ts';
import { useStable } from '../../ui/use-stable.ts';
import { AlertsDialog } from './alerts-dialog.tsx';
import { byName, statsColumns } from './columns.tsx';
import { ExportMenu } from './export-menu.tsx';
import { SelectionBar } from './selection-bar.tsx';
import css from './stats.module.css';
import { Totals } from './totals.tsx';
import { useShownRows } from './use-shown-rows.ts';
import { useStatsLines } from './use-stats-lines.ts';

const grid = 'stats';
const nothingHidden: readonly string[] = [];
const firstSort = { column: 'cpu', descending: true };
const rowKey = ({ key }: StatsLine): string => key;

const openCharts = (line: StatsLine): void => navigate(containerHash(line.id, 'stats'));

/** Every container that runs, by name, with what it costs. */
export function StatsList() {
  const all = useWords();
  const words = all.stats;
  const view = useStatsLines();
  const { phase, standing, error, live, containers, lines, text, grouped, closed } = view;
  const handle = useRef<GridHandle>(null);
  const filterBox = useRef<HTMLInputElement>(null);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [menu, setMenu] = useState<{ line: StatsLine; anchor: MenuAnchor } | null>(null);
  const [alerting, setAlerting] = useState(false);
  const firing = useStatsAlerts((state) => state.alerts.length);
  const hidden = useSettings((state) => state.settings?.hiddenColumns[grid] ?? nothingHidden);
  const sort = useSettings((state) => state.settings?.sort[grid] ?? firstSort);
  const { ids, onShown } = useShownRows();
  useStatsOf({ ids, others: true });
  useFilterKey(filterBox);

  const keys = useMemo(() => new Set(lines.map(rowKey)), [lines]);
  const present = withoutGone(selection, keys);
  if (present !== selection) setSelection(present);
  const chosen = useMemo(() => chosenContainers(containers, present.keys), [containers, present]);
  const columns = useMemo(() => statsColumns(all, grouped, openCharts), [all, grouped]);
  const visible = useMemo(() => columns.filter(({ id }) => !hidden.includes(id)), [columns, hidden]);
  const leaveFilter = useStable(() => handle.current?.focusRow(null));

  const nameOf = (line: StatsLine): string => {
    const name = line.name === '' ? words.noProject : line.name;
    if (line.kind === 'project') return words.projectName(name, line.members);
    const cpu = line.cpuPercent === null ? '–' : percentText(line.cpuPercent);
    const memory = line.memoryBytes === null ? '–' : memoryText(line.memoryBytes);
    return words.rowName(name, cpu, memory);
  };
  const open = (line: StatsLine): void => {
    if (line.kind === 'project') toggleProject(line.key);
    else openCharts(line);
  };
  const entries = (line: StatsLine): MenuEntry[] =>
    line.kind === 'project'
      ? [
          {
            kind: 'item',
            label: line.open ? words.closeProject(line.name) : words.openProject(line.name),
            onSelect: () => toggleProject(line.key),
          },
        ]
      : [
          { kind: 'item', label: words.openStats, keys: '↵', onSelect: () => openCharts(line) },
          {
            kind: 'item',
            label: words.openPage,
            onSelect: () => navigate(containerHash(line.id, 'overview')),
          },
          { kind: 'item', label: words.copyName, onSelect: () => void copyText(line.name) },
        ];
  const chooser: MenuEntry[] = columns
    .filter(({ hideable }) => hideable)
    .map(({ id, header }) => ({
      kind: 'check',
      label: header,
      checked: !hidden.includes(id),
      onChange: (shown) => {
        const every = useSettings.getState().settings?.hiddenColumns ?? {};
        const next = shown ? hidden.filter((other) => other !== id) : [...hidden, id];
        void changeSettings({ hiddenColumns: { ...every, [grid]: next } });
      },
    }));

  const title = all.pages.stats;
  const stopped = view.rows.size - live.length;
  return (
    <Page
      title={title}
      aside={phase === 'shown' && live.length > 0 ? words.count(containers.length, live.length) : ''}
      controls={
        <div className={css.headline}>
          <Button
            label={firing === 0 ? words.alerts : words.alertsOn(firing)}
            onClick={() => setAlerting(true)}
          >
            <BellRing size={14} />
            {words.alerts}
            {firing > 0 && <span className={css.firing}>{firing}</span>}
          </Button>
          <ExportMenu lines={containers} chosen={chosen} sort={sort} columns={columns} tie={byName} />
          <Menu entries={chooser} label={words.columnChooser} align="end">
            <IconButton look="plain" label={words.columnChooser}>
              <Columns3 size={15} />
            </IconButton>
          </Menu>
        </div>
      }
    >
      <Totals />
      <div className={css.toolbar}>
        <div className={css.filter}>
          <FilterBox
            ref={filterBox}
            label={words.filter}
            placeholder={words.filterPlaceholder}
            clearLabel={words.clearText}
            value={text}
            onChange={(next) => changeStatsView({ text: next })}
            onLeave={leaveFilter}
          />
        </div>
        <Tick checked={grouped} onChange={(next) => changeStatsView({ grouped: next })}>
          {words.group}
        </Tick>
      </div>
      <StaleBar standing={standing} error={phase === 'shown' ? error : null} />
      <div className={css.list}>
        {phase === 'failed' && error !== null && (
          <div className={css.pad}>
            <ErrorCard title={all.containers.notListedTitle} error={error} />
          </div>
        )}
        {phase === 'shown' && live.length === 0 && (
          <EmptyState picture={<Gauge size={26} />} title={words.emptyTitle} text={words.emptyText}>
            <CommandLine command={words.emptyCommand} />
            {stopped > 0 && (
              <>
                <p>{words.emptyStopped(stopped)}</p>
                <a href={routeHash('containers', null, { state: 'stopped' })}>{words.showStopped}</a>
              </>
            )}
          </EmptyState>
        )}
        {phase === 'shown' && live.length > 0 && (
          <DataGrid
            ref={handle}
            label={title}
            columns={visible}
            rows={lines}
            rowKey={rowKey}
            rowName={nameOf}
            selectLabel={(line) => words.select(line.name === '' ? words.noProject : line.name)}
            selectAllLabel={words.selectAll}
            tie={byName}
            sort={sort}
            onSort={(next) => {
              const every = useSettings.getState().settings?.sort ?? {};
              void changeSettings({ sort: { ...every, [grid]: next } });
            }}
            {...(grouped ? { arrange: underProjects } : {})}
            orderKey={`${text}\n${grouped}\n${[...closed].join('\n')}`}
            onShown={onShown}
            selection={present}
            onSelection={setSelection}
            openKey={null}
            onOpen={open}
            onMenu={(line, anchor) => setMenu({ line, anchor })}
            stale={standing === 'stale'}
            heldLabel={{ text: all.containers.orderHeld, why: all.containers.orderHeldWhy }}
            empty={
              <EmptyState
                picture={<SearchX size={26} />}
                title={words.noMatchTitle}
                text={words.noMatchText(live.length)}
              >
                <Button onClick={() => changeStatsView({ text: '' })}>{words.clearFilter}</Button>
              </EmptyState>
            }
          />
        )}
        {chosen.length > 0 && <SelectionBar chosen={chosen} onClear={() => setSelection(nothingSelected)} />}
      </div>
      {menu !== null && (
        <AnchoredMenu
          entries={entries(menu.line)}
          label={words.more(menu.line.name)}
          at={menu.anchor}
          returnTo={menu.anchor.returnTo}
          onClose={() => setMenu(null)}
        />
      )}
      {alerting && <AlertsDialog onClose={() => setAlerting(false)} />}
    </Page>
  );
}
