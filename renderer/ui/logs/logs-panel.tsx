import { ScrollText, SearchX } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useCallback, useMemo, useRef, useState } from 'react';
import { useWords } from '../../i18n/index.ts';
import { copyText } from '../../state/clipboard.ts';
import { hideUpTo, setLogOptions, useLogOptions } from '../../state/logs/log-options.ts';
import { searchPattern } from '../../state/logs/log-search.ts';
import type { LogRow } from '../../state/logs/log-store.ts';
import { useSettings } from '../../state/settings.ts';
import { Button } from '../button.tsx';
import { EmptyState } from '../empty-state.tsx';
import { ErrorCard } from '../error-card.tsx';
import { useFilterKey } from '../use-filter-key.ts';
import { FixedRows } from './fixed-rows.tsx';
import { LogLine } from './log-line.tsx';
import { LogToolbar } from './log-toolbar.tsx';
import css from './logs.module.css';
import type { RowsHandle } from './rows-props.ts';
import { rowsText, saveText } from './save.ts';
import { inSelection, type LogSelection } from './selection.ts';
import { type LogSubject, useLogStream } from './use-log-stream.ts';
import { useRows } from './use-rows.ts';
import { WrappedRows } from './wrapped-rows.tsx';

const noneHidden: Readonly<Record<string, string>> = {};

