import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { withLock } from './lock.mjs';
import { inRoot, root } from './paths.mjs';
import { passThrough } from './run.mjs';
import { duration, say, Told } from './say.mjs';

const lockfile = inRoot('package-lock.json');
const stamp = inRoot('node_modules', '.slipway-installed');
const hidden = inRoot('node_modules', '.package-lock.json');

/** Installs the npm packages of the lockfile when they are missing or others. */
export async function ensureNpmPackages() {
  if (isInstalled()) return;
  const work = async () => {
    if (isInstalled()) return;
    const since = Date.now();
    say(`Installing npm packages${existsSync(hidden) ? ' (the lockfile has changed)' : ''} ...`);
    const { command, args } = npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
    const code = await passThrough(command, args, { cwd: root, stdin: 'ignore', stdout: 'stderr' });
    if (code !== 0)
      throw new Told(`npm ci failed with exit code ${code}: see above. Is the npm registry reachable?`);
    writeFileSync(stamp, hashOf(lockfile));
    say(`Installed npm packages in ${duration(Date.now() - since)}.`);
  };
  await withLock(inRoot('dist', '.install.lock'), work, () =>
    say('Another run is installing npm packages: waiting for it.'),
  );
}

function isInstalled() {
  const wanted = hashOf(lockfile);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true;
  if (!existsSync(hidden) || !holdsTheSame()) return false;
  // Somebody ran npm themselves, and what is there is what the lockfile asks for.
  writeFileSync(stamp, wanted);
  return true;
}

/** Whether npm's own record of node_modules names the lockfile's packages, but for optional ones of other platforms. */
function holdsTheSame() {
  const wanted = packagesOf(lockfile);
  const there = packagesOf(hidden);
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = there[path];
    return found === undefined
      ? entry.optional === true || entry.devOptional === true
      : found.version === entry.version;
  });
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>}
 */
function packagesOf(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/** @param {string} path */
function hashOf(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** The npm that started this script, else the one beside this Node, else the one of the PATH. @param {string[]} args */
export function npm(...args) {
  const own = process.env.npm_execpath;
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  for (const script of [own?.endsWith('npm-cli.js') ? own : undefined, beside]) {
    if (script !== undefined && existsSync(script)) {
      return { command: process.execPath, args: [script, ...args] };
    }
  }
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args };
}
