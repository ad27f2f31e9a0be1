// The command line: builds the node side if it is stale, then runs it. Chatter goes to stderr, stdout has the answer only.
import process from 'node:process';
import { build } from './build.mjs';
import { ensure } from './ensure.mjs';
import { runHost } from './lib/host.mjs';
import { runMain } from './lib/say.mjs';

await runMain(async () => {
  await ensure();
  await build({ only: 'node', ifStale: true });
  await runHost('cli', process.argv.slice(2));
});
