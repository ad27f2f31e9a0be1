import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** A process of a benchmark, read line by line. Disposing of it ends it. */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** The first line, from now on or seen before, that matches; rejects when the process ends without one. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
}

const patienceMs = 5000;

/** Starts a Node program of ours; standard error is passed on. */
export function startNode(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Child {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(process.execPath, [...args], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  let ended = false;
  const changed = new Set<() => void>();
  const notify = () => {
    for (const look of [...changed]) look();
  };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    notify();
  });
  // However this process ends, e.g. by an error nobody caught.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const exit = once(child, 'exit').then(() => {
    ended = true;
    process.off('exit', kill);
    notify();
  });
  return {
    pid: child.pid ?? 0,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const whole = text.slice(0, text.lastIndexOf('\n') + 1);
          const found = whole
            .split('\n')
            .map((line) => pattern.exec(line))
            .find((match) => match !== null);
          if (!found && !ended) return;
          changed.delete(look);
          if (found) resolve(found);
          else reject(new Error(`${args.join(' ')} ended without a word like ${pattern.source}.`));
        };
        changed.add(look);
        look();
      }),
    // By SIGTERM, after a while by SIGKILL.
    [Symbol.asyncDispose]: async () => {
      if (ended) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await exit;
      clearTimeout(timer);
    },
  };
}

/** Node's arguments for a TypeScript program. */
export function script(file: URL, ...args: string[]): string[] {
  return ['--import', 'tsx', fileURLToPath(file), ...args];
}
