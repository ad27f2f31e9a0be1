import type { ReactNode } from 'react';
import type { Checkpoint } from '../../../shared/contract/checkpoints.ts';
import { compareNames } from '../../../shared/model/names.ts';
import { bytesText, timeText, type Words } from '../../i18n/index.ts';
import { containerHash } from '../../state/object-links.ts';
import { Age } from '../age.tsx';
import type { GridColumn } from '../data-grid/columns.ts';
import css from './checkpoints.module.css';

const ageOf = ({ createdAt }: Checkpoint): number => (createdAt === null ? 0 : Date.parse(createdAt));

export const byAge = (a: Checkpoint, b: Checkpoint): number =>
  ageOf(a) - ageOf(b) || compareNames(a.name, b.name);

const byFigure =
  (figure: (row: Checkpoint) => number | null) =>
  (a: Checkpoint, b: Checkpoint): number =>
    (figure(a) ?? -1) - (figure(b) ?? -1);

const bytes = (value: number | null): string => (value === null ? '–' : bytesText(value));

/** The columns of a list of checkpoints; `actions` draws what can be done with one. */
export function checkpointColumns({
  words: all,
  ofOne,
  actions,
}: {
  words: Words;
  ofOne: boolean;
  actions(row: Checkpoint): ReactNode;
}): GridColumn<Checkpoint>[] {
  const words = all.checkpoints;
  const { columns } = words;
  const container: GridColumn<Checkpoint> = {
    id: 'container',
    header: columns.container,
    minWidth: 140,
    grow: 2,
    priority: 0,
    hideable: false,
    compare: (a, b) => compareNames(a.containerName ?? '', b.containerName ?? ''),
    cell: (row) =>
      row.containerName === null ? (
        <span className={css.faint}>{words.containerGone}</span>
      ) : (
        <a
          className={css.link}
          tabIndex={-1}
          data-tip={row.containerName}
          href={containerHash(row.containerId, 'checkpoints')}
        >
          <bdi>{row.containerName}</bdi>
        </a>
      ),
  };
  return [
    {
      id: 'name',
      header: columns.name,
      minWidth: 140,
      grow: 2,
      priority: 0,
      hideable: false,
      compare: (a, b) => compareNames(a.name, b.name),
      cell: (row) => (
        <bdi className={css.name} data-tip={row.name}>
          {row.name}
        </bdi>
      ),
    },
    ...(ofOne ? [] : [container]),
    {
      id: 'made',
      header: columns.made,
      minWidth: 96,
      grow: 0,
      priority: 0,
      hideable: false,
      compare: byAge,
      cell: (row) =>
        row.createdAt === null ? (
          '–'
        ) : (
          <span data-tip={timeText(ageOf(row))}>
            <Age sinceMs={ageOf(row)} sentence={all.agoText} />
          </span>
        ),
    },
    {
      id: 'size',
      header: columns.size,
      minWidth: 88,
      grow: 0,
      priority: 1,
      hideable: true,
      align: 'end',
      compare: byFigure(({ sizeBytes }) => sizeBytes),
      cell: (row) => bytes(row.sizeBytes),
    },
    {
      id: 'memory',
      header: columns.memory,
      minWidth: 88,
      grow: 0,
      priority: 2,
      hideable: true,
      align: 'end',
      compare: byFigure(({ memoryBytes }) => memoryBytes),
      cell: (row) => bytes(row.memoryBytes),
    },
    {
      id: 'processes',
      header: columns.processes,
      minWidth: 96,
      grow: 0,
      priority: 2,
      hideable: true,
      align: 'end',
      compare: byFigure(({ processes }) => processes),
      cell: (row) => row.processes ?? '–',
    },
    {
      id: 'place',
      header: columns.place,
      minWidth: 120,
      grow: 2,
      priority: 3,
      hideable: true,
      compare: (a, b) => compareNames(a.directory ?? '', b.directory ?? ''),
      cell: (row) =>
        row.directory === null ? (
          <span className={css.faint}>{words.ownPlace}</span>
        ) : (
          <bdi className={css.path} data-tip={row.directory}>
            {row.directory}
          </bdi>
        ),
    },
    {
      id: 'actions',
      header: columns.actions,
      quietHeader: true,
      minWidth: 108,
      grow: 0,
      priority: 0,
      hideable: false,
      align: 'end',
      cell: actions,
    },
  ];
}
