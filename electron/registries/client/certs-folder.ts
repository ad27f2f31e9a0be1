import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../../shared/contract/failure.ts';

/** What a certs.d folder of one registry holds, as PEM texts. Keys stay in this process. */
export interface RegistryTls {
  /** Added to the system's roots. */
  ca: string[];
  pairs: { cert: string; key: string }[];
  /** Paths that whoever runs Slipway may not read, as keys of root often are. */
  closed?: string[];
}

interface Files {
  readdir(path: string): Promise<string[]>;
  readFile(path: string, encoding: 'utf8'): Promise<string>;
}

const limitBytes = 1024 * 1024;

/**
 * Reads `certs.d/HOST` as engines do: each `*.crt` is a CA, each `*.cert` with the `*.key` of its name a client pair. A
 * folder that is not there holds nothing; what may not be read is told and left out, with the other half of its pair.
 * @throws invalid-input `registry-certs` where a half of a pair is missing or a file cannot be read
 */
export async function readCertsFolder(
  folder: string,
  files: Files = { readdir, readFile },
): Promise<RegistryTls & { closed: string[] }> {
  const found: RegistryTls & { closed: string[] } = { ca: [], pairs: [], closed: [] };
  const names = await namesIn(folder, files, found.closed);
  const read = async (name: string): Promise<string | null> => {
    try {
      const text = await files.readFile(join(folder, name), 'utf8');
      if (text.length <= limitBytes) return text;
    } catch (thrown) {
      if (isClosed(thrown)) {
        found.closed.push(join(folder, name));
        return null;
      }
      throw refused(folder, name, `it cannot be read (${codeOf(thrown)})`);
    }
    throw refused(folder, name, 'it is too large for a certificate');
  };
  for (const name of names) {
    const stem = name.replace(/[.][^.]+$/, '');
    if (name.endsWith('.crt')) {
      const text = await read(name);
      if (text !== null) found.ca.push(text);
    } else if (name.endsWith('.cert')) {
      if (!names.includes(`${stem}.key`)) throw refused(folder, name, `its key ${stem}.key is missing`);
      const [cert, key] = [await read(name), await read(`${stem}.key`)];
      if (cert !== null && key !== null) found.pairs.push({ cert, key });
    } else if (name.endsWith('.key') && !names.includes(`${stem}.cert`))
      throw refused(folder, name, `its certificate ${stem}.cert is missing`);
  }
  return found;
}

async function namesIn(folder: string, files: Files, closed: string[]): Promise<string[]> {
  try {
    return (await files.readdir(folder)).sort();
  } catch (thrown) {
    if (isClosed(thrown)) {
      closed.push(folder);
      return [];
    }
    const code = codeOf(thrown);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw refused(folder, '', `it cannot be read (${code})`);
  }
}

function refused(folder: string, name: string, detail: string) {
  return fail('invalid-input', 'registry-certs', { path: join(folder, name), detail });
}

function isClosed(thrown: unknown): boolean {
  return ['EACCES', 'EPERM'].includes(codeOf(thrown));
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
}
