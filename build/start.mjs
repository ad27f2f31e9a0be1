// npm start: installs and builds what is missing, then opens the window, or serves the page where there is none.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { ensure } from './ensure.mjs';
import { findElectron } from './lib/electron.mjs';
import { offerEngine } from './lib/engine-offer.mjs';
import { runHost } from './lib/host.mjs';
import { root } from './lib/paths.mjs';
import { passThrough } from './lib/run.mjs';
import { runMain, say, Told } from './lib/say.mjs';

const usage = `Usage: npm start -- [--host desktop|web] [--engine ADDRESS] [--port N] [--no-open] [--yes]
  --host     the window, or a page for the browser (default: the window where Electron and a display are to be had)
  --engine   the engine to begin with, e.g. unix:///var/run/docker.sock
  --port     port of the page on 127.0.0.1 (default 0: any free one)
  --no-open  do not open the browser
  --yes      agree beforehand to what would be asked`;

function readArguments() {
  try {
    return parseArgs({
      options: {
        host: { type: 'string' },
        engine: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n${usage}\n`);
    process.exit(2);
  }
}

await runMain(async () => {
  const given = readArguments();
  if (given.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  if (given.host !== undefined && given.host !== 'desktop' && given.host !== 'web') {
    process.stderr.write(`--host takes desktop or web.\n${usage}\n`);
    return 2;
  }
  await ensure();
  await build({ ifStale: true });
  await offerEngine({ agreed: given.yes, named: given.engine !== undefined });
  // Where none answers the host starts one that is installed.
  const engine = ['--start-engine', ...(given.engine === undefined ? [] : ['--engine', given.engine])];
  const electron = findElectron();
  if (given.host !== 'web' && electron.ok) return passThrough(electron.path, [root, ...engine]);
  if (given.host === 'desktop' && !electron.ok)
    throw new Told(`The desktop cannot start: ${electron.reason}.`);
  if (given.host === undefined && !electron.ok)
    say(`No window: ${electron.reason}. Serving the page instead.`);
  const port = given.port === undefined ? [] : ['--port', given.port];
  await runHost('web', [...engine, ...port, ...(given['no-open'] ? ['--no-open'] : [])]);
  return undefined;
});
