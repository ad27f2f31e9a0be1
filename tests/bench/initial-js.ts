import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Benchmark } from './benchmark.ts';
import { built } from './hosts.ts';

/** The scripts the page cannot start without: its entry, what it preloads, and all these import statically. */
export const initialJs: Benchmark = {
  name: 'initial-js',
  async run() {
    const scripts = initialScripts();
    const zipped = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(path), { level: 9 }).length, 0);
    const plain = scripts.reduce((sum, path) => sum + readFileSync(path).length, 0);
    return [
      {
        what: `initial JavaScript, gzip, ${scripts.length === 1 ? '1 file' : `${scripts.length} files`}`,
        unit: 'KiB',
        ours: zipped / 1024,
        peer: { what: 'not compressed', value: plain / 1024 },
        target: { of: 'ours', atMost: 250 },
      },
    ];
  },
};

const tags = /<(?:script\b[^>]*\bsrc|link\b[^>]*\brel="modulepreload"[^>]*\bhref)="([^"]+)"/g;
const staticImports = /(?:^|[;}\s])(?:import|export)\b(?:[^'"();]*\bfrom)?\s*["'](\.[^"']+)["']/g;

function initialScripts(): string[] {
  const html = readFileSync(built('renderer/index.html'), 'utf8');
  const found = [...html.matchAll(tags)].map(([, path = '']) => posix.join('renderer', path));
  // Grows while it is walked.
  for (const path of found) {
    const text = readFileSync(built(path), 'utf8');
    for (const [, imported = ''] of text.matchAll(staticImports)) {
      const file = posix.join(posix.dirname(path), imported);
      if (!found.includes(file)) found.push(file);
    }
  }
  if (found.length === 0) throw new Error('dist/renderer/index.html names no script.');
  return found.map(built);
}
