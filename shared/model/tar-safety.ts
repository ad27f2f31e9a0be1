import { shownText } from './byte-text.ts';
import type { TarHeader } from './tar-walk.ts';

export type TarDanger = 'absolute' | 'leaves' | 'link-leaves' | 'through-link' | 'device' | 'name';

/** What a tar would write, gathered while it is read; and the first entry that has no business in it. */
export class TarSafety {
  /** Paths of what is no folder, below the folder it is unpacked into. */
  readonly files = new Set<string>();
  danger: { kind: TarDanger; entry: string } | null = null;
  readonly #links = new Map<string, string>();

  /** Takes the next entry into account. */
  add(header: TarHeader): void {
    if (this.danger !== null) return;
    const kind = this.#check(header);
    if (kind !== null) this.danger = { kind, entry: shownText(header.name) };
  }

  #check(header: TarHeader): TarDanger | null {
    const { name, type, linkName } = header;
    if (name.includes('\0') || linkName.includes('\0')) return 'name';
    if (name.startsWith('/')) return 'absolute';
    const parts = partsOf(name);
    if (parts.includes('..')) return 'leaves';
    const path = parts.join('/');
    for (let depth = 1; depth < parts.length; depth += 1)
      if (this.#links.has(parts.slice(0, depth).join('/'))) return 'through-link';
    if (type === 'character-device' || type === 'block-device' || type === 'other') return 'device';
    if (type === 'directory') {
      // The folder itself has no name.
      if (this.#links.has(path)) return 'through-link';
      return null;
    }
    if (path === '') return 'name';
    if (type === 'hardlink' && (linkName.startsWith('/') || staysWithin([], linkName) === false))
      return 'link-leaves';
    if (type === 'hardlink' && this.#leadsThrough(partsOf(linkName))) return 'through-link';
    if (type === 'symlink') {
      if (linkName.startsWith('/') || !staysWithin(parts.slice(0, -1), linkName)) return 'link-leaves';
      this.#links.set(path, linkName);
    } else this.#links.delete(path);
    this.files.add(path);
    return null;
  }

  /** Whether one of the folders on the way is a link of the same tar. */
  #leadsThrough(parts: readonly string[]): boolean {
    return parts.some((_, at) => at > 0 && this.#links.has(parts.slice(0, at).join('/')));
  }
}

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

/** Whether a relative target, read from this folder, never climbs above the top. */
function staysWithin(folder: readonly string[], target: string): boolean {
  let depth = folder.length;
  for (const part of partsOf(target)) {
    depth += part === '..' ? -1 : 1;
    if (depth < 0) return false;
  }
  return true;
}
