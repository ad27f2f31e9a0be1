import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from './run.mjs';
import { Told } from './say.mjs';

/**
 * The project's files, also those not committed yet: what git ignores is left out.
 * @param {string} root
 * @returns {Promise<string[]>} paths relative to `root`
 */
export async function listFiles(root) {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const { code, stdout, stderr } = await capture('git', args, { cwd: root });
  if (code !== 0) throw new Told(`git ls-files failed: ${stderr.trim()}`);
  return stdout.split('\0').filter((path) => path !== '' && isFile(join(root, path)));
}

/** The text of a file, undefined where it is not text. @param {string} path */
export function readText(path) {
  const bytes = readFileSync(path);
  return bytes.includes(0) ? undefined : bytes.toString('utf8');
}

/** Not so for links, and for what is deleted and not committed yet. @param {string} path */
function isFile(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
