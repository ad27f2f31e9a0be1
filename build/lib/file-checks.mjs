import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { npm } from './npm-packages.mjs';
import { capture } from './run.mjs';
import { listFiles, readText } from './source-files.mjs';

// Folders at the top of any machine: sources may well name them for reasons of their own.
const ordinary = /^\/(home|opt|root|srv|tmp|usr|var)\/$/;
const longest = 400;
const counted = /\.(ts|tsx|mjs|cjs|js|css)$/;

/** Files over 400 lines: a hub is a design fault, so split it. @param {string} root @returns {Promise<string[]>} complaints */
export async function checkLines(root) {
  const files = (await listFiles(root)).filter((path) => counted.test(path));
  return files.flatMap((path) => {
    const lines = readFileSync(join(root, path), 'utf8').replace(/\n$/, '').split('\n').length;
    return lines > longest ? [`${path}: ${lines} lines, ${longest} at the most (max-lines)`] : [];
  });
}

/**
 * What belongs to one machine and not into the project: the path of this clone, the home folder, the hosts of the
 * package registries in use here, addresses in the lockfile. They are found out when it runs, not listed.
 * @param {string} root
 * @returns {Promise<string[]>} complaints
 */
export async function checkMachineTraces(root) {
  const traces = [...localPaths(root), ...(await registryHosts())];
  const found = (await listFiles(root)).flatMap((path) => {
    const text = readText(join(root, path));
    return traces
      .filter(({ text: trace }) => text?.includes(trace))
      .map(({ what }) => `${path}: holds ${what} (machine-trace)`);
  });
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  return /"resolved": "https?:/.test(lock)
    ? [...found, 'package-lock.json: holds addresses of a registry (machine-trace)']
    : found;
}

/** @typedef {{ what: string, text: string }} Trace */

/** @param {string} root @returns {Trace[]} */
function localPaths(root) {
  const own = [
    { what: 'the path of this clone', text: root },
    { what: 'the folder this clone is in', text: `${dirname(root)}/` },
    { what: 'the home folder', text: `${homedir()}/` },
  ];
  return own.filter(({ text }) => text.length > 1 && !ordinary.test(text));
}

/** @returns {Promise<Trace[]>} */
async function registryHosts() {
  const { command, args } = npm('config', 'get', 'registry');
  const address = process.env.npm_config_registry ?? (await capture(command, args)).stdout.trim();
  const host = URL.canParse(address) ? new URL(address).hostname : '';
  return host === '' || host === 'registry.npmjs.org' || host === 'localhost'
    ? []
    : [{ what: 'the host name of a package registry', text: host }];
}
