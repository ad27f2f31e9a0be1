import type { ExposedPort, PortSpec } from '../../contract/container-spec.ts';
import { fieldsOf } from './fields.ts';
import { SpecError } from './spec-error.ts';

interface Range {
  from: number;
  to: number;
}

const largestRange = 10_000;

/**
 * Ports out of one `-p` value. Short: `80`, `8080:80`, `127.0.0.1:8080:80/udp`, `[::1]:8080:80`, `8000-8002:80-82`,
 * `8000-8010:80`. Long: `target=80,published=8080,protocol=tcp`.
 * @throws SpecError `port-malformed`, `port-impossible`, `port-ranges-differ`
 */
export function parsePorts(written: string): PortSpec[] {
  const value = written.trim();
  if (/^[a-z_]+=/i.test(value)) return parseLong(value);
  const [path = '', protocolText = 'tcp', ...more] = value.split('/');
  if (more.length > 0 || path === '') throw new SpecError('port-malformed', { value });
  const protocol = protocolOf(protocolText, value);
  // The host part may hold colons of its own (IPv6): the last two colons divide.
  const parts = path.split(':');
  const containerText = parts.pop() ?? '';
  const hostText = parts.pop() ?? '';
  const ip = hostAddress(parts.join(':'), value);
  return expand(
    range(containerText, value),
    hostText === '' ? null : range(hostText, value),
    ip,
    protocol,
    value,
  );
}

function parseLong(value: string): PortSpec[] {
  const fields = fieldsOf(value);
  let target = '';
  let published = '';
  let hostIp = '';
  let protocol: PortSpec['protocol'] = 'tcp';
  for (const [key, field] of fields) {
    if (key === 'target' || key === 'container_port') target = field;
    else if (key === 'published' || key === 'host_port') published = field;
    else if (key === 'protocol') protocol = protocolOf(field, value);
    else if (key === 'host_ip') hostIp = hostAddress(field, value);
    // Of services; a container has its ports on its own host anyway.
    else if (key !== 'mode' || field !== 'host') throw new SpecError('port-malformed', { value });
  }
  return expand(
    range(target, value),
    published === '' ? null : range(published, value),
    hostIp,
    protocol,
    value,
  );
}

function expand(
  container: Range,
  host: Range | null,
  hostIp: string,
  protocol: PortSpec['protocol'],
  value: string,
): PortSpec[] {
  const count = container.to - container.from + 1;
  if (host !== null && count > 1 && host.to - host.from + 1 !== count)
    throw new SpecError('port-ranges-differ', { value });
  if (count > largestRange) throw new SpecError('port-malformed', { value });
  return Array.from({ length: count }, (_, at) => ({
    hostIp,
    hostPort: host === null ? null : host.from + at,
    hostPortEnd: host !== null && count === 1 && host.to > host.from ? host.to : null,
    containerPort: container.from + at,
    protocol,
  }));
}

function range(text: string, value: string): Range {
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text);
  if (match === null) throw new SpecError('port-malformed', { value });
  const from = Number(match[1]);
  const to = match[2] === undefined ? from : Number(match[2]);
  for (const port of [from, to])
    if (!isPort(port)) throw new SpecError('port-impossible', { port: String(port) });
  if (to < from) throw new SpecError('port-malformed', { value });
  return { from, to };
}

/** Whether a port of this number can be listened on. */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

function protocolOf(text: string, value: string): PortSpec['protocol'] {
  const protocol = text.toLowerCase();
  if (protocol === 'tcp' || protocol === 'udp' || protocol === 'sctp') return protocol;
  throw new SpecError('port-malformed', { value });
}

function hostAddress(text: string, value: string): string {
  const bare = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  if (bare !== '' && !isIpAddress(bare)) throw new SpecError('port-malformed', { value });
  return bare;
}

/** Whether this is written like an IPv4 or IPv6 address. */
export function isIpAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return (
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  );
}

export function isIpv6(text: string): boolean {
  const [address = '', zone, ...more] = text.split('%');
  if (more.length > 0 || zone === '') return false;
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const tail = groups.at(-1) ?? [];
  const last = tail.at(-1) ?? '';
  const withV4 = last.includes('.');
  if (withV4 && !isIpv4(last)) return false;
  const words = groups.flat();
  const hexadecimal = withV4 ? words.slice(0, -1) : words;
  if (!hexadecimal.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  const count = hexadecimal.length + (withV4 ? 2 : 0);
  return halves.length === 2 ? count < 8 : count === 8;
}

/** One `-p` value for one entry. */
export function printPort(port: PortSpec): string {
  const ip = port.hostIp.includes(':') ? `[${port.hostIp}]` : port.hostIp;
  const end = port.hostPortEnd === null ? '' : `-${port.hostPortEnd}`;
  const host = port.hostPort === null ? '' : `${port.hostPort}${end}`;
  const protocol = port.protocol === 'tcp' ? '' : `/${port.protocol}`;
  const before = ip === '' ? (host === '' ? '' : `${host}:`) : `${ip}:${host}:`;
  return `${before}${port.containerPort}${protocol}`;
}

/** Ports out of one `--expose` value: `80`, `80/udp`, `8000-8010`. @throws SpecError as `parsePorts` */
export function parseExpose(written: string): ExposedPort[] {
  return parsePorts(written).map((port) => {
    if (port.hostPort !== null || port.hostIp !== '')
      throw new SpecError('port-malformed', { value: written });
    return { port: port.containerPort, protocol: port.protocol };
  });
}
