import type { WantedPort } from '../../../shared/contract/container-replace.ts';
import { list, type RawRecord, record, text } from '../../engine/raw/fields.ts';

type Protocol = WantedPort['protocol'];

function protocolOf(word: string | undefined): Protocol {
  return word === 'udp' || word === 'sctp' ? word : 'tcp';
}

/** The published ports as they were asked for; what the engine picked stays its choice. */
export function portsOf(bindings: unknown): WantedPort[] {
  return Object.entries(record(bindings)).flatMap(([key, hosts]) => {
    const [port = '', protocol] = key.split('/');
    const rows = list(hosts).map(record);
    return (rows.length === 0 ? [{} as RawRecord] : rows).map((host) => ({
      hostIp: text(host.HostIp),
      hostPort: text(host.HostPort) === '0' ? '' : text(host.HostPort),
      containerPort: Number(port),
      protocol: protocolOf(protocol),
    }));
  });
}

export const portKey = ({ containerPort, protocol }: WantedPort): string => `${containerPort}/${protocol}`;

/** `HostConfig.PortBindings` of these ports. */
export function portBindings(
  ports: readonly WantedPort[],
): Record<string, { HostIp: string; HostPort: string }[]> {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const port of ports) {
    const at = portKey(port);
    bindings[at] = [...(bindings[at] ?? []), { HostIp: port.hostIp, HostPort: port.hostPort }];
  }
  return bindings;
}

const everyAddress: ReadonlySet<string> = new Set(['', '0.0.0.0', '::']);

/** Whether two published ports cannot be had at once. Of a range the engine picks one that is free. */
export function clashes(
  wanted: WantedPort,
  taken: { hostIp: string; hostPort: number | null; protocol: string },
): boolean {
  if (wanted.hostPort === '' || wanted.hostPort.includes('-')) return false;
  if (Number(wanted.hostPort) !== taken.hostPort || wanted.protocol !== taken.protocol) return false;
  return everyAddress.has(wanted.hostIp) || everyAddress.has(taken.hostIp) || wanted.hostIp === taken.hostIp;
}
