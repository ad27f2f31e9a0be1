import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, SlipwayError, toApiError } from '../../../shared/contract/failure.ts';
import {
  type CertificateFacts,
  type CertificateList,
  expiryOf,
  type InstalledPair,
  type RegistryCertificates,
} from '../../../shared/contract/registry-certificates.ts';
import { compareNames } from '../../../shared/model/names.ts';
import { readSmallFile } from '../../docker-config/read-file.ts';
import { factsOf } from './facts.ts';
import { asideOf, isOurs, recoverPlace } from './folder.ts';
import { isLocked, lockName } from './lock.ts';
import { isCertificate, pemBlocks } from './pem.ts';
import type { FoundPlace } from './places.ts';

type Problems = RegistryCertificates['problems'];

/** What is installed in these places, whoever put it there. No key leaves this function. */
export async function listInstalled(places: readonly FoundPlace[], nowMs: number): Promise<CertificateList> {
  const registries: RegistryCertificates[] = [];
  const failed: CertificateList['failed'] = [];
  for (const place of places) {
    if (place.local === null || place.hidden) continue;
    const { local } = place;
    const attempt = async (path: string, work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (thrown) {
        failed.push({ path, message: told(thrown) });
      }
    };
    await attempt(place.path, async () => {
      // One that cannot be read hides none of the others.
      for (const name of (await settled(place, local)).sort(compareNames))
        await attempt(`${place.path}/${name}`, async () => {
          const lost = asideOf(name);
          if (lost !== null && !(await isLocked(local))) throw interrupted(place, lost, name);
          if (isOurs(name) || !(await stat(join(local, name))).isDirectory()) return;
          const found = await readInstalled(place, name, nowMs);
          if (found !== null) registries.push(found);
        });
    });
  }
  return { places: places.map(({ local: _, ...place }) => place), registries, failed };
}

/** What is in a place, once what a crash left there is put right; what cannot be stays in it. */
async function settled({ access }: FoundPlace, local: string): Promise<string[]> {
  const names = await namesIn(local);
  if (access !== 'write' || !names.some((name) => isOurs(name) && name !== lockName)) return leftAside(names);
  await recoverPlace(local);
  return leftAside(await namesIn(local));
}

/** Without those whose registry has its folder: it is being changed, or only the clearing is to be done. */
function leftAside(names: readonly string[]): string[] {
  return names.filter((name) => !names.includes(asideOf(name) ?? ''));
}

function interrupted(place: FoundPlace, registry: string, aside: string): SlipwayError {
  return fail('conflict', 'certificate-interrupted', {
    path: `${place.path}/${registry}`,
    aside: `${place.path}/${aside}`,
  });
}

/** The folder of one registry; null where there is none, or it is empty. */
export async function readInstalled(
  place: FoundPlace,
  name: string,
  nowMs: number,
): Promise<RegistryCertificates | null> {
  if (place.local === null) return null;
  const folder = join(place.local, name);
  const files = (await namesIn(folder)).sort(compareNames);
  if (files.length === 0) return null;
  const problems: Problems = [];
  const authorities: RegistryCertificates['authorities'] = [];
  for (const file of files.filter((one) => one.endsWith('.crt')))
    for (const certificate of await certificatesOf(folder, file, problems, nowMs)) {
      authorities.push({ file, certificate });
      if (certificate.daysLeft < 0) problems.push({ problem: 'authority-ended', file });
    }
  const pairs: InstalledPair[] = [];
  const bases = new Set(
    files.filter((one) => /\.(cert|key)$/.test(one)).map((one) => one.replace(/\.(cert|key)$/, '')),
  );
  for (const base of bases) pairs.push(await readPair(folder, base, new Set(files), problems, nowMs));
  const days = [
    ...pairs.flatMap(({ certificate }) => (certificate === null ? [] : [certificate.daysLeft])),
    ...authorities.map(({ certificate }) => certificate.daysLeft),
  ];
  return {
    registry: name,
    place: place.kind,
    path: `${place.path}/${name}`,
    ...{ pairs, authorities, files, problems },
    daysLeft: days.length === 0 ? null : Math.min(...days),
  };
}

/** Says whether a folder is still the same, down to each byte. Empty where there is none. */
export async function digestOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const names = (await namesIn(folder)).sort();
  if (names.length === 0) return '';
  for (const name of names) {
    const path = join(folder, name);
    hash.update(`${name}\0`);
    // A key that may not be read is told by its size and date.
    const bytes = await readSmallFile(path).catch(async (thrown: unknown) => {
      if (!(thrown instanceof SlipwayError)) throw thrown;
      const { size, mtimeMs } = await stat(path);
      return Buffer.from(`${size} ${mtimeMs}`);
    });
    hash.update(createHash('sha256').update(bytes).digest());
  }
  return hash.digest('hex');
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
    throw thrown;
  }
}

async function readPair(
  folder: string,
  name: string,
  files: ReadonlySet<string>,
  problems: Problems,
  nowMs: number,
): Promise<InstalledPair> {
  const [cert, key] = [`${name}.cert`, `${name}.key`];
  if (!files.has(cert)) {
    problems.push({ problem: 'certificate-missing', file: key });
    return { name, certificate: null };
  }
  const [certificate = null] = await certificatesOf(folder, cert, problems, nowMs);
  if (certificate !== null) {
    const expiry = expiryOf(certificate.daysLeft);
    if (expiry === 'ended') problems.push({ problem: 'ended', file: cert });
    if (expiry === 'late') problems.push({ problem: 'ends-late', file: cert });
    if (expiry === 'early') problems.push({ problem: 'ends-early', file: cert });
    const { usages } = certificate;
    if (usages.length > 0 && !usages.includes('client') && !usages.includes('any'))
      problems.push({ problem: 'no-client-use', file: cert });
  }
  if (!files.has(key)) problems.push({ problem: 'key-missing', file: cert });
  else await checkKey(folder, cert, key, certificate !== null, problems);
  return { name, certificate };
}

async function checkKey(
  folder: string,
  cert: string,
  key: string,
  readable: boolean,
  problems: Problems,
): Promise<void> {
  const path = join(folder, key);
  try {
    if (((await stat(path)).mode & 0o077) !== 0) problems.push({ problem: 'key-open', file: key });
    if (!readable) return;
    const own = createPrivateKey(await readSmallFile(path));
    if (!new X509Certificate(await readSmallFile(join(folder, cert))).checkPrivateKey(own))
      problems.push({ problem: 'key-mismatch', file: key });
  } catch (thrown) {
    // A key that only root may read is as it should be.
    if (thrown instanceof SlipwayError && thrown.error.code === 'permission-denied') return;
    problems.push({ problem: 'unreadable', file: key });
  }
}

async function certificatesOf(
  folder: string,
  file: string,
  problems: Problems,
  nowMs: number,
): Promise<CertificateFacts[]> {
  try {
    const text = (await readSmallFile(join(folder, file))).toString('latin1');
    const found = pemBlocks(text).filter(isCertificate);
    if (found.length === 0) problems.push({ problem: 'unreadable', file });
    return found.map((block) => factsOf(new X509Certificate(block.text), nowMs));
  } catch {
    // Whatever it is: the engine cannot use it, and the file is named.
    problems.push({ problem: 'unreadable', file });
    return [];
  }
}

function told(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : toApiError(thrown).message;
}
