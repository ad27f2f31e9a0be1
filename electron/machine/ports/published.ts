import type { Container } from '../../../shared/contract/containers.ts';
import type { PortHolder, PublishedPort } from '../../../shared/contract/machine-ports.ts';
import { addressesCollide } from '../../../shared/model/bound-sockets.ts';
import type { PortTable } from '../../engine/port-table.ts';
import { list, type RawRecord, record, text } from '../../engine/raw/fields.ts';

type Protocol = PublishedPort['protocol'];

/** A port a container has, or wants once it starts. */
export interface Wish {
  hostIp: string;
  hostPort: number;
  containerPort: number;
  protocol: Protocol;
}

const protocols: ReadonlySet<string> = new Set(['tcp', 'udp', 'sctp']);

/** The ports of the host that a container asks for, by its inspection. One the engine chooses has none yet. */
export function wishesOf(inspected: RawRecord): Wish[] {
  const bindings = record(record(inspected.HostConfig).PortBindings);
  return Object.entries(bindings).flatMap(([key, hosts]) => {
    const [, inside = '', protocol = 'tcp'] = /^(\d+)(?:\/(\w+))?$/.exec(key) ?? [];
    if (inside === '' || !protocols.has(protocol)) return [];
    return list(hosts).flatMap((one) => {
      const hostPort = Number(text(record(one).HostPort));
      if (!(hostPort > 0)) return [];
      const hostIp = text(record(one).HostIp);
      return [{ hostIp, hostPort, containerPort: Number(inside), protocol: protocol as Protocol }];
    });
  });
}

const holds: ReadonlySet<string> = new Set(['running', 'paused', 'restarting']);
export const hasItsPorts = ({ state }: Pick<Container, 'state'>): boolean => holds.has(state);

/** Who keeps a container from a port: another container, or a process beside the engine. */
export async function holderOf(
  wish: Wish,
  own: string,
  rows: readonly Container[],
  table: PortTable,
): Promise<PortHolder | null> {
  const container = rows.find(
    (row) =>
      row.id !== own &&
      hasItsPorts(row) &&
      row.ports.some(
        (port) =>
          port.hostPort === wish.hostPort &&
          port.protocol === wish.protocol &&
          addressesCollide(port.hostIp, wish.hostIp),
      ),
  );
  if (container !== undefined) return { kind: 'container', id: container.id, name: container.name };
  const socket = table.bound.find(
    ({ protocol, ip, port }) =>
      protocol === wish.protocol && port === wish.hostPort && addressesCollide(ip, wish.hostIp),
  );
  if (socket === undefined) return null;
  const owner = await table.processOf(socket.inode);
  return owner === null ? { kind: 'unnamed' } : { kind: 'process', ...owner };
}
