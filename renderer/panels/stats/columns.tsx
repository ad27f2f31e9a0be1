import { ChevronDown, ChevronRight } from 'lucide-react';
import { compareNames } from '../../../shared/model/names.ts';
import { alertDetail } from '../../../shared/model/stats-alert-words.ts';
import { bytesText, memoryText, percentText, type Words } from '../../i18n/index.ts';
import type { StatsLine } from '../../state/stats/lines.ts';
import { toggleProject } from '../../state/stats/view.ts';
import type { GridColumn } from '../../ui/data-grid/columns.ts';
import { Shape } from '../../ui/shape.tsx';
import { Lately } from './lately.tsx';
import css from './stats.module.css';

/** Order by name; the key settles what is left. */
export function byName(a: StatsLine, b: StatsLine): number {
  return compareNames(a.name, b.name) || (a.key < b.key ? -1 : 1);
}

/** What is not known counts less than nothing, so that it comes last where the most comes first. */
const order = (value: number | null): number => value ?? -1;

const sumOf = (a: number | null, b: number | null): number | null =>
  a === null && b === null ? null : (a ?? 0) + (b ?? 0);

const shown = (value: number | null, text: (known: number) => string): string =>
  value === null ? '–' : text(value);

function NameCell({
  line,
  grouped,
  words,
  onOpen,
}: {
  line: StatsLine;
  grouped: boolean;
  words: Words;
  onOpen(line: StatsLine): void;
}) {
  const { stats } = words;
  if (line.kind === 'project') {
    const name = line.name === '' ? stats.noProject : line.name;
    const Arrow = line.open ? ChevronDown : ChevronRight;
    return (
      <>
        <button
          type="button"
          className={css.twist}
          tabIndex={-1}
          aria-expanded={line.open}
          aria-label={line.open ? stats.closeProject(name) : stats.openProject(name)}
          onClick={() => toggleProject(line.key)}
        >
          <Arrow size={15} aria-hidden="true" />
        </button>
        <bdi className={css.project} data-tip={name}>
          {name}
        </bdi>
        <span className={css.members}>{stats.members(line.members)}</span>
      </>
    );
  }
  return (
    <span className={`${css.named} ${grouped ? css.inside : ''}`}>
      {line.alerts.length > 0 && (
        <span
          className={css.alert}
          role="img"
          aria-label={stats.above}
          data-tip={line.alerts.map((alert) => alertDetail(alert, words.language)).join('\n')}
        >
          <Shape name="triangle" />
        </span>
      )}
      <button
        type="button"
        className={css.name}
        tabIndex={-1}
        data-tip={line.name}
        onClick={() => onOpen(line)}
      >
        <bdi>{line.name}</bdi>
      </button>
      {!grouped && line.project !== undefined && (
        <span className={css.chip} data-tip={`${words.containers.project}: ${line.project}`}>
          {line.project}
        </span>
      )}
    </span>
  );
}

/** Two figures of one kind above each other, each with its direction. */
function Pair({
  first,
  second,
  labels,
}: {
  first: number | null;
  second: number | null;
  labels: readonly [first: string, second: string];
}) {
  return (
    <span className={css.pair}>
      {([first, second] as const).map((value, at) => (
        <span key={labels[at]}>
          {shown(value, bytesText)} <span className={css.faint}>{labels[at]}</span>
        </span>
      ))}
    </span>
  );
}

/** The columns of the live figures, in order. */
export function statsColumns(
  words: Words,
  grouped: boolean,
  onOpen: (line: StatsLine) => void,
): GridColumn<StatsLine>[] {
  const { stats } = words;
  const { columns } = stats;
  const figure = { grow: 0, hideable: true, align: 'end' } as const;
  return [
    {
      id: 'name',
      reads: ['key', 'name', 'project', 'members', 'open', 'alerts'],
      header: columns.name,
      minWidth: 208,
      grow: 3,
      priority: 0,
      hideable: false,
      compare: byName,
      cell: (line) => <NameCell line={line} grouped={grouped} words={words} onOpen={onOpen} />,
    },
    {
      ...figure,
      id: 'cpu',
      reads: ['cpuPercent'],
      header: columns.cpu,
      minWidth: 84,
      priority: 0,
      hideable: false,
      compare: (a, b) => order(a.cpuPercent) - order(b.cpuPercent),
      cell: ({ cpuPercent }) => <span className={css.figure}>{shown(cpuPercent, percentText)}</span>,
    },
    {
      id: 'lately',
      reads: ['points', 'kind'],
      header: columns.lately,
      minWidth: 108,
      grow: 0,
      priority: 2,
      hideable: true,
      cell: (line) => (line.kind === 'project' ? null : <Lately points={line.points} figure="cpuPercent" />),
    },
    {
      ...figure,
      id: 'memory',
      reads: ['memoryBytes', 'memoryLimitBytes'],
      header: columns.memory,
      minWidth: 96,
      priority: 0,
      hideable: false,
      compare: (a, b) => order(a.memoryBytes) - order(b.memoryBytes),
      cell: ({ memoryBytes, memoryLimitBytes }) => (
        <span className={css.pair}>
          <span className={css.figure}>{shown(memoryBytes, memoryText)}</span>
          {memoryLimitBytes !== null && memoryLimitBytes > 0 && (
            <span className={css.faint}>{stats.ofLimit(memoryText(memoryLimitBytes))}</span>
          )}
        </span>
      ),
    },
    {
      ...figure,
      id: 'memoryPercent',
      reads: ['memoryPercent'],
      header: columns.memoryPercent,
      minWidth: 76,
      priority: 4,
      compare: (a, b) => order(a.memoryPercent) - order(b.memoryPercent),
      cell: ({ memoryPercent }) => shown(memoryPercent, percentText),
    },
    {
      ...figure,
      id: 'network',
      reads: ['networkRxBytes', 'networkTxBytes'],
      header: columns.network,
      minWidth: 124,
      priority: 1,
      compare: (a, b) =>
        order(sumOf(a.networkRxBytes, a.networkTxBytes)) - order(sumOf(b.networkRxBytes, b.networkTxBytes)),
      cell: ({ networkRxBytes, networkTxBytes }) => (
        <Pair first={networkRxBytes} second={networkTxBytes} labels={[stats.received, stats.sent]} />
      ),
    },
    {
      ...figure,
      id: 'block',
      reads: ['blockReadBytes', 'blockWriteBytes'],
      header: columns.block,
      minWidth: 116,
      priority: 3,
      compare: (a, b) =>
        order(sumOf(a.blockReadBytes, a.blockWriteBytes)) - order(sumOf(b.blockReadBytes, b.blockWriteBytes)),
      cell: ({ blockReadBytes, blockWriteBytes }) => (
        <Pair first={blockReadBytes} second={blockWriteBytes} labels={[stats.read, stats.written]} />
      ),
    },
    {
      ...figure,
      id: 'pids',
      reads: ['pids'],
      header: columns.pids,
      minWidth: 60,
      priority: 5,
      compare: (a, b) => order(a.pids) - order(b.pids),
      cell: ({ pids }) => shown(pids, String),
    },
    {
      ...figure,
      id: 'restarts',
      reads: ['restarts'],
      header: columns.restarts,
      minWidth: 80,
      priority: 6,
      compare: (a, b) => order(a.restarts) - order(b.restarts),
      cell: ({ restarts }) => shown(restarts, String),
    },
  ];
}
