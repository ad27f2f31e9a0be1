import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Pieces of a private key by which it would be found in any text: its lines as PEM, and as hexadecimal. */
export function keyPieces(path: string): string[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('-----'));
  const bytes = Buffer.from(lines.join(''), 'base64');
  // The first line of a key tells its kind only, and is the same in all of that kind.
  const telling = lines.slice(1).map((line) => line.slice(0, 40));
  return [...telling, bytes.subarray(-24).toString('hex'), bytes.subarray(-24).toString('base64')];
}

/** Files below a folder that hold any of these, as `path: piece`. */
export function filesHolding(folder: string, pieces: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const text = readFileSync(path, 'latin1');
      return pieces.filter((piece) => text.includes(piece)).map((piece) => `${path}: ${piece}`);
    });
}
