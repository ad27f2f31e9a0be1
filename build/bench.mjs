// npm run bench: installs and builds what is missing, makes the main engine of the lab, runs the benchmarks.
// Arguments go to tests/bench/run.ts.
import process from 'node:process';
import { build } from './build.mjs';
import { ensure } from './ensure.mjs';
import { lab, tsx } from './lib/lab.mjs';
import { passThrough } from './lib/run.mjs';
import { runMain, Told } from './lib/say.mjs';

await runMain(async () => {
  await ensure({ tests: true });
  await build({ ifStale: true });
  const code = await passThrough(process.execPath, lab('provision', 'main'), {
    stdin: 'ignore',
    stdout: 'stderr',
  });
  if (code !== 0) throw new Told('Without the main engine of the lab there is nothing to measure.');
  return passThrough(process.execPath, tsx('tests/bench/run.ts', ...process.argv.slice(2)));
});
