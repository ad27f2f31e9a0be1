import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';

/** A path on a machine whose root is found at `root` from here; empty for this machine's own. */
export interface Rooted {
  root: string;
  path: string;
}

/** sha256 of each file by its path below the place, empty for the place itself; and what could not be read, and why. */
export interface Hashed {
  files: Map<string, string>;
  unread: { name: string; code: string }[];
}

/** More than any folder of settings has; what is beyond is told as unreadable. */
const filesAtMost = 5000;
/** As many as Linux follows. */
const linksAtMost = 40;

/**
 * Reads a file, or all files below a folder, through links, which lead where they lead on the machine they lie on, and never
 * out of its root. The text of a link is part of the hash, so that one that leads elsewhere since is seen. A link to nothing
 * is known by its text; one that leads back to where it came from is not gone round.
 * @throws what the system says of the place itself
 */
export async function hashesBelow({ root, path }: Rooted): Promise<Hashed> {
  const hashed: Hashed = { files: new Map(), unread: [] };
  const visit = async (name: string, at: string, via: string, above: readonly string[]): Promise<void> => {
    const { path: real, links } = await resolveIn({ root, path: at });
    const text = via + links.map((link) => `link to ${link}`).join('');
    const found = await lstat(root + real).catch(absentBehind(links));
    if (found === null) hashed.files.set(name, createHash('sha256').update(text).digest('hex'));
    else if (found.isFile()) hashed.files.set(name, await hashOf(root + real, text));
    else if (found.isDirectory() && !above.includes(real)) {
      for (const entry of (await readdir(root + real)).sort()) {
        if (hashed.files.size >= filesAtMost) throw Object.assign(new Error(path), { code: 'EFBIG' });
        const below = join(name, entry);
        try {
          await visit(below, posix.join(real, entry), text, [...above, real]);
        } catch (thrown) {
          const code = codeOf(thrown);
          if (code === '' || code === 'EFBIG') throw thrown;
          // One that is gone by now is not there.
          if (code !== 'ENOENT') hashed.unread.push({ name: below, code });
        }
      }
    }
  };
  await visit('', path, '', []);
  return hashed;
}

/** Where a path leads within a root, and the texts of the links on the way. */
async function resolveIn({ root, path }: Rooted): Promise<{ path: string; links: string[] }> {
  const links: string[] = [];
  const left = path.split('/').filter((part) => part !== '');
  let real = '/';
  for (let part = left.shift(); part !== undefined; part = left.shift()) {
    const next = posix.join(real, part);
    const target = await linkAt(root + next);
    if (target === null) {
      real = next;
      continue;
    }
    links.push(target);
    if (links.length > linksAtMost) throw Object.assign(new Error(path), { code: 'ELOOP' });
    if (target.startsWith('/')) real = '/';
    left.unshift(...target.split('/').filter((one) => one !== ''));
  }
  return { path: real, links };
}

/** The text of a link; null for anything else, and for what is not there, which is told when it is read. */
async function linkAt(path: string): Promise<string | null> {
  try {
    return await readlink(path);
  } catch (thrown) {
    if (codeOf(thrown) === '') throw thrown;
    return null;
  }
}

const absentBehind =
  (links: readonly string[]) =>
  (thrown: unknown): null => {
    if (links.length > 0 && codeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  };

async function hashOf(path: string, via: string): Promise<string> {
  const hash = createHash('sha256').update(via);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** What the system calls a failure; empty for any other. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}
