import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { exitCodes } from './output.ts';
import { runCli } from './run.ts';

const controller = new AbortController();

function interrupt(): void {
  // The second time there is no patience left.
  if (controller.signal.aborted) process.exit(exitCodes.interrupted);
  controller.abort();
}
process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);

// `| head` closes the pipe while there is more to say: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const code = await runCli({
  args: process.argv.slice(2),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: controller.signal,
  version: async () => {
    const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
    return String(JSON.parse(manifest).version);
  },
  openApp: async (engine) => {
    const [{ createApp }, { slipwayHome }] = await Promise.all([
      import('../app.ts'),
      import('../settings/home.ts'),
    ]);
    const app = await createApp({
      home: slipwayHome(process.env),
      env: process.env,
      ...(engine === undefined ? {} : { engine }),
    });
    return { connect: () => app.router.connect('cli'), close: () => app.close() };
  },
});
// All is written and closed; whatever is left (an unread standard input) is not waited for.
process.exit(code);
