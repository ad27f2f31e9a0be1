import { decodeBytes, encodeBytes } from './byte-text.ts';

const longestPath = 4096;
const longestName = 255;

/** What is wrong with a path inside of a container; null where nothing is. */
export function pathProblem(path: string): 'not-absolute' | 'parts' | 'nul' | 'too-long' | null {
  if (path.includes('\0')) return 'nul';
  if (!path.startsWith('/')) return 'not-absolute';
  if (path.split('/').some((part) => part === '..' || part === '.')) return 'parts';
  return encodeBytes(path).length > longestPath ? 'too-long' : null;
}

/** A path without doubled and trailing slashes. */
export function tidyPath(path: string): string {
  return `/${pathParts(path).join('/')}`;
}

/** The names on the way to a path; empty for the root. */
export function pathParts(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

export function joinPath(folder: string, name: string): string {
  return `${folder === '/' ? '' : folder}/${name}`;
}

/** The folder a path is in; the root is in itself. */
export function parentPath(path: string): string {
  return `/${pathParts(path).slice(0, -1).join('/')}`;
}

/** The last name of a path; empty for the root. */
export function baseName(path: string): string {
  return pathParts(path).at(-1) ?? '';
}

/** Whether a path is a folder or lies somewhere in it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

/** Whether a file may be given this name. */
export function isFileName(name: string): boolean {
  return (
    name !== '' &&
    name !== '.' &&
    name !== '..' &&
    !name.includes('/') &&
    !name.includes('\0') &&
    encodeBytes(name).length <= longestName
  );
}

/** A path as part of an address, byte for byte. */
export function encodePath(path: string): string {
  let text = '';
  for (const byte of encodeBytes(path)) {
    const sign = String.fromCharCode(byte);
    text += /[A-Za-z0-9/._~-]/.test(sign) ? sign : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`;
  }
  return text;
}

/** The path `encodePath` was given. */
export function decodePath(text: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const hex = /^%([0-9A-Fa-f]{2})/.exec(text.slice(at, at + 3))?.[1];
    if (hex === undefined) bytes.push(...encodeBytes(text[at] ?? ''));
    else {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    }
  }
  return decodeBytes(Uint8Array.from(bytes));
}
