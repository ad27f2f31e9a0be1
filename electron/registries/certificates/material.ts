import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { fail } from '../../../shared/contract/failure.ts';
import { readSmallFile } from '../../docker-config/read-file.ts';
import { isCertificate, isEncrypted, isPrivateKey, type PemBlock, pemBlocks } from './pem.ts';
import { openPkcs12 } from './pkcs12.ts';

/** The files a person gave, by path. */
export interface GivenFiles {
  certificate?: string | undefined;
  key?: string | undefined;
  ca?: string | undefined;
  passphrase?: string | undefined;
}

/** What is in them. The key stays in this process, and goes into one file. */
export interface Material {
  client: { certificate: X509Certificate; key: KeyObject } | null;
  /** Sent along with the client's certificate. */
  chain: X509Certificate[];
  /** Trusted to have signed the registry. */
  authorities: X509Certificate[];
  /** Positions among the certificates of the given file, from 1 on: of the client with its chain, and of what is trusted. */
  positions: { shown: number[]; trusted: number[] };
}

interface Found {
  certificates: X509Certificate[];
  keys: KeyObject[];
}

/**
 * Reads the files and puts what is in them in order.
 * @throws invalid-input, not-found and permission-denied `certificate-...`: the file, what is wrong with it and what to do
 */
export async function readMaterial({ certificate, key, ca, passphrase }: GivenFiles): Promise<Material> {
  const authorities = ca === undefined ? [] : await readAuthorities(ca);
  if (certificate === undefined)
    return { client: null, chain: [], authorities, positions: { shown: [], trusted: [] } };
  const given = await readFound(certificate, passphrase);
  const separate = key === undefined ? [] : await readKeys(key, passphrase);
  if (given.certificates.length === 0)
    throw fail('invalid-input', 'certificate-without-certificate', { path: certificate });
  const keys = [...given.keys, ...separate];
  const [only, another] = keys;
  if (only === undefined) throw fail('invalid-input', 'certificate-key-missing', { path: certificate });
  if (another !== undefined)
    throw fail('invalid-input', 'certificate-two-keys', { path: [certificate, key ?? ''].join(' ').trim() });
  // The one the key belongs to; where there is none, the first is what was meant, and the checks tell.
  const own = given.certificates.find((one) => one.checkPrivateKey(only)) ?? given.certificates[0];
  if (own === undefined)
    throw fail('invalid-input', 'certificate-without-certificate', { path: certificate });
  const others = given.certificates.filter((one) => one !== own);
  const roots = others.filter((one) => one.ca && one.checkIssued(one));
  const chain = others.filter((one) => !roots.includes(one));
  const at = (one: X509Certificate): number => given.certificates.indexOf(one) + 1;
  return {
    client: { certificate: own, key: only },
    chain,
    // A root that comes along is the one to trust where no other was named.
    authorities: ca === undefined ? roots : authorities,
    positions: { shown: [own, ...chain].map(at), trusted: ca === undefined ? roots.map(at) : [] },
  };
}

async function readFound(path: string, passphrase: string | undefined): Promise<Found> {
  const bytes = await readSmallFile(path);
  const text = bytes.toString('latin1');
  if (!text.includes('-----BEGIN ')) {
    const der = derCertificate(bytes);
    return der === null ? openPkcs12(bytes, path, passphrase) : { certificates: [der], keys: [] };
  }
  const blocks = pemBlocks(text);
  return {
    certificates: blocks.filter(isCertificate).map((block) => certificateOf(block, path)),
    keys: privateKeys(blocks, path, passphrase),
  };
}

async function readKeys(path: string, passphrase: string | undefined): Promise<KeyObject[]> {
  const keys = privateKeys(pemBlocks((await readSmallFile(path)).toString('latin1')), path, passphrase);
  if (keys.length === 0) throw fail('invalid-input', 'certificate-no-key', { path });
  return keys;
}

async function readAuthorities(path: string): Promise<X509Certificate[]> {
  const bytes = await readSmallFile(path);
  const der = derCertificate(bytes);
  if (der !== null) return [der];
  const blocks = pemBlocks(bytes.toString('latin1'));
  // What is installed as an authority can be read by all.
  if (blocks.some(isPrivateKey)) throw fail('invalid-input', 'certificate-ca-with-key', { path });
  const found = blocks.filter(isCertificate).map((block) => certificateOf(block, path));
  if (found.length === 0) throw fail('invalid-input', 'certificate-without-certificate', { path });
  return found;
}

function derCertificate(bytes: Buffer): X509Certificate | null {
  // The first byte of any DER certificate; of PEM it is a letter or a dash.
  if (bytes[0] !== 0x30) return null;
  try {
    return new X509Certificate(bytes);
  } catch {
    // PKCS#12 begins like it.
    return null;
  }
}

function certificateOf({ text }: PemBlock, path: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw fail('invalid-input', 'certificate-broken', { path });
  }
}

function privateKeys(blocks: readonly PemBlock[], path: string, passphrase: string | undefined): KeyObject[] {
  const found = blocks.filter(isPrivateKey);
  if (found.length > 1) throw fail('invalid-input', 'certificate-two-keys', { path });
  return found.map((block) => privateKey(block, path, passphrase));
}

/** Nothing of what OpenSSL says of a key is handed on. */
function privateKey(block: PemBlock, path: string, passphrase: string | undefined): KeyObject {
  const encrypted = isEncrypted(block);
  if (encrypted && (passphrase ?? '') === '')
    throw fail('invalid-input', 'certificate-passphrase-needed', { path });
  try {
    return createPrivateKey({ key: block.text, ...(encrypted ? { passphrase } : {}) });
  } catch {
    throw fail('invalid-input', encrypted ? 'certificate-passphrase-wrong' : 'certificate-key-broken', {
      path,
    });
  }
}
