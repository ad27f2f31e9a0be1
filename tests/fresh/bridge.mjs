// Carries connections from one address to another: node bridge.mjs FROM TO, each `tcp:PORT` (127.0.0.1) or `unix:PATH`.
// Run in a network namespace by nsenter, it is the way in or out that the namespace itself has not.
import { connect, createServer } from 'node:net';
import process from 'node:process';

const [from = '', to = ''] = process.argv.slice(2);

/** @param {string} address @returns {{ path: string } | { port: number, host: string }} */
function place(address) {
  const at = address.indexOf(':');
  const rest = address.slice(at + 1);
  return address.startsWith('unix:') ? { path: rest } : { port: Number(rest), host: '127.0.0.1' };
}

const server = createServer({ allowHalfOpen: true }, (client) => {
  const upstream = connect({ ...place(to), allowHalfOpen: true });
  // A reset on one side is handed on; an end is, by the pipes, once everything before it was.
  for (const [one, other] of /** @type {const} */ ([
    [client, upstream],
    [upstream, client],
  ])) {
    one.on('error', () => other.destroy());
  }
  client.pipe(upstream);
  upstream.pipe(client);
});
server.listen(place(from), () => process.stdout.write('listening\n'));
// Its owner holds the other end of this pipe: it ends with it, however that ends.
process.stdin.on('end', () => process.exit(0)).resume();
