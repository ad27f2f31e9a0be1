import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface HostEnd {
  code: number | null;
  signal: string | null;
  out: string;
  err: string;
}

/** What may be done to a host while it runs: called at each output with all of it so far. */
type Meanwhile = (child: ChildProcess, output: string) => void;
export type HostArguments = [host: 'cli' | 'web', args: string[], meanwhile?: Meanwhile];

/** Runs a host from source as a process of its own, with a home of its own and no engine. */
export function runHost(home: string, ...[host, args, meanwhile]: HostArguments): Promise<HostEnd> {
  const child = spawn(process.execPath, ['--import', 'tsx', `electron/${host}/main.ts`, ...args], {
    cwd: root,
    env: { ...process.env, SLIPWAY_HOME: home, DOCKER_HOST: `unix://${home}/none.sock` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
    meanwhile?.(child, out);
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
}
