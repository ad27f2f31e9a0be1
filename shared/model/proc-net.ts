/** A TCP socket as the kernel lists it. */
export interface TcpSocket {
  /** `open`: connected, connecting or not closed to its end; CRIU saves none of these. */
  state: 'open' | 'listening' | 'idle';
  local: string;
  remote: string;
  /** 0 where no process has it any more. */
  inode: string;
}

// tcp_states.h: 06 is TIME_WAIT, which belongs to nobody; 07 is closed or, of UDP, not connected.
const states: Record<string, TcpSocket['state']> = { '0A': 'listening', '06': 'idle', '07': 'idle' };

/** The sockets in `/proc/net/tcp`, `tcp6`, `udp` or `udp6`: local and remote address in hexadecimal, then the state; the tenth field is the inode. */
export function tcpSockets(table: string): TcpSocket[] {
  const sockets: TcpSocket[] = [];
  for (const line of table.split('\n')) {
    const fields = line.trim().split(/\s+/);
    const [place = '', local = '', remote = '', state = ''] = fields;
    if (!/^\d+:$/.test(place) || !/^[0-9A-F]{2}$/.test(state)) continue;
    sockets.push({
      state: states[state] ?? 'open',
      local: endpoint(local),
      remote: endpoint(remote),
      inode: fields[9] ?? '0',
    });
  }
  return sockets;
}

/** `0100007F:0050` is 127.0.0.1:80: each group of four bytes is written in the order of the machine, here little-endian. */
function endpoint(written: string): string {
  const [address = '', port = '0'] = written.split(':');
  const words = address.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)),
  );
  const host = bytes.length === 4 ? bytes.join('.') : `[${ipv6(bytes)}]`;
  return `${host}:${Number.parseInt(port, 16)}`;
}

function ipv6(bytes: readonly number[]): string {
  const groups: string[] = [];
  for (let at = 0; at < bytes.length; at += 2)
    groups.push((((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16));
  // The longest run of zeros is left out.
  const text = groups.join(':');
  const runs = text.match(/(?:^|:)0(?::0)+(?=:|$)/g) ?? [];
  const [longest] = [...runs].sort((a, b) => b.length - a.length);
  return longest === undefined
    ? text
    : text
        .replace(longest, ':')
        .replace(/^:(?!:)/, '::')
        .replace(/:$/, '::')
        .replace(/:{3,}/, '::');
}
