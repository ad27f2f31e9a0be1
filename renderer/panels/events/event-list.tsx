import { Activity, Ban, Download, Pause, Play, SearchX } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useWords } from '../../i18n/index.ts';
import { copyText } from '../../state/clipboard.ts';
import { engineNow, useStanding } from '../../state/connection.ts';
import {
  allEvents,
  choicesOf,
  jsonLines,
  narrowEvents,
  narrowedEvents,
  narrowToSince,
  objectOf,
  sinceChoices,
  useEventNarrowing,
} from '../../state/event-view.ts';
import { clearEvents, type EventRow, followEvents, pauseEvents, useEvents } from '../../state/events.ts';
import { objectHash } from '../../state/object-links.ts';
import { navigate } from '../../state/route.ts';
import { saveFile } from '../../state/save-file.ts';
import { Button } from '../../ui/button.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import type { GridSort } from '../../ui/data-grid/columns.ts';
import { DataGrid } from '../../ui/data-grid/data-grid.tsx';
import { nothingSelected, type Selection, withoutGone } from '../../ui/data-grid/selection.ts';
import type { GridHandle, MenuAnchor } from '../../ui/data-grid/types.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Choice, FilterBox } from '../../ui/field.tsx';
import { AnchoredMenu, type MenuEntry } from '../../ui/menu.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import { useFilterKey } from '../../ui/use-filter-key.ts';
import { byTime, eventColumns, objectName } from './columns.tsx';
import css from './events.module.css';

const rowKey = ({ key }: EventRow): string => key;
/** Newest first, which is the order of the list turned round. */
const newest = (a: EventRow, b: EventRow): number => byTime(b, a);

function openObject(row: EventRow): void {
  const object = objectOf(row);
  if (object !== null) navigate(objectHash(object.kind, object.id));
}

