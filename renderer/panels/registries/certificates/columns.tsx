import type { ReactNode } from 'react';
import {
  expiryOf,
  type InstalledProblem,
  type RegistryCertificates,
} from '../../../../shared/contract/registry-certificates.ts';
import { compareNames } from '../../../../shared/model/names.ts';
import { timeText, type Words } from '../../../i18n/index.ts';
import type { GridColumn } from '../../../ui/data-grid/columns.ts';
import type { ShapeName } from '../../../ui/shape.tsx';
import { StatusPill, type Tone } from '../../../ui/status-pill.tsx';
import css from './certificates.module.css';

/** With these the engine or the registry refuses it. */
const breaking: ReadonlySet<InstalledProblem> = new Set([
  'key-missing',
  'certificate-missing',
  'key-mismatch',
  'no-client-use',
  'unreadable',
]);

const days = ({ daysLeft }: RegistryCertificates): number => daysLeft ?? Number.MAX_SAFE_INTEGER;
export const byEnd = (a: RegistryCertificates, b: RegistryCertificates): number =>
  days(a) - days(b) || compareNames(a.registry, b.registry);

const certificatesOf = ({ pairs, authorities }: RegistryCertificates) => [
  ...pairs.flatMap(({ certificate }) => (certificate === null ? [] : [certificate])),
  ...authorities.map(({ certificate }) => certificate),
];

/** The first certificate that is shown to the registry. */
const shownOf = ({ pairs }: RegistryCertificates) =>
  pairs.find(({ certificate }) => certificate !== null)?.certificate ?? null;

function stateOf(
  row: RegistryCertificates,
  words: Words['certificates'],
): { tone: Tone; shape: ShapeName; text: string } {
  const { states } = words;
  if (row.problems.some(({ problem }) => breaking.has(problem)))
    return { tone: 'bad', shape: 'cross', text: states.broken };
  const left = row.daysLeft ?? 0;
  switch (row.daysLeft === null ? 'good' : expiryOf(left)) {
    case 'ended':
      return { tone: 'bad', shape: 'cross', text: states.ended };
    case 'late':
      return { tone: 'bad', shape: 'triangle', text: states.late(left) };
    case 'early':
      return { tone: 'warn', shape: 'triangle', text: states.early(left) };
    case 'good':
      return row.problems.length > 0
        ? { tone: 'warn', shape: 'triangle', text: states.mind }
        : { tone: 'ok', shape: 'check', text: states.good };
  }
}

/** The columns of the list; `actions` draws what can be done with a row. */
export function certificateColumns(
  all: Words,
  places: number,
  actions: (row: RegistryCertificates) => ReactNode,
): GridColumn<RegistryCertificates>[] {
  const words = all.certificates;
  const { columns } = words;
  const place: GridColumn<RegistryCertificates> = {
    ...{ id: 'place', header: columns.place, minWidth: 150, grow: 1, priority: 3, hideable: true },
    cell: (row) => (
      <bdi className={css.faint} data-tip={row.path}>
        {row.path}
      </bdi>
    ),
  };
  return [
    {
      ...{ id: 'registry', header: columns.registry, minWidth: 160, grow: 2, priority: 0, hideable: false },
      compare: (a, b) => compareNames(a.registry, b.registry),
      cell: (row) => (
        <bdi className={css.name} data-tip={row.registry}>
          {row.registry}
        </bdi>
      ),
    },
    {
      ...{ id: 'subject', header: columns.subject, minWidth: 160, grow: 2, priority: 1, hideable: true },
      cell: (row) => {
        const subject = shownOf(row)?.subject;
        return subject === undefined ? (
          <span className={css.faint}>{words.authoritiesOnly(row.authorities.length)}</span>
        ) : (
          <bdi className={css.cell} data-tip={subject}>
            {subject}
          </bdi>
        );
      },
    },
    {
      ...{ id: 'issuer', header: columns.issuer, minWidth: 140, grow: 1, priority: 2, hideable: true },
      cell: (row) => {
        const issuer = (shownOf(row) ?? certificatesOf(row)[0])?.issuer ?? '';
        return (
          <bdi className={css.cell} data-tip={issuer}>
            {issuer}
          </bdi>
        );
      },
    },
    {
      ...{ id: 'state', header: columns.state, minWidth: 136, grow: 0, priority: 0, hideable: false },
      compare: byEnd,
      cell: (row) => {
        const { tone, shape, text } = stateOf(row, words);
        const why = row.problems.map(({ problem, file }) => words.problems[problem](file)).join(' ');
        return (
          <span {...(why === '' ? {} : { 'data-tip': why })}>
            <StatusPill tone={tone} shape={shape}>
              {text}
            </StatusPill>
          </span>
        );
      },
    },
    {
      ...{ id: 'until', header: columns.until, minWidth: 150, grow: 0, priority: 1, hideable: true },
      compare: byEnd,
      cell: (row) => {
        const ends = certificatesOf(row).map(({ notAfter }) => Date.parse(notAfter));
        return ends.length === 0 ? '–' : timeText(Math.min(...ends));
      },
    },
    ...(places > 1 ? [place] : []),
    {
      ...{ id: 'actions', header: columns.actions, quietHeader: true, minWidth: 108, grow: 0 },
      ...{ priority: 0, hideable: false, align: 'end' as const },
      cell: actions,
    },
  ];
}
