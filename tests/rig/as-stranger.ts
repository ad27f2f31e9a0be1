import { spawn } from 'node:child_process';
import { chown } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineState } from '../../shared/contract/engine.ts';
import { temporaryFolder } from './open-app.ts';

/** The user nobody, and one without a name. */
export const strangers = { nobody: 65534, nameless: 54321 } as const;
const root = join(import.meta.dirname, '../..');

/** Slipway in a process of its own as another user: file modes do not stop root. */
export interface StrangersApp {
  /** The states shown so far, and when each came by `performance.now()`. */
  readonly states: readonly { at: number; state: EngineState }[];
  /** What it wrote to standard error. */
  readonly said: () => string;
  stop(): Promise<void>;
}

export async function openAsStranger(host: string, id: number): Promise<StrangersApp> {
  const folder = await temporaryFolder();
  await chown(folder.path, id, id);
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/rig/states-of.ts', host, folder.path], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: folder.path, TMPDIR: folder.path },
    uid: id,
    gid: id,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const states: { at: number; state: EngineState }[] = [];
  let said = '';
  let rest = '';
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString();
  });
  child.stdout.on('data', (text: Buffer) => {
    const lines = (rest + text.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) states.push({ at: performance.now(), state: JSON.parse(line) });
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  return {
    states,
    said: () => said,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      await folder.remove();
    },
  };
}
