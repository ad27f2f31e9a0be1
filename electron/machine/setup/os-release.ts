import type { SetupSystem } from '../../../shared/contract/machine-setup.ts';

export interface System {
  system: SetupSystem;
  /** As it names itself. */
  name: string;
  /** Codename of its release, where it has one. */
  codename: string;
  /** Its packages are installed by apt, and those of an engine are known. */
  apt: boolean;
}

/** Reads a file such as /etc/os-release: values may be bare or quoted, with escapes in double quotes. */
export function readOsRelease(file: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of file.split('\n')) {
    const [, key, raw = ''] = /^\s*([A-Z][A-Z0-9_]*)=(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined) continue;
    const single = /^'([^']*)'$/.exec(raw)?.[1];
    const double = /^"((?:[^"\\]|\\.)*)"$/.exec(raw)?.[1];
    values.set(key, single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? raw);
  }
  return values;
}

/** Which of the systems the steps are known of this one is; derivatives count as what they are like. */
export function systemOf(platform: NodeJS.Platform, osRelease: string | null): System {
  if (platform === 'darwin') return { system: 'macos', name: 'macOS', codename: '', apt: false };
  if (platform === 'win32') return { system: 'windows', name: 'Windows', codename: '', apt: false };
  const values = readOsRelease(osRelease ?? '');
  const ids = [values.get('ID') ?? '', ...(values.get('ID_LIKE') ?? '').split(/\s+/)];
  const name = values.get('PRETTY_NAME') || values.get('NAME') || platform;
  const codename = /^[a-z]+$/.exec(values.get('VERSION_CODENAME') ?? '')?.[0] ?? '';
  for (const id of ids) {
    if (id === 'ubuntu' || id === 'debian') return { system: id, name, codename, apt: true };
    if (id === 'fedora' || id === 'rhel') return { system: 'fedora', name, codename, apt: false };
    if (id === 'arch' || id === 'archlinux') return { system: 'arch', name, codename, apt: false };
  }
  return { system: 'other', name, codename, apt: false };
}
