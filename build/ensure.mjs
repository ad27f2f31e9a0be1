// Installs what is missing: the npm packages, and with --tests what the suites need of the system.
// Node's built-ins only: it runs before there is a node_modules.
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { ensureTestPackages } from './lib/debian.mjs';
import { ensureNpmPackages } from './lib/npm-packages.mjs';
import { runMain, Told } from './lib/say.mjs';

/**
 * Installs what is missing; says what it does, and nothing when there is nothing to do.
 * @param {{ tests?: boolean }} [need] `tests`: also the system's packages that the suites use
 */
export async function ensure({ tests = false } = {}) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Told(`Slipway needs Node 20.19 or newer; this is ${process.versions.node}.`);
  await ensureNpmPackages();
  if (tests) await ensureTestPackages();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(() => ensure({ tests: process.argv.includes('--tests') }));
}
