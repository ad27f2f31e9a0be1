import { parseTime } from '../../../shared/model/durations.ts';
import { compareNames, shortId } from '../../../shared/model/names.ts';
import { clockText, timeText, type Words } from '../../i18n/index.ts';
import { objectOf } from '../../state/event-view.ts';
import type { EventRow } from '../../state/events.ts';
import type { GridColumn } from '../../ui/data-grid/columns.ts';
import css from './events.module.css';

/** What people call the object of an event. */
export function objectName({ event }: EventRow): string {
  if (event.name !== undefined && event.name !== '') return event.name;
  return event.type === 'volume' || event.id.includes(':')
    ? event.id.replace(/^sha256:/, '').slice(0, 64)
    : shortId(event.id);
}

/** By the engine's clock, to the nanosecond. */
export function byTime(a: EventRow, b: EventRow): number {
  const left = a.event.atNano.padStart(20, '0');
  const right = b.event.atNano.padStart(20, '0');
  return left === right ? 0 : left < right ? -1 : 1;
}

/** First what says most about an event, then the labels. */
const telling = ['exitCode', 'signal', 'image', 'container', 'driver', 'destination', 'execID'];

function detailsOf({ event }: EventRow): string {
  const { name: _, ...rest } = event.attributes;
  const rank = (key: string): number => (telling.indexOf(key) + telling.length + 1) % (telling.length + 1);
  return Object.entries(rest)
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([key, value]) => `${key}=${key === 'container' ? shortId(value) : value}`)
    .join(' ');
}

/** The columns of the list of events. */
export function eventColumns(words: Words, onOpen: (row: EventRow) => void): GridColumn<EventRow>[] {
  const { columns, types } = words.events;
  return [
    {
      id: 'time',
      header: columns.time,
      minWidth: 112,
      grow: 0,
      priority: 0,
      hideable: false,
      compare: byTime,
      cell: (row) => <Time iso={row.event.at} />,
    },
    {
      id: 'type',
      header: columns.type,
      minWidth: 104,
      grow: 0,
      priority: 0,
      hideable: false,
      compare: (a, b) => compareNames(a.event.type, b.event.type),
      cell: (row) => types[row.event.type] ?? row.event.type,
    },
    {
      id: 'action',
      header: columns.action,
      minWidth: 152,
      grow: 1,
      priority: 0,
      hideable: false,
      compare: (a, b) => compareNames(a.event.action, b.event.action),
      cell: (row) => (
        <span className={css.action} data-tip={row.event.action}>
          {row.event.action}
        </span>
      ),
    },
    {
      id: 'object',
      header: columns.object,
      minWidth: 176,
      grow: 2,
      priority: 0,
      hideable: false,
      compare: (a, b) => compareNames(objectName(a), objectName(b)),
      cell: (row) =>
        objectOf(row) === null ? (
          <bdi className={css.text}>{objectName(row)}</bdi>
        ) : (
          <button
            type="button"
            className={css.object}
            tabIndex={-1}
            data-tip={row.event.id}
            onClick={() => onOpen(row)}
          >
            <bdi>{objectName(row)}</bdi>
          </button>
        ),
    },
    {
      id: 'details',
      header: columns.details,
      minWidth: 200,
      grow: 4,
      priority: 1,
      hideable: true,
      cell: (row) => {
        const text = detailsOf(row);
        const missed = row.event.missedBefore ?? 0;
        return (
          <span className={css.detail}>
            {missed > 0 && <span className={css.gap}>{words.events.missedBefore(missed)}</span>}
            <bdi className={css.second} data-tip={text}>
              {text}
            </bdi>
          </span>
        );
      },
    },
  ];
}

function Time({ iso }: { iso: string }) {
  const ms = parseTime(iso);
  if (ms === null) return <>–</>;
  return (
    <span data-tip={timeText(ms)}>
      {clockText(ms)}
      <span className={css.faint}>.{iso.slice(20, 23)}</span>
    </span>
  );
}
