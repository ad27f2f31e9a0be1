import { type ChildProcess, spawn } from 'node:child_process';
import type { LabEngine } from '../engine-lab/types.ts';

/** Passes bytes on no faster than a rate, and tells on its output how many went towards the engine so far. */
const script = `
const net = require('node:net');
const [from, to, rate] = process.argv.slice(1).map(Number);
let passed = 0;
net.createServer((near) => {
  const far = net.connect(to, '127.0.0.1');
  near.pipe(far);
  far.on('data', (piece) => {
    passed += piece.length;
    process.stdout.write(passed + '\\n');
    far.pause();
    near.write(piece);
    setTimeout(() => far.resume(), (piece.length / rate) * 1000);
  });
  const end = () => { near.destroy(); far.destroy(); };
  near.on('close', end).on('error', end);
  far.on('close', () => near.end()).on('error', end);
}).listen(from, '127.0.0.1', () => process.stdout.write('0\\n'));
`;

export interface SlowRoad {
  /** `127.0.0.1:PORT` inside of the engine's network. */
  address: string;
  /** Bytes that went to the engine so far. */
  passed(): number;
  stop(): Promise<void>;
}

/** A slow way to a port inside of an engine's network. `rate`: bytes a second. */
export async function slowRoad(engine: LabEngine, from: number, to: number, rate: number): Promise<SlowRoad> {
  const enter = ['-t', String(engine.netnsPid), '-n', '--', process.execPath, '-e', script];
  const child: ChildProcess = spawn('nsenter', [...enter, String(from), String(to), String(rate)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let passed = -1;
  const ready = new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the slow road ended with ${code}`)));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      passed = Number(text.trim().split('\n').at(-1));
      resolve();
    });
  });
  await ready;
  return {
    address: `127.0.0.1:${from}`,
    passed: () => passed,
    stop: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}