/** The events of the engine as they happen. */
export function EventList({ title }: { title: string }) {
  const all = useWords();
  const words = all.events;
  const standing = useStanding();
  const log = useEvents();
  const by = useEventNarrowing();
  const handle = useRef<GridHandle>(null);
  const filterBox = useRef<HTMLInputElement>(null);
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [sort, setSort] = useState<GridSort>({ column: 'time', descending: true });
  const [menu, setMenu] = useState<{ row: EventRow; anchor: MenuAnchor } | null>(null);

  useEffect(followEvents, []);
  useFilterKey(filterBox);

  const shown = useMemo(() => narrowedEvents(log.rows, by), [log.rows, by]);
  const { types, actions } = useMemo(() => choicesOf(log.rows, by), [log.rows, by]);
  const columns = useMemo(() => eventColumns(all, openObject), [all]);
  const keys = useMemo(() => new Set(shown.map(rowKey)), [shown]);
  const present = withoutGone(selection, keys);
  if (present !== selection) setSelection(present);
  const chosen = useMemo(() => shown.filter(({ key }) => present.keys.has(key)), [shown, present]);
  const exported = chosen.length > 0 ? chosen : shown;

  const nameOf = (row: EventRow): string =>
    words.rowName(objectName(row), words.types[row.event.type] ?? row.event.type, row.event.action);
  const notes = [
    ...(log.paused ? [words.held(log.held.length)] : []),
    ...(log.heldLost > 0 ? [words.heldLost(log.heldLost)] : []),
    ...(log.missed > 0 ? [words.missed(log.missed)] : []),
    ...(log.dropped > 0 ? [words.dropped(log.dropped)] : []),
  ];
  const entries = (row: EventRow): MenuEntry[] => [
    {
      kind: 'item',
      label: words.open,
      disabledReason: objectOf(row) === null ? words.noObject : null,
      onSelect: () => openObject(row),
    },
    { kind: 'item', label: words.onlyThis, onSelect: () => narrowEvents({ text: row.event.id }) },
    { kind: 'item', label: words.copyJson, onSelect: () => void copyText(JSON.stringify(row.event)) },
  ];

  return (
    <>
      <div className={css.toolbar}>
        <div className={css.filter}>
          <FilterBox
            ref={filterBox}
            label={words.filter}
            placeholder={words.filterPlaceholder}
            clearLabel={words.clearText}
            value={by.text}
            onChange={(text) => narrowEvents({ text })}
            onLeave={() => handle.current?.focusRow(null)}
          />
        </div>
        <Choice
          label={words.type}
          value={by.type}
          set={by.type !== ''}
          options={[
            { value: '', label: words.allTypes },
            ...types.map((value) => ({ value, label: words.types[value] ?? value })),
          ]}
          onChange={(type) => narrowEvents({ type, action: '' })}
        />
        <Choice
          label={words.action}
          value={by.action}
          set={by.action !== ''}
          options={[
            { value: '', label: words.allActions },
            ...actions.map((value) => ({ value, label: value })),
          ]}
          onChange={(action) => narrowEvents({ action })}
        />
        <Choice
          label={words.since}
          value={by.since}
          set={by.since !== 'all'}
          options={sinceChoices.map((value) => ({ value, label: words.sinceChoices[value] }))}
          onChange={(since) => narrowToSince(since, engineNow())}
        />
        <div className={css.tools}>
          <Button aria-pressed={log.paused} onClick={() => pauseEvents(!log.paused)}>
            {log.paused ? <Play size={14} /> : <Pause size={14} />}
            {log.paused ? words.resume : words.pause}
          </Button>
          <Button onClick={clearEvents}>
            <Ban size={14} />
            {words.clear}
          </Button>
          <Button
            disabledReason={exported.length === 0 ? words.nothingToExport : null}
            onClick={() =>
              saveFile(
                `events-${new Date(engineNow()).toISOString().replace(/[:.]/g, '-')}.jsonl`,
                jsonLines(exported),
                'application/jsonl',
              )
            }
          >
            <Download size={14} />
            {chosen.length > 0 ? words.exportSelected(chosen.length) : words.export}
          </Button>
        </div>
      </div>
      <StaleBar standing={standing} error={null} />
      <p className={notes.length === 0 ? css.quiet : css.notes} role="status">
        {notes.join(' · ')}
      </p>
      <div className={css.list}>
        {log.rows.length === 0 ? (
          <EmptyState picture={<Activity size={26} />} title={words.emptyTitle} text={words.emptyText}>
            <CommandLine command={words.emptyCommand} />
          </EmptyState>
        ) : (
          <DataGrid
            ref={handle}
            label={title}
            columns={columns}
            rows={shown}
            rowKey={rowKey}
            rowName={nameOf}
            selectLabel={(row) => words.select(nameOf(row))}
            selectAllLabel={words.selectAll}
            tie={newest}
            sort={sort}
            onSort={setSort}
            orderKey={`${by.text}\n${by.type}\n${by.action}\n${by.since}`}
            selection={present}
            onSelection={setSelection}
            openKey={null}
            onOpen={openObject}
            onMenu={(row, anchor) => setMenu({ row, anchor })}
            stale={standing === 'stale'}
            heldLabel={{ text: all.containers.orderHeld, why: all.containers.orderHeldWhy }}
            empty={
              <EmptyState
                picture={<SearchX size={26} />}
                title={words.noMatchTitle}
                text={words.noMatchText(log.rows.length)}
              >
                <Button onClick={() => useEventNarrowing.setState(allEvents)}>{words.clearFilter}</Button>
              </EmptyState>
            }
          />
        )}
      </div>
      {menu !== null && (
        <AnchoredMenu
          entries={entries(menu.row)}
          label={words.menu(objectName(menu.row))}
          at={menu.anchor}
          returnTo={menu.anchor.returnTo}
          onClose={() => setMenu(null)}
        />
      )}
    </>
  );
}
