import { tcpSockets } from './proc-net.ts';

/** A socket that keeps others from a port. */
export interface BoundSocket {
  protocol: 'tcp' | 'udp';
  /** `0.0.0.0` or `::` for every address. */
  ip: string;
  port: number;
  inode: string;
}

/** The sockets of `/proc/net/tcp`, `tcp6`, `udp` or `udp6` that wait for others: TCP ones listen, UDP ones have no other side. */
export function boundSockets(table: string, protocol: BoundSocket['protocol']): BoundSocket[] {
  const wanted = protocol === 'tcp' ? 'listening' : 'idle';
  return tcpSockets(table).flatMap(({ state, local, inode }) => {
    const at = local.lastIndexOf(':');
    const port = Number(local.slice(at + 1));
    if (state !== wanted || !(port > 0)) return [];
    return [{ protocol, ip: local.slice(0, at).replace(/^\[|\]$/g, ''), port, inode }];
  });
}

/** Whether an address stands for all of them. */
export function isEveryAddress(ip: string): boolean {
  return ip === '' || ip === '0.0.0.0' || ip === '::';
}

/** Whether two that want the same port are in each other's way by their addresses. */
export function addressesCollide(one: string, other: string): boolean {
  const plain = (ip: string): string => ip.replace(/^::ffff:(?=\d)/i, '');
  return isEveryAddress(one) || isEveryAddress(other) || plain(one) === plain(other);
}
