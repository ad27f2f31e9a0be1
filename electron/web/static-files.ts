import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface StaticFile {
  body: Buffer;
  type: string;
  cacheControl: string;
}

export interface StaticFiles {
  /** The file at exactly this address; null when there is none. */
  read(address: string): Promise<StaticFile | null>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Names the bundler gave a hash: what is in such a file never changes. */
const hashed = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/**
 * The built page. An address is looked up in the list of files that are there and never made into a path,
 * so that no spelling of `..` leads anywhere. The list is read anew with each load of the page.
 */
export function createStaticFiles(folder: string): StaticFiles {
  let listed = new Map<string, string>();

  return {
    read: async (address) => {
      if (address === '/' || listed.size === 0) listed = await list(folder);
      const file = listed.get(address === '/' ? '/index.html' : address);
      if (file === undefined) return null;
      return {
        body: await readFile(file),
        type: types[path.extname(file)] ?? 'application/octet-stream',
        cacheControl: hashed.test(address) ? 'public, max-age=31536000, immutable' : 'no-store',
      };
    },
  };
}

/** Address to path, for every regular file under the folder. Symbolic links are left out. */
async function list(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [`/${path.relative(folder, file).split(path.sep).join('/')}`, file];
      }),
  );
}
