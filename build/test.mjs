// npm test: installs and builds what is missing, makes the engine lab, runs every suite, adds up.
//   npm test -- unit            one suite (unit, walls, integration, faults, e2e) or host (web, double, desktop)
//   npm test -- tests/unit/x.test.ts -t 'name'
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { build } from './build.mjs';
import { ensure } from './ensure.mjs';
import { lab, tsx } from './lib/lab.mjs';
import { capture, passThrough, wasInterrupted } from './lib/run.mjs';
import { duration, runMain, say } from './lib/say.mjs';
import { runSuite } from './lib/suites.mjs';
import { readTestArguments } from './lib/test-arguments.mjs';
import { addUp, countsLine, failure, failureLines, nothing, skipLines } from './lib/totals.mjs';

/** @typedef {import('./lib/totals.mjs').Report} Report */

/**
 * Makes the roots of the engines that can run here. What cannot run is told, and its suites skip themselves; what could
 * run and fails to be made counts as one failure.
 * @returns {Promise<Report>}
 */
async function provisionLab() {
  const support = (await capture(process.execPath, lab('support'))).stdout.trim().split('\n');
  const kinds = support.flatMap((line) => /^(\w+): can run$/.exec(line)?.[1] ?? []);
  for (const line of support.filter((text) => !text.endsWith(': can run'))) say(`Engine lab, ${line}`);
  // An engine named by SLIPWAY_TEST_ENGINE "can run" without root, and needs no root made.
  if (kinds.length === 0 || process.getuid?.() !== 0) return nothing;
  const args = lab('provision', ...kinds);
  const code = await passThrough(process.execPath, args, { stdin: 'ignore', stdout: 'stderr' });
  return code === 0 ? nothing : failure('engine lab', `provisioning ended with exit code ${code}`);
}

/** What the run left behind counts as one failure; then it is swept up. @param {NodeJS.ProcessEnv} env @returns {Promise<Report>} */
async function checkLeftovers(env) {
  const args = tsx('tests/support/leftovers.ts');
  const { code, stdout, stderr } = await capture(process.execPath, args, { env });
  const detail = `${stdout}${code === 0 ? '' : stderr}`.trim();
  if (detail === '') return nothing;
  await capture(process.execPath, lab('sweep'));
  return failure('left behind by the tests', detail);
}

/**
 * What the run told of the secrets in its tests counts as one failure. @param {NodeJS.ProcessEnv} env @returns {Promise<Report>}
 */
async function checkSecrets(env) {
  const { code, stdout, stderr } = await capture(process.execPath, tsx('tests/support/secrets.ts'), { env });
  const detail = `${stdout}${code === 0 ? '' : stderr}`.trim();
  return detail === '' ? nothing : failure('secrets told by the tests', detail);
}

await runMain(async () => {
  const began = Date.now();
  const { chosen, only } = readTestArguments(process.argv.slice(2));
  const needsLab = chosen.some(({ suite }) => suite.lab);
  await ensure({ tests: needsLab });
  await build({ ifStale: true });
  const reports = needsLab ? [await provisionLab()] : [];
  // By its mark a process of this run is known, and by the folder what it left on disk.
  const folder = mkdtempSync(join(tmpdir(), 'slipway-run-'));
  // Open like the folder it stands in for: some tests run a process as another user.
  chmodSync(folder, 0o1777);
  // What is looked through for secrets at the end; beside the folder, which is looked through for leftovers.
  const kept = mkdtempSync(join(tmpdir(), 'slipway-kept-'));
  chmodSync(kept, 0o1777);
  const whole = process.argv.length === 2 ? { SLIPWAY_TEST_WHOLE: '1' } : {};
  const env = {
    ...process.env,
    ...whole,
    SLIPWAY_TEST_RUN: randomUUID(),
    TMPDIR: folder,
    SLIPWAY_TEST_KEPT: kept,
  };
  const times = [`preparation ${duration(Date.now() - began)}`];
  for (const { suite, filters } of chosen) {
    const since = Date.now();
    process.stdout.write(`${suite.name}\n`);
    reports.push(await runSuite(suite, { filters, only, env, kept, again: process.env.CI !== undefined }));
    times.push(`${suite.name} ${duration(Date.now() - since)}`);
    if (wasInterrupted()) {
      reports.push(failure('npm test', 'interrupted'));
      break;
    }
  }
  reports.push(await checkSecrets(env), await checkLeftovers(env));
  for (const path of [folder, kept]) rmSync(path, { recursive: true, force: true });
  if (reports.every(({ passed, failed, skipped }) => passed + failed.length + skipped.length === 0))
    reports.push(failure('npm test', 'no test was run'));
  const total = addUp(reports);
  const lines = [
    ...skipLines(total),
    ...failureLines(total),
    '',
    `Times: ${times.join(', ')}`,
    countsLine(total),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return total.failed.length === 0 ? 0 : 1;
});
