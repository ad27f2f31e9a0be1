import { parseArgs } from 'node:util';
import { suites } from './suites.mjs';

const projects = ['web', 'double', 'desktop'];

/**
 * What to run: names of suites (`unit`, `e2e`), of hosts (`web`, `double`, `desktop`: e2e on it), parts of paths of
 * test files, and `-t PATTERN` for names of tests. A path without a suite's name chooses the suite it is in.
 * @param {readonly string[]} args
 * @returns {{ chosen: { suite: import('./suites.mjs').Suite, filters: string[] }[], only: string | undefined }}
 */
export function readTestArguments(args) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { testNamePattern: { type: 'string', short: 't' } },
  });
  const names = suites.map(({ name }) => name);
  const hosts = positionals.filter((word) => projects.includes(word));
  const words = positionals.filter((word) => !projects.includes(word) && !names.includes(word));
  const isIn = (/** @type {string} */ word, /** @type {string} */ folder) => word.startsWith(`${folder}/`);
  const anywhere = words.filter((word) => !suites.some(({ folder }) => isIn(word, folder)));
  const options = suites.map((suite) => {
    const own = words.filter((word) => isIn(word, suite.folder));
    const onHosts = suite.name === 'e2e' ? hosts.map((host) => `--project=${host}`) : [];
    const isNamed = positionals.includes(suite.name) || own.length > 0 || onHosts.length > 0;
    return { suite, isNamed, filters: [...onHosts, ...own, ...anywhere] };
  });
  const named = options.filter(({ isNamed }) => isNamed);
  return { chosen: named.length > 0 ? named : options, only: values.testNamePattern };
}
