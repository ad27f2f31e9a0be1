import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { labDockerPath } from '../engine-lab/docker-cli.ts';
import { runOk } from '../engine-lab/run-command.ts';
import type { LabEngine } from '../engine-lab/types.ts';

/** Runs the lab's docker CLI on an engine to its end. */
export function docker(engine: LabEngine, ...args: string[]): Promise<string> {
  return runOk(labDockerPath(), ['-H', engine.host, ...args], { timeout: 600_000 });
}

/** Runs it with everything it says thrown away, as `>/dev/null` does. */
export async function dockerToNowhere(engine: LabEngine, ...args: string[]): Promise<void> {
  const child = spawn(labDockerPath(), ['-H', engine.host, ...args], { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`docker ${args.join(' ')} ended with ${String(code)}.`);
}

/** The text of line `at` (1 ... count) of a log made by `writeLog`. */
export const logText = (at: number): string => `bench ${at}`;

/** A container that wrote numbered lines and ended; removed with the engine's other containers. */
export async function writeLog(engine: LabEngine, name: string, count: number): Promise<void> {
  const script = `awk 'BEGIN { for (i = 1; i <= ${count}; i++) print "bench " i }'`;
  await docker(engine, 'run', '-d', '--name', name, '--network', 'none', 'lab/busybox:1', 'sh', '-c', script);
  await docker(engine, 'wait', name);
}
