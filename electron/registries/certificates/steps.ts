import type { Address } from '../../engine/address.ts';
import type { RegistryAddress } from './address.ts';
import type { GivenFiles } from './material.ts';
import { type FoundPlace, folderName } from './places.ts';

/** One word of a POSIX shell. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The same of a path, which may begin with the home of whoever runs it. */
const quotedPath = (path: string): string =>
  path.startsWith('~/') ? `~/${quoted(path.slice(2))}` : quoted(path);

/** Who may write there by hand. */
const needsRoot = ({ kind }: FoundPlace): boolean => kind === 'docker' || kind === 'podman';

/** How the given files are packed: commands that unpack them have to know. */
export interface Packing {
  certificate: 'pem' | 'der' | 'pkcs12';
  encrypted: boolean;
  ca: 'pem' | 'der';
  /** Positions among the certificates of the file, from 1 on: what is shown, its owner first, and what is trusted. */
  shown: readonly number[];
  trusted: readonly number[];
}

/** Where they unpack, so that no file of the same name where they are run is touched. */
const work = (name: string): string => `"$d/${name}"`;

/**
 * Commands that install the given files by hand: run on this machine they unpack what is packed and install it here, or
 * take it to the machine of the engine. They name files only, never what is in them, and leave the files as they are.
 */
export function installSteps(
  given: GivenFiles,
  packing: Packing,
  { name }: RegistryAddress,
  place: FoundPlace,
  address: Address,
): string {
  const folder = `${place.path}/${folderName(name)}`;
  const files = [...unpackPair(given, packing), ...unpackAuthorities(given, packing)];
  const sudo = needsRoot(place) ? 'sudo ' : '';
  const remote = remoteOf(address);
  const target = quotedPath(folder);
  const lines = files.flatMap(({ lines: own }) => own);
  lines.push(
    remote === null ? `${sudo}mkdir -p ${target}` : `${remote} ${quoted(`${sudo}mkdir -p ${target}`)}`,
  );
  // The key before its certificate: an engine refuses a certificate without its key.
  for (const { file, mode } of files.toReversed()) {
    const to = quotedPath(`${folder}/${file}`);
    const put = `umask 077; ${sudo}tee ${to} >/dev/null && ${sudo}chmod ${mode} ${to}`;
    lines.push(
      remote === null
        ? `${sudo}install -m ${mode} ${work(file)} ${to}`
        : `${remote} ${quoted(put)} < ${work(file)}`,
    );
  }
  // In a shell of its own, which ends with the first that fails and takes its folder along.
  const head = ['(', 'set -e; umask 077', 'd=$(mktemp -d)', `trap 'rm -rf "$d"' EXIT`];
  return [...head, ...lines, ')'].join('\n');
}

interface Unpacked {
  file: string;
  mode: '0600' | '0644';
  lines: string[];
}

function unpackPair(given: GivenFiles, { certificate, encrypted, shown }: Packing): Unpacked[] {
  if (given.certificate === undefined) return [];
  const source = quoted(given.certificate);
  const cert: Unpacked = { file: 'client.cert', mode: '0644', lines: [] };
  const key: Unpacked = { file: 'client.key', mode: '0600', lines: [] };
  const packed = `openssl pkcs12 -in ${source} -nodes -out ${work('all.pem')}`;
  switch (certificate) {
    case 'pkcs12':
      // Older ciphers are opened on demand only.
      cert.lines.push(`${packed} || ${packed.replace('-nodes', '-nodes -legacy')}`);
      cert.lines.push(picked(work('all.pem'), shown, cert.file));
      key.lines.push(`openssl pkey -in ${work('all.pem')} -out ${work(key.file)}`);
      return [cert, key];
    case 'der':
      cert.lines.push(`openssl x509 -inform DER -in ${source} -out ${work(cert.file)}`);
      break;
    case 'pem':
      cert.lines.push(picked(source, shown, cert.file));
      break;
  }
  if (encrypted) key.lines.push('echo "openssl asks for the passphrase of the key."');
  key.lines.push(`openssl pkey -in ${quoted(given.key ?? given.certificate)} -out ${work(key.file)}`);
  return [cert, key];
}

function unpackAuthorities({ ca, certificate }: GivenFiles, packing: Packing): Unpacked[] {
  const file = 'ca.crt';
  const to = work(file);
  const of = (line: string): Unpacked[] => [{ file, mode: '0644', lines: [line] }];
  if (ca !== undefined)
    return of(
      packing.ca === 'der'
        ? `openssl x509 -inform DER -in ${quoted(ca)} -out ${to}`
        : `cp ${quoted(ca)} ${to}`,
    );
  if (packing.trusted.length === 0 || certificate === undefined) return [];
  const source = packing.certificate === 'pkcs12' ? work('all.pem') : quoted(certificate);
  return of(picked(source, packing.trusted, file));
}

/** The certificates at these positions of a file, in this order: openssl by itself takes the first and leaves its chain. */
function picked(source: string, positions: readonly number[], to: string): string {
  const program = [
    '/^-----BEGIN ([A-Z0-9]+ )?CERTIFICATE-----/{n++;on=1}',
    'on{c[n]=c[n] $0 "\\n"}',
    '/^-----END /{on=0}',
    `END{printf "%s",${positions.map((at) => `c[${at}]`).join(' ')}}`,
  ];
  return `awk '${program.join(' ')}' ${source} > ${work(to)}`;
}

/** Commands that remove the files of a registry by hand. */
export function removeSteps(path: string, place: FoundPlace, address: Address): string {
  const command = `${needsRoot(place) ? 'sudo ' : ''}rm -r ${quotedPath(path)}`;
  const remote = remoteOf(address);
  return remote === null ? command : `${remote} ${quoted(command)}`;
}

/** The command that runs another on the machine of the engine; null where that is this one. */
function remoteOf(address: Address): string | null {
  switch (address.kind) {
    case 'unix':
    case 'npipe':
      return null;
    case 'tcp':
      return `ssh ${quoted(address.host.replace(/^\[|\]$/g, ''))}`;
    case 'ssh': {
      const { user, host, port } = address;
      const target = quoted(`${user === '' ? '' : `${user}@`}${host.replace(/^\[|\]$/g, '')}`);
      return port === null ? `ssh ${target}` : `ssh -p ${port} ${target}`;
    }
  }
}
