// Renames containers as fast as the engine lets it, or at a pace, and tells how many it did.
//   tsx storm-producer.ts SOCKET SECONDS PER_SECOND(0: as fast as it can) CONNECTIONS
import { connect, type Socket } from 'node:net';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { listedNames, rawApi } from './raw-api.ts';

const [socketPath = '', seconds = '0', perSecond = '0', connections = '1'] = process.argv.slice(2);
const api = rawApi(socketPath);
const ids = [...(await listedNames(api)).keys()];
api.close();
const pace = Number(perSecond);
const lane = Math.ceil(ids.length / Number(connections));

/** Sends one request and reads its answer, which has no body; a whole HTTP client would cost as much as the engine. */
function rename(socket: Socket, id: string, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer) => {
      said += chunk.toString('latin1');
      if (!said.includes('\r\n\r\n')) return;
      socket.off('data', read);
      if (said.startsWith('HTTP/1.1 204')) resolve();
      else reject(new Error(said));
    };
    socket.on('data', read);
    socket.write(
      `POST /containers/${id}/rename?name=${name} HTTP/1.1\r\nHost: docker\r\nContent-Length: 0\r\n\r\n`,
    );
  });
}

/** Of this run only: an engine refuses to give a container the name it has. */
const salt = process.pid;
let done = 0;
const began = performance.now();
const until = began + Number(seconds) * 1000;

/** One connection and the containers that are its own: two renames of one container would wait for each other. */
async function work(own: readonly string[]): Promise<void> {
  const socket = connect(socketPath);
  for (let round = 0; ; round += 1) {
    for (const id of own) {
      const now = performance.now();
      if (now >= until) {
        socket.destroy();
        return;
      }
      const due = pace === 0 ? now : began + (done * 1000) / pace;
      if (due > now + 1) await sleep(due - now);
      done += 1;
      await rename(socket, id, `storm-${salt}-${round % 2}-${id.slice(0, 12)}`);
    }
  }
}

await Promise.all(
  Array.from({ length: Number(connections) }, (_, at) => work(ids.slice(at * lane, (at + 1) * lane))),
);
process.stdout.write(`${JSON.stringify({ done, ms: performance.now() - began })}\n`);
