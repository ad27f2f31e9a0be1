// The least a program can do to follow an engine: one connection, every event parsed, nothing kept.
//   node bare-events-client.mjs SOCKET
import { request } from 'node:http';
import process from 'node:process';

let rest = '';
const sent = request({ socketPath: process.argv[2], agent: false, path: '/events' }, (answer) => {
  answer.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) JSON.parse(line);
  });
  process.stdout.write('following\n');
});
sent.end();
