import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { toApiError } from '../../shared/contract/failure.ts';
import { parseWebArguments, type WebArguments } from '../cli/args.ts';
import { openBrowser } from './open-browser.ts';
import { startWebServer } from './server.ts';

/** Where the built page is: beside the bundle, or in dist/ when run from source. */
function pageFolder(): string {
  const folders = ['../renderer/', '../../dist/renderer/'].map((at) =>
    fileURLToPath(new URL(at, import.meta.url)),
  );
  const found = folders.find((folder) => existsSync(`${folder}index.html`));
  if (found === undefined) throw new Error('The page is not built: run npm run build.');
  return found;
}

const say = (text: string) => process.stderr.write(`${text}\n`);

/** What is open so far, in the order it was opened. */
const open: { close(): Promise<void> }[] = [];
let stopping = false;

/** Closes all, last opened first, and ends the process; the second time at once. */
async function stop(code: number): Promise<void> {
  if (stopping) process.exit(130);
  stopping = true;
  for (const part of open.reverse()) await part.close();
  process.exit(code);
}

/** Serves until SIGINT or SIGTERM. */
async function serve(options: WebArguments): Promise<void> {
  const folder = pageFolder();
  const [{ createApp }, { slipwayHome }] = await Promise.all([
    import('../app.ts'),
    import('../settings/home.ts'),
  ]);
  const app = await createApp({
    home: slipwayHome(process.env),
    env: process.env,
    watch: true,
    ...(options.startEngine ? { startEngine: say } : {}),
    ...(options.engine === undefined ? {} : { engine: options.engine }),
  });
  open.push(app);
  const server = await startWebServer({
    router: app.router,
    pageFolder: folder,
    port: options.port,
    log: say,
  });
  open.push(server);

  const printLink = (): string => {
    const link = server.newLink();
    process.stdout.write(`Slipway is ready: ${link}\n`);
    return link;
  };
  // A link lets one browser in. For another there are Enter in this terminal and, without one, a signal:
  // both are open only to who runs this process.
  if (process.platform !== 'win32') process.on('SIGUSR2', printLink);
  if (process.stdin.isTTY) process.stdin.on('data', printLink);
  const link = printLink();
  if (process.stdin.isTTY) say('Press Enter for another link, ctrl-c to stop.');
  if (options.open) openBrowser(link);
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

const parsed = parseWebArguments(process.argv.slice(2));
if (parsed.ok) {
  await serve(parsed.value).catch((thrown: unknown) => {
    const { message, hint } = toApiError(thrown);
    say(hint === undefined ? message : `${message} ${hint.text}`);
    return stop(1);
  });
} else {
  say(
    `${parsed.error.message}\nUsage: --host web [--port N] [--no-open] [--start-engine] [--engine ADDRESS]`,
  );
  process.exit(2);
}
