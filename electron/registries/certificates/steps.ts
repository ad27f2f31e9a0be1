import type { Address } from '../../engine/address.ts';
import type { RegistryAddress } from './address.ts';
import type { GivenFiles } from './material.ts';
import { type FoundPlace, folderName } from './places.ts';

/** One word of a POSIX shell. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Who may write there by hand. */
const needsRoot = ({ kind }: FoundPlace): boolean => kind === 'docker' || kind === 'podman';

/**
 * Commands that install the given files by hand: run on this machine they unpack what is packed and install it here, or
 * take it to the machine of the engine. They name files only, never what is in them.
 */
export function installSteps(
  given: GivenFiles,
  kinds: { packed: boolean; encrypted: boolean },
  { name }: RegistryAddress,
  place: FoundPlace,
  address: Address,
): string {
  const folder = `${place.path}/${folderName(name)}`;
  const lines: string[] = ['umask 077'];
  const files: { from: string; to: string; mode: string }[] = [];
  if (given.certificate !== undefined) {
    const source = quoted(given.certificate);
    const key = quoted(given.key ?? given.certificate);
    if (kinds.packed) {
      lines.push(
        `openssl pkcs12 -in ${source} -clcerts -nokeys -out client.cert   # older files: add -legacy`,
      );
      lines.push(
        `openssl pkcs12 -in ${source} -nocerts -nodes -out client.key     # older files: add -legacy`,
      );
    } else {
      lines.push(`openssl x509 -in ${source} -out client.cert`);
      lines.push(
        kinds.encrypted
          ? `openssl pkey -in ${key} -out client.key   # asks for the passphrase`
          : `openssl pkey -in ${key} -out client.key`,
      );
    }
    files.push(
      { from: 'client.cert', to: 'client.cert', mode: '0644' },
      { from: 'client.key', to: 'client.key', mode: '0600' },
    );
  }
  if (given.ca !== undefined) files.push({ from: quoted(given.ca), to: 'ca.crt', mode: '0644' });
  const sudo = needsRoot(place) ? 'sudo ' : '';
  const remote = address.kind === 'ssh' ? sshTarget(address) : address.kind === 'tcp' ? address.host : null;
  const target = quoted(folder);
  if (remote === null) {
    lines.push(`${sudo}mkdir -p ${target}`);
    for (const { from, to, mode } of files)
      lines.push(`${sudo}install -m ${mode} ${from} ${quoted(`${folder}/${to}`)}`);
  } else {
    const to = quoted(remote);
    lines.push(`ssh ${to} ${quoted(`${sudo}mkdir -p ${target}`)}`);
    for (const file of files)
      lines.push(
        `ssh ${to} ${quoted(`umask 077; ${sudo}tee ${quoted(`${folder}/${file.to}`)} >/dev/null && ${sudo}chmod ${file.mode} ${quoted(`${folder}/${file.to}`)}`)} < ${file.from}`,
      );
  }
  if (given.certificate !== undefined) lines.push('rm -f client.cert client.key');
  return lines.join('\n');
}

/** Commands that remove the files of a registry by hand. */
export function removeSteps(path: string, place: FoundPlace, address: Address): string {
  const command = `${needsRoot(place) ? 'sudo ' : ''}rm -r ${quoted(path)}`;
  if (address.kind === 'ssh') return `ssh ${quoted(sshTarget(address))} ${quoted(command)}`;
  return address.kind === 'tcp' ? `ssh ${quoted(address.host)} ${quoted(command)}` : command;
}

function sshTarget({ user, host }: Extract<Address, { kind: 'ssh' }>): string {
  return user === '' ? host : `${user}@${host}`;
}
