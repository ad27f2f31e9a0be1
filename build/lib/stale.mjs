import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A fingerprint of files and folders: names, sizes and modification times. Reading the contents of all sources would
 * cost ten times as much, and a false alarm only costs a build.
 * @param {string} base
 * @param {readonly string[]} paths relative to `base`; what is missing counts as missing
 */
export function fingerprint(base, paths) {
  const hash = createHash('sha256');
  for (const path of paths) add(base, path);
  return hash.digest('hex');

  /** @param {string} folder @param {string} name */
  function add(folder, name) {
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) hash.update(`${path} missing\n`);
    else if (stats.isDirectory()) for (const child of readdirSync(path).sort()) add(path, child);
    else hash.update(`${path} ${stats.size} ${stats.mtimeMs}\n`);
  }
}

/** Whether the stamp says so and every output is there. @param {string} stamp @param {string} print @param {readonly string[]} outputs */
export function isFresh(stamp, print, outputs) {
  return (
    existsSync(stamp) && readFileSync(stamp, 'utf8') === print && outputs.every((path) => existsSync(path))
  );
}

/** @param {string} stamp @param {string} print */
export function writeStamp(stamp, print) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, print);
}
