// Secrets that tests hand to Slipway are told to the run of `npm test` they belong to, and looked for in what Slipway and
// the tests leave: in each home before it is deleted, in frames to the page, and by tests/support/secrets.ts in the rest.
import { appendFileSync, closeSync, type Dirent, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import { keyPieces } from './key-search.ts';

/** The folder in which a run keeps what is looked through at its end; without it nobody looks. */
export const keptVariable = 'SLIPWAY_TEST_KEPT';

/** Part of a secret, and what may be said of it. */
export interface Canary {
  readonly what: string;
  readonly text: string;
}

/**
 * Where docker and its helpers keep secrets, by the explicit choice of whoever logs in; what a test put there; and the
 * data of an engine, which is large and not Slipway's to write.
 */
const notSlipways = /^(\.?docker|bin|certs\.d|kept-.*|data|exec)$/;
const chunkBytes = 4 * 1024 * 1024;
/** No canary is longer. */
const longest = 200;

/** Of this process's own tests. */
const own = new Map<string, Canary>();

/** From now on these must not be found anywhere. */
export function remember(what: string, texts: readonly string[]): void {
  const fresh = texts.filter((text) => !own.has(text)).map((text) => ({ what, text }));
  for (const one of fresh) own.set(one.text, one);
  const kept = process.env[keptVariable];
  if (kept !== undefined)
    appendFileSync(join(kept, 'canaries'), fresh.map((one) => `${JSON.stringify(one)}\n`).join(''));
}

/** A private key, as PEM without a passphrase: two of its lines, and its end in other writings. */
export function rememberKey(path: string): void {
  const pieces = keyPieces(path);
  remember(`the private key ${basename(path)}`, [...pieces.slice(0, 1), ...pieces.slice(-3)]);
}

/** A password, as it is and as `user:password` goes to registries. */
export function rememberPassword(user: string, password: string): void {
  const pair = Buffer.from(`${user}:${password}`).toString('base64');
  remember(`the password of ${user}`, [password, pair.replace(/=*$/, '').slice(0, -1)]);
}

/** Notes for the end of the run what of it is in a text. */
export function lookThrough(place: string, text: string): void {
  note([...own.values()].filter((one) => text.includes(one.text)).map(({ what }) => `${place}: ${what}`));
}

/** The same of the home of a Slipway, before it is deleted. */
export function lookThroughHome(home: string): void {
  note(filesTelling(home, [...own.values()], notSlipways));
}

function note(found: readonly string[]): void {
  const kept = process.env[keptVariable];
  if (found.length === 0) return;
  if (kept === undefined) throw new Error(`A secret was told:\n${found.join('\n')}`);
  appendFileSync(join(kept, 'found'), found.map((line) => `${line}\n`).join(''));
}

/** What tests log that nobody is shown; it is looked through with the rest. */
export function keepLog(text: string): void {
  const kept = process.env[keptVariable];
  if (kept !== undefined) appendFileSync(join(kept, 'logs'), text);
}

/** Files below a folder that tell any of it, as `path: what`; `without`: names that are not looked into. */
export function filesTelling(folder: string, canaries: readonly Canary[], without?: RegExp): string[] {
  if (canaries.length === 0) return [];
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (without?.test(entry.name) === true) return [];
    if (entry.isDirectory()) return filesTelling(path, canaries, without);
    return entry.isFile() ? [...toldIn(path, canaries)].map((what) => `${path}: ${what}`) : [];
  });
}

/** None where the folder is gone: a test may have removed it, and processes end while they are looked through. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (thrown) {
    if (isGone(thrown)) return [];
    throw thrown;
  }
}

function isGone(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}

/** Read piece by piece, each with the end of the one before it: archives of volumes may be large. */
function toldIn(path: string, canaries: readonly Canary[]): Set<string> {
  const told = new Set<string>();
  const file = openOrNone(path);
  if (file === null) return told;
  const buffer = Buffer.alloc(Math.min(chunkBytes, fstatSync(file).size));
  try {
    let before = '';
    for (let count = readSync(file, buffer); count > 0; count = readSync(file, buffer)) {
      const text = before + buffer.toString('latin1', 0, count);
      for (const one of canaries) if (text.includes(one.text)) told.add(one.what);
      before = text.slice(-longest);
    }
  } finally {
    closeSync(file);
  }
  return told;
}

function openOrNone(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (thrown) {
    if (isGone(thrown)) return null;
    throw thrown;
  }
}
