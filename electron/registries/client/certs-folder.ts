import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../../shared/contract/failure.ts';

/** What a certs.d folder of one registry holds, as PEM texts. Keys stay in this process. */
export interface RegistryTls {
  /** Added to the system's roots. */
  ca: string[];
  pairs: { cert: string; key: string }[];
}

const limitBytes = 1024 * 1024;

/**
 * Reads `certs.d/HOST` as engines do: each `*.crt` is a CA, each `*.cert` with the `*.key` of its name a client pair. A
 * folder that is not there holds nothing.
 * @throws invalid-input `registry-certs` where a half of a pair is missing or a file cannot be read
 */
export async function readCertsFolder(folder: string): Promise<RegistryTls> {
  const found: RegistryTls = { ca: [], pairs: [] };
  const names = await namesIn(folder);
  const read = async (name: string): Promise<string> => {
    try {
      const text = await readFile(join(folder, name), 'utf8');
      if (text.length <= limitBytes) return text;
    } catch (thrown) {
      throw refused(folder, name, `it cannot be read (${codeOf(thrown)})`);
    }
    throw refused(folder, name, 'it is too large for a certificate');
  };
  for (const name of names) {
    const stem = name.replace(/[.][^.]+$/, '');
    if (name.endsWith('.crt')) found.ca.push(await read(name));
    else if (name.endsWith('.cert')) {
      if (!names.includes(`${stem}.key`)) throw refused(folder, name, `its key ${stem}.key is missing`);
      found.pairs.push({ cert: await read(name), key: await read(`${stem}.key`) });
    } else if (name.endsWith('.key') && !names.includes(`${stem}.cert`))
      throw refused(folder, name, `its certificate ${stem}.cert is missing`);
  }
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw refused(folder, '', `it cannot be read (${code})`);
  }
}

function refused(folder: string, name: string, detail: string) {
  return fail('invalid-input', 'registry-certs', { path: join(folder, name), detail });
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
}
