import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { LocalEntry, LocalFolder } from '../../../shared/contract/registry-certificates.ts';
import { compareNames } from '../../../shared/model/names.ts';
import { fileFailure } from '../../docker-config/read-file.ts';

const most = 2000;

/**
 * Folders and files below a path of this machine, links followed; what is neither is left out.
 * @throws not-found `certificate-file-missing`, permission-denied `certificate-file-refused`
 */
export async function localFiles(wanted: string | undefined): Promise<LocalFolder> {
  const path = resolve(wanted ?? homedir());
  const names = await readdir(path).catch((thrown: unknown) => {
    throw fileFailure(thrown, path);
  });
  const entries: LocalEntry[] = [];
  for (const name of names.sort(compareNames).slice(0, most)) {
    const entry = await entryOf(join(path, name), name);
    if (entry !== null) entries.push(entry);
  }
  entries.sort((a, b) => Number(b.type === 'folder') - Number(a.type === 'folder'));
  const parent = dirname(path);
  return { path, parent: parent === path ? null : parent, entries, complete: names.length <= most };
}

async function entryOf(path: string, name: string): Promise<LocalEntry | null> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { name, type: 'folder', size: 0 };
    return found.isFile() ? { name, type: 'file', size: found.size } : null;
  } catch (thrown) {
    // A link that leads nowhere, or what went away meanwhile, cannot be chosen.
    if (thrown instanceof Error && 'code' in thrown) return null;
    throw thrown;
  }
}
