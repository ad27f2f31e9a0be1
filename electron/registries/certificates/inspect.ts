import type { KeyObject } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type {
  CertificateCheck,
  CertificateInspection,
  PlaceKind,
} from '../../../shared/contract/registry-certificates.ts';
import { readSmallFile } from '../../docker-config/read-file.ts';
import { type RegistryTls, readCertsFolder } from '../client/certs-folder.ts';
import { isInsecure } from '../client/insecure.ts';
import { type RegistryAddress, registryAddress } from './address.ts';
import { checkFiles, checkOf } from './checks.ts';
import { factsOf } from './facts.ts';
import { isInTheWay, type NewFile } from './folder.ts';
import { type GivenFiles, type Material, readMaterial } from './material.ts';
import { type FoundPlace, folderName, type Places } from './places.ts';
import { installSteps, type Packing } from './steps.ts';
import { refuseBroken, tryRegistry } from './try-registry.ts';

/** The names Slipway gives to what it installs. */
const installedNames = { ca: 'ca.crt', certificate: 'client.cert', key: 'client.key' } as const;

/** All that is known before anything is written. */
export interface Inspected {
  address: RegistryAddress;
  place: FoundPlace;
  material: Material;
  inspection: CertificateInspection;
  /** Files of its folder that go. */
  remove: string[];
  /** There is or may be a folder that cannot be looked into: what would go is not known. */
  unseen: boolean;
}

/**
 * Reads the files, judges them, and asks the registry with them.
 * @throws invalid-input, not-found and permission-denied `certificate-...`
 */
export async function inspectFiles(
  input: GivenFiles & { registry: string; place?: PlaceKind | undefined; connect: boolean },
  places: Places,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Inspected> {
  const nowMs = Date.now();
  const address = registryAddress(input.registry);
  const material = await readMaterial(input);
  const { client, chain, authorities } = material;
  const place = placeOf(places, input.place);
  const checks = checkFiles(material, nowMs);
  const canInstall = !checks.some(({ verdict }) => verdict === 'problem');
  checks.push(
    checkOf('secure', (await isInsecure(address.name, places.info)) ? 'warning' : 'ok', {
      registry: address.name,
    }),
  );
  // With files that are no good there is nothing to try.
  const tried =
    input.connect && canInstall
      ? await tryRegistry(address, await futureOf(place, address, material), { env, signal, tokens: true })
      : null;
  const there = await filesIn(place, address);
  const added = filesOf(material).map(({ name }) => name);
  const remove = (there ?? []).filter((file) => isInTheWay(file, added));
  const unseen = there === null;
  return {
    ...{ address, place, material, remove, unseen },
    inspection: {
      registry: address.name,
      client: client === null ? null : factsOf(client.certificate, nowMs),
      chain: chain.map((one) => factsOf(one, nowMs)),
      authorities: authorities.map((one) => factsOf(one, nowMs)),
      checks: [...checks, ...(tried ?? [])],
      canInstall,
      works: tried === null ? null : worksBy(tried),
      place: toldPlace(place),
      replaces: remove,
      unseen,
      steps: installSteps(input, await packingOf(input, material), address, place, places.client.address),
    },
  };
}

/** @throws not-found `certificate-place-none` */
function placeOf({ all }: Places, kind: PlaceKind | undefined): FoundPlace {
  const place = kind === undefined ? all[0] : all.find((one) => one.kind === kind);
  if (place === undefined) throw fail('not-found', 'certificate-place-none', { place: kind ?? '' });
  return place;
}

/** null where what decides cannot be told. */
function worksBy(tried: readonly CertificateCheck[]): boolean | null {
  if (tried.some(({ verdict }) => verdict === 'problem')) return false;
  return tried.some(({ verdict }) => verdict === 'unknown') ? null : true;
}

/** A place as it crosses the contract. */
export function toldPlace({ local: _, ...place }: FoundPlace): CertificateInspection['place'] {
  return place;
}

/** What is to be written. The key is in here, and nowhere else. */
export function filesOf({ client, chain, authorities }: Omit<Material, 'positions'>): NewFile[] {
  const files: NewFile[] = [];
  if (client !== null) {
    const key = pemOf(client.key);
    // The key before its certificate: put there one by one, as by hand, there is never a certificate without its key.
    files.push({ name: installedNames.key, content: key, mode: 0o600 });
    const content = [client.certificate, ...chain].map((one) => one.toString()).join('');
    files.push({ name: installedNames.certificate, content, mode: 0o644 });
  }
  if (authorities.length > 0)
    files.push({
      name: installedNames.ca,
      content: authorities.map((one) => one.toString()).join(''),
      mode: 0o644,
    });
  return files;
}

/** As engines read it: not encrypted. */
function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** What the folder holds once the given files are in it: what is neither replaced nor given stays. */
async function futureOf(
  { local, path }: FoundPlace,
  { name }: RegistryAddress,
  { client, chain, authorities }: Material,
): Promise<RegistryTls> {
  const added = filesOf({ client, chain, authorities }).map(({ name: own }) => own);
  const there = await stayingIn(
    local === null ? null : join(local, folderName(name)),
    `${path}/${name}`,
    added,
  );
  const ca = [...there.ca, ...authorities.map((one) => one.toString())];
  if (client === null) return { ...there, ca };
  const cert = [client.certificate, ...chain].map((one) => one.toString()).join('');
  return { ...there, ca, pairs: [{ cert, key: pemOf(client.key) }] };
}

async function stayingIn(
  folder: string | null,
  path: string,
  added: readonly string[],
): Promise<RegistryTls> {
  // On another machine: nobody knows.
  if (folder === null) return { ca: [], pairs: [], closed: [path] };
  const staying = async (one: string) => (await readdir(one)).filter((file) => !isInTheWay(file, added));
  try {
    const found = await readCertsFolder(folder, { readFile, readdir: staying });
    refuseBroken(path, found, found.ca);
    return found;
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    // Broken as it is, it is told of in the list; here it only means that not all is known.
    return { ca: [], pairs: [], closed: [thrown.error.params?.path ?? path] };
  }
}

/** null where they cannot be seen. */
async function filesIn({ local }: FoundPlace, { name }: RegistryAddress): Promise<string[] | null> {
  if (local === null) return null;
  try {
    return await readdir(join(local, folderName(name)));
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown)) throw thrown;
    return thrown.code === 'ENOENT' ? [] : null;
  }
}

/** How the given files are packed, for the commands that do it by hand. */
async function packingOf({ certificate, key, ca }: GivenFiles, { positions }: Material): Promise<Packing> {
  const textOf = async (path: string | undefined): Promise<string> =>
    path === undefined ? '' : (await readSmallFile(path)).toString('latin1');
  const [text, keyText, caText] = await Promise.all([certificate, key, ca].map(textOf));
  const isPem = text?.includes('-----BEGIN ') ?? false;
  return {
    certificate: isPem ? 'pem' : key === undefined ? 'pkcs12' : 'der',
    encrypted: (key === undefined ? text : keyText)?.includes('ENCRYPTED') ?? false,
    ca: caText?.includes('-----BEGIN ') ? 'pem' : 'der',
    ...positions,
  };
}