/** The logs of one container or of several, merged by time. */
export function LogsPanel({ subjects }: { subjects: readonly LogSubject[] }) {
  const words = useWords();
  const options = useLogOptions();
  const [turn, setTurn] = useState(0);
  const { store, state, follows } = useLogStream(subjects, turn);
  const [follow, setFollow] = useState(true);
  const [typed, setTyped] = useState('');
  const pattern = useMemo(() => (typed === '' ? null : searchPattern(typed)), [typed]);
  const onlyMatches = options.onlyMatches && pattern !== null;
  const { rows, search } = useRows(store, pattern, onlyMatches);
  const [current, setCurrent] = useState<number | null>(null);
  const [selection, setSelection] = useState<LogSelection | null>(null);
  const list = useRef<RowsHandle>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const hiddenTimes = useSettings(({ settings }) => settings?.logsHiddenUpTo ?? noneHidden);
  const hidden = subjects.some(({ id }) => hiddenTimes[id] !== undefined);
  const several = subjects.length > 1;
  const names = subjects.map(({ name }) => name).join(', ');
  const colours = useMemo(
    () => (several ? new Map(subjects.map(({ name }, at) => [name, at])) : null),
    [subjects, several],
  );
  const look = useMemo(() => ({ times: options.times, colours, pattern }), [options.times, colours, pattern]);
  const render = useCallback(
    (row: LogRow) => (
      <LogLine
        key={row.seq}
        row={row}
        look={look}
        selected={inSelection(selection, row.seq)}
        current={row.seq === current}
      />
    ),
    [look, selection, current],
  );

  useFilterKey(searchBox);

  const step = (by: 1 | -1) => {
    if (search === null || search.count === 0) return;
    const last = list.current?.lastInSight() ?? rows.count - 1;
    const from = current ?? (rows.at(last)?.seq ?? 0) + 1;
    const place = search.indexFrom(from);
    const stands = search.at(place) === current;
    const next = by === 1 ? (stands ? place + 1 : place) : place - 1;
    const seq = search.at((next + search.count) % search.count);
    if (seq === undefined) return;
    setFollow(false);
    setCurrent(seq);
    requestAnimationFrame(() => list.current?.show(rows.indexOf(seq)));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const mod = event.ctrlKey || event.metaKey;
    if (mod && event.key === 'a') setSelection({ anchor: store.firstSeq, head: store.nextSeq - 1 });
    else if (mod && event.key === 'c' && selection !== null) copy();
    else if (event.key === 'Escape' && selection !== null) setSelection(null);
    else if (event.key === 'End') setFollow(true);
    else if (event.key === 'Home') {
      // Not the browser's own: its scrolling goes on for a while and would undo an End that follows.
      setFollow(false);
      list.current?.show(0);
    } else if (event.shiftKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      const start = rows.at(list.current?.lastInSight() ?? 0)?.seq ?? 0;
      const { anchor, head } = selection ?? { anchor: start, head: start };
      const at = rows.indexOf(head) + (selection === null ? 0 : event.key === 'ArrowUp' ? -1 : 1);
      const index = Math.max(0, Math.min(rows.count - 1, at));
      const seq = rows.at(index)?.seq;
      if (seq === undefined) return;
      setFollow(false);
      setSelection({ anchor, head: seq });
      list.current?.show(index);
    } else {
      if (event.key === 'ArrowUp' || event.key === 'PageUp') setFollow(false);
      return;
    }
    event.preventDefault();
  };

  const onClick = (event: MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest('[data-seq]') : null;
    const seq = Number(row?.getAttribute('data-seq') ?? Number.NaN);
    if (Number.isNaN(seq)) return;
    if (event.shiftKey) setSelection({ anchor: selection?.anchor ?? seq, head: seq });
    // A drag that marked text is no click on a line.
    else if (window.getSelection()?.isCollapsed !== false) setSelection({ anchor: seq, head: seq });
  };

  const shownRows = function* (only: LogSelection | null): Generator<LogRow> {
    for (let index = 0; index < rows.count; index += 1) {
      const row = rows.at(index);
      if (row !== undefined && (only === null || inSelection(only, row.seq))) yield row;
    }
  };
  const chosen = selection === null ? 0 : Math.abs(selection.anchor - selection.head) + 1;
  const copy = () => {
    const taken = [...shownRows(selection)];
    void copyText(rowsText(taken, { times: options.times, names: several }), words.logs.copied(taken.length));
  };
  const hide = () => {
    // All goes, so it is of all, also where matches alone are shown.
    const newest = store.newestNano();
    if (newest === null) return;
    hideUpTo(
      subjects.map(({ id }) => id),
      newest,
    );
    setSelection(null);
    store.clear();
  };
  const unhide = () => {
    hideUpTo(
      subjects.map(({ id }) => id),
      null,
    );
    setTurn((old) => old + 1);
  };

  const Rows = options.wrap ? WrappedRows : FixedRows;
  const failed = state.status === 'failed' ? state.error : null;
  const at = search === null || current === null ? -1 : search.indexFrom(current);
  return (
    <div className={css.panel}>
      <LogToolbar
        options={options}
        search={{
          typed,
          bad: typed !== '' && pattern === null,
          at: search !== null && at >= 0 && search.at(at) === current ? at + 1 : null,
          count: search?.count ?? 0,
        }}
        searchRef={searchBox}
        follow={follow}
        hidden={hidden}
        selected={chosen}
        onSearch={(next) => {
          setTyped(next);
          setCurrent(null);
        }}
        onStep={step}
        onLeaveSearch={() => (typed === '' ? list.current?.focus() : step(1))}
        onFollow={() => setFollow((old) => !old)}
        onHide={hide}
        onUnhide={unhide}
        onSave={() => saveText(names, rowsText(shownRows(null), { times: options.times, names: several }))}
        onCopy={copy}
      />
      <div className={css.body}>
        <Rows
          ref={list}
          rows={rows}
          follow={follow}
          onFollow={setFollow}
          render={render}
          role="log"
          aria-live="off"
          aria-label={words.logs.of(names)}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onClick={onClick}
        />
        {rows.count === 0 && (
          <div className={css.over}>
            {failed !== null ? (
              <div className={css.pad}>
                <ErrorCard
                  title={words.logs.failed}
                  error={failed}
                  onRetry={() => setTurn((old) => old + 1)}
                />
              </div>
            ) : onlyMatches ? (
              <EmptyState picture={<SearchX size={26} />} title={words.logs.noMatch}>
                <Button onClick={() => setLogOptions({ onlyMatches: false })}>{words.logs.allLines}</Button>
              </EmptyState>
            ) : state.status === 'opening' ? null : (
              <EmptyState
                picture={<ScrollText size={26} />}
                title={state.status === 'waiting' ? words.logs.waiting : words.logs.empty}
                text={state.status === 'ended' ? words.logs.emptyEnded : words.logs.emptyText}
              />
            )}
          </div>
        )}
      </div>
      <div className={css.foot}>
        {several && (
          <ul className={css.who}>
            {subjects.map(({ id, name }, index) => (
              <li key={id} style={{ color: `var(--series-${index % 8})` }}>
                {name}
              </li>
            ))}
          </ul>
        )}
        <span>{words.logs.lines(rows.count)}</span>
        {hidden && <span>{words.logs.someHidden}</span>}
        {failed !== null && rows.count > 0 && <span className={css.bad}>{words.logs.failed}</span>}
        <span className={css.end} role="status">
          {state.status === 'waiting'
            ? words.logs.waiting
            : !follows || state.status === 'ended'
              ? words.logs.ended
              : follow
                ? words.logs.following
                : words.logs.paused}
        </span>
      </div>
      <span className={css.hideKeys}>{words.logs.keys}</span>
    </div>
  );
}
