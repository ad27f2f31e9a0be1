import { errorCodes } from '../../../shared/contract/errors.ts';
import { reasonsInEnglish } from '../../../shared/model/reasons.ts';

/** Words that tell nothing of a machine: they are the same on all of them. */
const vocabulary: ReadonlySet<string> = new Set([
  ...Object.keys(reasonsInEnglish),
  ...errorCodes,
  ...['docker', 'podman', 'dockerd', 'systemd', 'cgroupfs', '-'],
  ...['overlay2', 'overlay', 'overlayfs', 'fuse-overlayfs', 'vfs', 'btrfs', 'zfs', 'aufs', 'devicemapper'],
  ...['extfs', 'ext4', 'xfs', 'tmpfs', 'overlayfs', 'nfs', '<unknown>'],
  ...['memory', 'cpu', 'pids', 'cpuset', 'ipvs', 'vxlan', 'bridge-netfilter'],
  ...['ACCEPT', 'DROP', 'REJECT'],
  ...[
    'EADDRESS',
    'EPROTO',
    'ETIMEDOUT',
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
  ],
  ...['ENETUNREACH', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ...['linux', 'darwin', 'win32', 'debian', 'ubuntu', 'fedora', 'arch', 'macos', 'windows', 'other'],
  ...['amd64', 'x86_64', 'arm64', 'aarch64', 'x64'],
]);

/** Whether all of a text is such words, or small numbers such as a mode or a status. */
export function isBoringWord(text: string): boolean {
  return text.split(/[\s,]+/).every((one) => vocabulary.has(one) || /^\d{1,3}$/.test(one));
}

/** A number with or without a unit, or a version: digits and dots, and nothing a person could have put in. */
export function isBoringFigure(text: string): boolean {
  return /^\d{1,6}(?:\.\d{1,6}){0,3}(?: ?(?:B|kB|MB|GB|TB|PB|s|ms|%))?$/.test(text);
}

/** The numbers of a version to which a builder appended something, such as `26.1.5+dfsg1`; null where it is none. */
export function versionIn(text: string): string | null {
  return /^(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)[-+~]/.exec(text)?.[1] ?? null;
}
