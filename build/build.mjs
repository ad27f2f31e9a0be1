// Builds dist/ by vite: the page, and the node side (hosts, desktop, preload).
//   node build/build.mjs [--if-stale] [--only renderer|node]
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { ensure } from './ensure.mjs';
import { withLock } from './lib/lock.mjs';
import { dist, inRoot, root } from './lib/paths.mjs';
import { duration, runMain, say, Told } from './lib/say.mjs';
import { fingerprint, isFresh, writeStamp } from './lib/stale.mjs';

/**
 * @typedef {'renderer' | 'node'} Side
 * @typedef {{ mode: string, folder: string }} Bundle what is built in which mode, into which folder of dist
 * @typedef {{ config: string, bundles: Bundle[], sources: string[], outputs: string[] }} SideOptions
 */

const everywhere = ['package.json', 'package-lock.json', 'tsconfig.json', 'shared'];

/** @type {Record<Side, SideOptions>} */
const sides = {
  renderer: {
    config: 'build/vite.renderer.config.ts',
    bundles: [{ mode: 'production', folder: 'renderer' }],
    sources: [...everywhere, 'build/vite.renderer.config.ts', 'renderer', 'assets'],
    outputs: ['renderer/index.html'],
  },
  node: {
    config: 'build/vite.node.config.ts',
    bundles: [
      { mode: 'hosts', folder: 'node' },
      { mode: 'desktop', folder: 'desktop' },
      { mode: 'preload', folder: 'desktop' },
    ],
    sources: [...everywhere, 'build/vite.node.config.ts', 'build/unused-module.cjs', 'electron'],
    outputs: ['node/cli.js', 'node/web.js', 'desktop/main.js', 'desktop/preload.cjs'],
  },
};

/**
 * Builds what is asked for, both sides by default. Several runs at once are safe: one builds, the others wait for it.
 * @param {{ only?: Side | undefined, ifStale?: boolean }} [options]
 */
export async function build({ only, ifStale = false } = {}) {
  for (const side of only === undefined ? /** @type {const} */ (['node', 'renderer']) : [only]) {
    if (ifStale && isBuilt(side)) continue;
    let waited = false;
    const work = async () => {
      // The run that was waited for has built just this.
      if (!(waited && isBuilt(side))) await buildSide(side);
    };
    await withLock(join(dist, `.${side}.lock`), work, () => {
      waited = true;
      say(`Another run is building the ${side} side: waiting for it.`);
    });
  }
}

/** @param {Side} side */
function isBuilt(side) {
  const { sources, outputs } = sides[side];
  const paths = outputs.map((path) => join(dist, path));
  return isFresh(stampOf(side), fingerprint(root, sources), paths);
}

/** @param {Side} side */
async function buildSide(side) {
  const since = Date.now();
  const { config, bundles, sources } = sides[side];
  // Taken first: what is edited while the build runs makes the next one stale.
  const print = fingerprint(root, sources);
  const fresh = join(dist, `.${side}.${process.pid}`);
  try {
    await runVite(config, bundles, fresh);
    rmSync(stampOf(side), { force: true });
    for (const folder of new Set(bundles.map((bundle) => bundle.folder)))
      swapIn(join(fresh, folder), join(dist, folder));
    writeStamp(stampOf(side), print);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  say(`Built the ${side} side in ${duration(Date.now() - since)}.`);
}

/** @param {string} config @param {readonly Bundle[]} bundles @param {string} into */
async function runVite(config, bundles, into) {
  const vite = await import('vite');
  for (const { mode, folder } of bundles) {
    try {
      await vite.build({
        configFile: inRoot(config),
        mode,
        logLevel: 'warn',
        build: { outDir: join(into, folder), emptyOutDir: false },
      });
    } catch (error) {
      throw new Told(
        `The ${folder} bundle cannot be built: ${error instanceof Error ? error.message : error}`,
      );
    }
  }
}

/** Puts a finished folder in its place: whoever looks sees the old files or the new ones, hardly ever none. @param {string} from @param {string} to */
function swapIn(from, to) {
  const old = `${from}.old`;
  if (existsSync(to)) renameSync(to, old);
  renameSync(from, to);
}

/** @param {Side} side */
function stampOf(side) {
  return join(dist, `.${side}.stamp`);
}

/** @param {readonly string[]} args @returns {{ only?: Side, ifStale: boolean }} */
function readArguments(args) {
  const at = args.indexOf('--only');
  const only = args[at + 1];
  if (at === -1) return { ifStale: args.includes('--if-stale') };
  if (only !== 'renderer' && only !== 'node') throw new Told('--only takes renderer or node.');
  return { only, ifStale: args.includes('--if-stale') };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    await ensure();
    await build(readArguments(process.argv.slice(2)));
  });
}
