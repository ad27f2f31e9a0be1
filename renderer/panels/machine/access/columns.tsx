import { ExternalLink } from 'lucide-react';
import type { PortHolder, PortStatus, PublishedPort } from '../../../../shared/contract/machine-ports.ts';
import { isEveryAddress } from '../../../../shared/model/bound-sockets.ts';
import { compareNames } from '../../../../shared/model/names.ts';
import type { Words } from '../../../i18n/index.ts';
import { routeHash } from '../../../state/route.ts';
import { CopyIconButton } from '../../../ui/copy-button.tsx';
import type { GridColumn } from '../../../ui/data-grid/columns.ts';
import type { ShapeName } from '../../../ui/shape.tsx';
import { StatusPill, type Tone } from '../../../ui/status-pill.tsx';
import css from './access.module.css';

const looks: Readonly<Record<PortStatus, { shape: ShapeName; tone: Tone }>> = {
  open: { shape: 'disc', tone: 'ok' },
  free: { shape: 'ring', tone: 'idle' },
  taken: { shape: 'triangle', tone: 'warn' },
  unknown: { shape: 'dashed', tone: 'idle' },
};

export const portKey = (port: PublishedPort): string =>
  `${port.containerId} ${port.hostIp} ${port.hostPort} ${port.containerPort} ${port.protocol}`;

/** E.g. `8080/tcp`, with the address where it is not for all of them. */
export function portName({ hostIp, hostPort, protocol }: PublishedPort): string {
  const where = isEveryAddress(hostIp) ? '' : hostIp.includes(':') ? `[${hostIp}]:` : `${hostIp}:`;
  return `${where}${hostPort}/${protocol}`;
}

/** What leads there: an address for a browser where there is one. */
export const addressOf = (port: PublishedPort): string => port.url ?? portName(port).replace(/\/\w+$/, '');

function holderText(holder: PortHolder, { machine }: Words): string {
  switch (holder.kind) {
    case 'container':
      return machine.access.holderContainer(holder.name);
    case 'process':
      return machine.access.holderProcess(holder.command, holder.pid);
    case 'unnamed':
      return machine.access.holderUnnamed;
  }
}

export const byPort = (a: PublishedPort, b: PublishedPort): number =>
  a.hostPort - b.hostPort || compareNames(a.containerName, b.containerName);

/** The columns of the published ports. */
export function portColumns(words: Words): GridColumn<PublishedPort>[] {
  const own = words.machine.access;
  const base = { grow: 0, priority: 0, hideable: false };
  return [
    {
      ...base,
      ...{ id: 'port', header: own.columns.port, minWidth: 140, grow: 1 },
      compare: byPort,
      cell: (row) => <span className={css.port}>{portName(row)}</span>,
    },
    {
      ...base,
      ...{ id: 'container', header: own.columns.container, minWidth: 160, grow: 2 },
      compare: (a, b) => compareNames(a.containerName, b.containerName),
      cell: (row) => (
        <a
          className={css.name}
          href={routeHash('containers', row.containerName)}
          tabIndex={-1}
          data-tip={own.toContainer(row.containerName)}
        >
          <bdi>{row.containerName}</bdi>
        </a>
      ),
    },
    {
      ...base,
      ...{ id: 'inside', header: own.columns.inside, minWidth: 80, priority: 2 },
      compare: (a, b) => a.containerPort - b.containerPort,
      cell: (row) => <span className={css.port}>{row.containerPort}</span>,
    },
    {
      ...base,
      ...{ id: 'status', header: own.columns.status, minWidth: 110 },
      compare: (a, b) => compareNames(a.status, b.status),
      cell: (row) => <StatusPill {...looks[row.status]}>{own.statuses[row.status]}</StatusPill>,
    },
    {
      ...base,
      ...{ id: 'holder', header: own.columns.holder, minWidth: 180, grow: 3, priority: 1 },
      cell: (row) => {
        const text = row.holder === null ? '' : holderText(row.holder, words);
        return (
          <bdi className={css.text} data-tip={text}>
            {text}
          </bdi>
        );
      },
    },
    {
      ...base,
      ...{ id: 'actions', header: own.columns.actions, quietHeader: true, minWidth: 84, align: 'end' },
      cell: (row) => (
        <span className={css.actions}>
          {row.url !== null && (
            <a
              className={css.open}
              href={row.url}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={own.open(portName(row))}
              data-tip={own.open(portName(row))}
              tabIndex={-1}
            >
              <ExternalLink size={14} aria-hidden="true" />
            </a>
          )}
          <CopyIconButton text={addressOf(row)} label={own.copy(portName(row))} />
        </span>
      ),
    },
  ];
}
