import { BlockList, isIP } from 'node:net';

/** The proxy for an address by HTTPS_PROXY, HTTP_PROXY and NO_PROXY, as Go programs read them; null for none. */
export function proxyFor(url: URL, env: NodeJS.ProcessEnv): URL | null {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const given = env[name] || env[name.toLowerCase()];
  const host = bare(url.hostname);
  if (!given || isOwnMachine(host)) return null;
  if (isExcepted(host, portOf(url), env.NO_PROXY || env.no_proxy || '')) return null;
  try {
    const proxy = new URL(given.includes('://') ? given : `http://${given}`);
    return /^https?:$/.test(proxy.protocol) ? proxy : null;
  } catch {
    return null;
  }
}

/** Whether an address is of this machine itself. */
function isOwnMachine(host: string): boolean {
  return host === 'localhost' || (isIP(host) === 4 && host.startsWith('127.')) || host === '::1';
}

/** Without the brackets of an IPv6 address. */
export function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').toLowerCase();
}

export function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

function isExcepted(host: string, port: number, list: string): boolean {
  for (const entry of list.toLowerCase().split(/[\s,]+/)) {
    if (entry === '') continue;
    if (entry === '*') return true;
    if (isInRange(host, entry)) return true;
    const [, name = entry, only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (only !== undefined && Number(only) !== port && isIP(entry) === 0) continue;
    const wanted = bare(isIP(entry) === 6 ? entry : name).replace(/^[*](?=[.])/, '');
    if (host === wanted) return true;
    // A name stands for what is below it too; with a dot before it for nothing else.
    const suffix = wanted.startsWith('.') ? wanted : `.${wanted}`;
    if (isIP(host) === 0 && host.endsWith(suffix)) return true;
  }
  return false;
}

/** Whether an IP is in a range such as `10.0.0.0/8`. */
export function isInRange(host: string, range: string): boolean {
  const [net = '', bits, more] = range.split('/');
  const family = isIP(net);
  if (bits === undefined || more !== undefined || family === 0 || isIP(host) !== family) return false;
  const width = Number(bits);
  if (!/^\d+$/.test(bits) || width > (family === 4 ? 32 : 128)) return false;
  const block = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  block.addSubnet(net, width, type);
  return block.check(host, type);
}
