import { Lock } from 'lucide-react';
import type { Container } from '../../../shared/contract/containers.ts';
import { foldPorts, stateRank } from '../../../shared/model/container-text.ts';
import { parseTime } from '../../../shared/model/durations.ts';
import { compareNames, shortImageName } from '../../../shared/model/names.ts';
import { timeText, type Words } from '../../i18n/index.ts';
import { Age } from '../../ui/age.tsx';
import { ContainerActions } from '../../ui/containers/container-actions.tsx';
import { ContainerState } from '../../ui/containers/container-state.tsx';
import { PortLinks } from '../../ui/containers/port-links.tsx';
import type { GridColumn } from '../../ui/data-grid/columns.ts';
import css from './containers.module.css';

/** Order by name: numbers inside of names by value; the id settles what is left. */
export function byName(a: Container, b: Container): number {
  return compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1);
}

const time = (iso: string | undefined): number => parseTime(iso) ?? 0;

/** One that is restarting has ended and waits for its next start. */
const alive = ({ state }: Container): boolean => state === 'running' || state === 'paused';

/** Since when it runs, or has ended; 0 when it never ran. */
function turnedAt(container: Container): number {
  return alive(container) ? time(container.startedAt) : time(container.finishedAt);
}

/** Longest running first, then those that ended last. */
function byUptime(a: Container, b: Container): number {
  if (alive(a) !== alive(b)) return alive(a) ? -1 : 1;
  return alive(a) ? turnedAt(a) - turnedAt(b) : turnedAt(b) - turnedAt(a);
}

function NameCell({ row, onOpen, words }: { row: Container; onOpen(row: Container): void; words: Words }) {
  const { containers } = words;
  return (
    <>
      <button
        type="button"
        className={css.name}
        tabIndex={-1}
        data-tip={row.name}
        onClick={() => onOpen(row)}
      >
        <bdi>{row.name}</bdi>
      </button>
      {row.protected && (
        <span
          className={css.mark}
          role="img"
          aria-label={containers.protectedMark}
          data-tip={containers.protectedMark}
        >
          <Lock size={12} />
        </span>
      )}
      {row.project !== undefined && (
        <span className={css.chip} data-tip={`${containers.project}: ${row.project}`}>
          {row.project}
        </span>
      )}
      {row.isTask && (
        <span className={`${css.chip} ${css.whole}`} data-tip={containers.task}>
          {containers.taskChip}
        </span>
      )}
    </>
  );
}

function AgeCell({ row, words }: { row: Container; words: Words['containers'] }) {
  const since = turnedAt(row);
  if (since === 0) return <span className={css.faint}>–</span>;
  return (
    <span className={alive(row) ? undefined : css.faint} data-tip={timeText(since)}>
      <Age sinceMs={since} sentence={alive(row) ? words.up : words.ended} />
    </span>
  );
}

interface ColumnsInput {
  words: Words;
  onOpen(row: Container): void;
  onMore(row: Container, button: HTMLElement): void;
}

/** The columns of the list of containers, in order. */
export function containerColumns({ words, onOpen, onMore }: ColumnsInput): GridColumn<Container>[] {
  const { columns } = words.containers;
  return [
    {
      id: 'name',
      reads: ['id', 'name', 'project', 'protected', 'isTask'],
      header: columns.name,
      minWidth: 208,
      grow: 3,
      priority: 0,
      hideable: false,
      compare: byName,
      cell: (row) => <NameCell row={row} onOpen={onOpen} words={words} />,
    },
    {
      id: 'state',
      reads: ['id', 'state', 'health', 'exitCode', 'oomKilled'],
      header: columns.state,
      minWidth: 168,
      grow: 0,
      priority: 0,
      hideable: false,
      compare: (a, b) => stateRank(a.state) - stateRank(b.state),
      cell: (row) => <ContainerState container={row} />,
    },
    {
      id: 'age',
      reads: ['state', 'startedAt', 'finishedAt'],
      header: columns.age,
      minWidth: 132,
      grow: 0,
      priority: 2,
      hideable: true,
      compare: byUptime,
      cell: (row) => <AgeCell row={row} words={words.containers} />,
    },
    {
      id: 'image',
      reads: ['image'],
      header: columns.image,
      minWidth: 160,
      grow: 2,
      priority: 3,
      hideable: true,
      compare: (a, b) => compareNames(a.image, b.image),
      cell: (row) => (
        <span className={css.second} data-tip={row.image}>
          {shortImageName(row.image)}
        </span>
      ),
    },
    {
      id: 'ports',
      reads: ['ports', 'state'],
      header: columns.ports,
      minWidth: 156,
      grow: 1,
      priority: 1,
      hideable: true,
      compare: (a, b) => portKey(a) - portKey(b),
      cell: (row) => <PortLinks container={row} most={2} />,
    },
    {
      id: 'networks',
      reads: ['networks'],
      header: columns.networks,
      minWidth: 104,
      grow: 1,
      priority: 5,
      hideable: true,
      compare: (a, b) => compareNames(networkNames(a), networkNames(b)),
      cell: (row) => (
        <span className={css.second} data-tip={row.networks.map(({ name }) => name).join('\n')}>
          {networkNames(row)}
        </span>
      ),
    },
    {
      id: 'created',
      reads: ['createdAt'],
      header: columns.created,
      minWidth: 96,
      grow: 0,
      priority: 4,
      hideable: true,
      compare: (a, b) => time(b.createdAt) - time(a.createdAt),
      cell: (row) => <CreatedCell iso={row.createdAt} words={words} />,
    },
    {
      id: 'actions',
      reads: ['id', 'name', 'state', 'protected'],
      header: columns.actions,
      quietHeader: true,
      minWidth: 124,
      grow: 0,
      priority: 0,
      hideable: false,
      align: 'end',
      cell: (row) => <ContainerActions container={row} onMore={onMore} />,
    },
  ];
}

function CreatedCell({ iso, words }: { iso: string; words: Words }) {
  const since = time(iso);
  if (since === 0) return <span className={css.faint}>–</span>;
  return (
    <span className={css.second} data-tip={timeText(since)}>
      <Age sinceMs={since} sentence={words.agoText} />
    </span>
  );
}

const networkNames = (row: Container): string => row.networks.map(({ name }) => name).join(', ');

/** Published ports before exposed ones, none last. */
function portKey(row: Container): number {
  const [first] = foldPorts(row.ports);
  if (first === undefined) return 1e9;
  return first.hostPort ?? 1e6 + first.containerPort;
}
