import process from 'node:process';
import { checkLines, checkMachineTraces } from './file-checks.mjs';
import { checkLayers } from './layers.mjs';
import { tool } from './paths.mjs';
import { capture } from './run.mjs';

/**
 * @typedef {{ ok: boolean, output: string }} Verdict
 * @typedef {{ name: string, title: string, run(root: string): Promise<Verdict> }} Check
 */

/** What `npm run check` runs, on the project or (tests/walls) on a tree that breaks a rule. @type {readonly Check[]} */
export const checks = [
  {
    name: 'types',
    title: 'types (tsc)',
    run: (root) => node(root, 'typescript/bin/tsc', ['--project', '.', '--pretty', 'false']),
  },
  {
    name: 'lint',
    title: 'lint and formatting (biome)',
    run: (root) =>
      node(root, '@biomejs/biome/bin/biome', [
        'check',
        '--error-on-warnings',
        '--colors=off',
        '--max-diagnostics=100',
      ]),
  },
  {
    name: 'layers',
    title: 'walls between rooms',
    run: async (root) => verdict(await checkLayers(root)),
  },
  { name: 'dead-code', title: 'dead code (knip)', run: (root) => node(root, 'knip/bin/knip.js', []) },
  { name: 'lines', title: 'length of files', run: async (root) => verdict(await checkLines(root)) },
  {
    name: 'traces',
    title: 'no traces of this machine',
    run: async (root) => verdict(await checkMachineTraces(root)),
  },
];

/** @param {string} root @param {string} script in node_modules @param {readonly string[]} args @returns {Promise<Verdict>} */
async function node(root, script, args) {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
  const { code, stdout, stderr } = await capture(process.execPath, [tool(script), ...args], {
    cwd: root,
    env,
  });
  return { ok: code === 0, output: `${stdout}${stderr}`.trim() };
}

/** @param {readonly string[]} complaints @returns {Verdict} */
function verdict(complaints) {
  return { ok: complaints.length === 0, output: complaints.join('\n') };
}
