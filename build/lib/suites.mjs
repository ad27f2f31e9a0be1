import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { inRoot, tool } from './paths.mjs';
import { passThrough, wasInterrupted } from './run.mjs';
import { filesToRunAgain, withSecondRun } from './second-run.mjs';
import { addUp, failure, nothing } from './totals.mjs';

/**
 * @typedef {import('../../tests/support/report.ts').Report} Report
 * @typedef {{ name: string, folder: string, lab: boolean, command(filters: readonly string[], only?: string): string[] }} Suite
 */

/** @param {string} project @returns {Suite['command']} */
const vitest = (project) => (filters, only) => [
  tool('vitest/vitest.mjs'),
  'run',
  '--project',
  project,
  ...filters,
  ...(only === undefined ? [] : ['-t', only]),
];

/** @type {Suite['command']} */
const playwright = (filters, only) => [
  tool('@playwright/test/cli.js'),
  'test',
  ...filters,
  ...(only === undefined ? [] : ['-g', only]),
];

/** Every suite, in the order they run. `lab`: needs engines of the lab. @type {readonly Suite[]} */
export const suites = [
  { name: 'unit', folder: 'tests/unit', lab: false, command: vitest('unit') },
  { name: 'walls', folder: 'tests/walls', lab: false, command: vitest('walls') },
  { name: 'integration', folder: 'tests/integration', lab: true, command: vitest('integration') },
  { name: 'faults', folder: 'tests/faults', lab: true, command: vitest('faults') },
  { name: 'fresh', folder: 'tests/fresh', lab: true, command: vitest('fresh') },
  { name: 'e2e', folder: 'tests/e2e', lab: true, command: playwright },
];

/**
 * `kept`: the folder that reports and what the suites say are kept in.
 * @typedef {{ filters: readonly string[], only?: string | undefined, env: NodeJS.ProcessEnv, kept: string }} RunOptions
 */

/**
 * Runs a suite; with `again` a few files that failed are run once more (docs/decisions/2026-11-21-second-run.md).
 * @param {Suite} suite
 * @param {RunOptions & { again: boolean }} options
 * @returns {Promise<Report>}
 */
export async function runSuite(suite, { again, ...options }) {
  let report = await runOnce(suite, options);
  if (!again) return report;
  for (const file of filesToRunAgain(report)) {
    if (wasInterrupted()) break;
    process.stdout.write(`  again   ${file}\n`);
    report = withSecondRun(report, file, await runOnce(suite, { ...options, filters: file.split(' ') }));
  }
  return report;
}

/**
 * Runs a suite and reads its report. A runner that crashed, or ran nothing, counts as failed.
 * @param {Suite} suite
 * @param {RunOptions} options
 * @returns {Promise<Report>}
 */
async function runOnce(suite, { filters, only, env, kept }) {
  const path = join(mkdtempSync(join(kept, 'report-')), 'report.json');
  const code = await passThrough(process.execPath, suite.command(filters, only), {
    cwd: inRoot(),
    stdin: 'ignore',
    env: { ...env, SLIPWAY_REPORT: path },
    copy: join(kept, `console of ${suite.name}`),
  });
  const report = existsSync(path)
    ? /** @type {Report} */ (JSON.parse(readFileSync(path, 'utf8')))
    : undefined;
  return judge(suite, report, code, only === undefined);
}

/**
 * @param {Suite} suite
 * @param {Report | undefined} report
 * @param {number} code
 * @param {boolean} mustRun whether a run without tests is a fault; not so when names were asked for
 * @returns {Report}
 */
function judge(suite, report, code, mustRun) {
  const ran = report ?? nothing;
  const trouble =
    report === undefined
      ? `the runner wrote no report and ended with exit code ${code}`
      : mustRun && ran.passed + ran.failed.length + ran.skipped.length === 0
        ? 'no test was run'
        : code !== 0 && ran.failed.length === 0
          ? `the runner ended with exit code ${code}, though no test failed`
          : undefined;
  return trouble === undefined ? ran : addUp([ran, failure(suite.name, trouble)]);
}
