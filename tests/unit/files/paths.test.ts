import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBytes, encodeBytes, hasLostBytes, shownText } from '../../../shared/model/byte-text.ts';
import { modeText } from '../../../shared/model/file-mode.ts';
import {
  baseName,
  decodePath,
  encodePath,
  isFileName,
  isWithin,
  joinPath,
  parentPath,
  pathProblem,
  tidyPath,
} from '../../../shared/model/file-paths.ts';
import { TarSafety } from '../../../shared/model/tar-safety.ts';
import type { TarHeader } from '../../../shared/model/tar-walk.ts';

describe('names of any bytes', () => {
  it('come back byte for byte, also through JSON', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const text = JSON.parse(JSON.stringify(decodeBytes(bytes)));
        expect([...encodeBytes(text)]).toEqual([...bytes]);
      }),
    );
  });

  it('are plain text where they are UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeBytes(new TextEncoder().encode(text))).toBe(text);
        expect(hasLostBytes(text)).toBe(false);
      }),
    );
    expect(hasLostBytes(decodeBytes(Uint8Array.of(0x61, 0xff)))).toBe(true);
  });

  it('are shown in one line, and turn no text round', () => {
    expect(shownText(`a\nb\u202ecod.exe${decodeBytes(Uint8Array.of(0xff))}`)).toBe('a␊b�cod.exe�');
  });

  it('stand in an address as their bytes', () => {
    const path = `/a b/ü${decodeBytes(Uint8Array.of(0xff))}%41&x`;
    expect(decodePath(encodePath(path))).toBe(path);
    expect(encodePath(`/a b/ü${decodeBytes(Uint8Array.of(0xff))}&x`)).toBe('/a%20b/%C3%BC%FF%26x');
  });
});

describe('permissions', () => {
  it('are written as ls writes them', () => {
    expect(modeText(0o644)).toBe('rw-r--r--');
    expect(modeText(0o4755)).toBe('rwsr-xr-x');
    expect(modeText(0o2640)).toBe('rw-r-S---');
    expect(modeText(0o1777)).toBe('rwxrwxrwt');
    expect(modeText(0)).toBe('---------');
  });
});

describe('paths', () => {
  it('are taken where they are absolute and lead nowhere else', () => {
    for (const good of ['/', '/etc', '/a b/c\nd', '/etc/', '//etc', '/..x'])
      expect(pathProblem(good)).toBeNull();
    expect(pathProblem('etc')).toBe('not-absolute');
    expect(pathProblem('')).toBe('not-absolute');
    expect(pathProblem('/../etc')).toBe('parts');
    expect(pathProblem('/etc/..')).toBe('parts');
    expect(pathProblem('/a\0b')).toBe('nul');
    expect(pathProblem(`/${'a'.repeat(4096)}`)).toBe('too-long');
  });

  it('are taken apart and put together', () => {
    expect(tidyPath('//a///b/')).toBe('/a/b');
    expect(joinPath('/', 'a')).toBe('/a');
    expect(joinPath('/a', 'b')).toBe('/a/b');
    expect(parentPath('/a/b')).toBe('/a');
    expect(parentPath('/')).toBe('/');
    expect(baseName('/a/b')).toBe('b');
    expect(isWithin('/ab', '/a')).toBe(false);
    expect(isWithin('/a/b', '/a')).toBe(true);
    expect(isWithin('/a', '/')).toBe(true);
  });

  it('tell a name of a file from what is none', () => {
    for (const good of ['a', 'a b', 'new\nline', 'ü', '..a']) expect(isFileName(good)).toBe(true);
    for (const bad of ['', '.', '..', 'a/b', 'a\0', 'x'.repeat(256)]) expect(isFileName(bad)).toBe(false);
  });
});

const header = (parts: Partial<TarHeader>): TarHeader => ({
  name: 'file',
  type: 'file',
  size: 0,
  mode: 0o644,
  uid: 0,
  gid: 0,
  modifiedMs: 0,
  linkName: '',
  ...parts,
});

function dangerOf(...entries: Partial<TarHeader>[]): string | null {
  const safety = new TarSafety();
  for (const entry of entries) safety.add(header(entry));
  return safety.danger?.kind ?? null;
}

describe('TarSafety', () => {
  it('takes what stays in its folder', () => {
    expect(
      dangerOf(
        { name: './', type: 'directory' },
        { name: './a/', type: 'directory' },
        { name: './a/b' },
        { name: 'a/up', type: 'symlink', linkName: '../c/d' },
        { name: 'a/hard', type: 'hardlink', linkName: 'a/b' },
        { name: 'pipe', type: 'fifo' },
        { name: 'odd..name' },
      ),
    ).toBeNull();
  });

  it('refuses each way out, and names the entry', () => {
    expect(dangerOf({ name: '/etc/passwd' })).toBe('absolute');
    expect(dangerOf({ name: '../x' })).toBe('leaves');
    expect(dangerOf({ name: 'a/../../x' })).toBe('leaves');
    expect(dangerOf({ name: 'l', type: 'symlink', linkName: '/etc' })).toBe('link-leaves');
    expect(dangerOf({ name: 'a/l', type: 'symlink', linkName: '../../x' })).toBe('link-leaves');
    expect(dangerOf({ name: 'l', type: 'hardlink', linkName: '../x' })).toBe('link-leaves');
    expect(dangerOf({ name: 'l', type: 'hardlink', linkName: '/x' })).toBe('link-leaves');
    expect(dangerOf({ name: 'l', type: 'symlink', linkName: 'a' }, { name: 'l/x' })).toBe('through-link');
    expect(
      dangerOf(
        { name: 'l', type: 'symlink', linkName: 'a' },
        { name: 'h', type: 'hardlink', linkName: 'l/x' },
      ),
    ).toBe('through-link');
    expect(dangerOf({ name: 'sda', type: 'block-device' })).toBe('device');
    const safety = new TarSafety();
    safety.add(header({ name: 'fine' }));
    safety.add(header({ name: '../evil\n' }));
    expect(safety.danger?.entry).toBe('../evil␊');
  });

  it('never takes a name that climbs out, however it is written', () => {
    const part = fc.constantFrom('..', '.', 'a', 'b', '');
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const name = parts.join('/');
        const climbs = parts.includes('..') || name.startsWith('/');
        if (climbs) expect(dangerOf({ name })).not.toBeNull();
        const leadsTo = posix.normalize(`1/2/${name}`);
        const leaves = name.startsWith('/') || leadsTo === '..' || leadsTo.startsWith('../');
        const danger = dangerOf({ name: '1/2/l', type: 'symlink', linkName: name });
        if (leaves) expect(danger).toBe('link-leaves');
        // What climbs above the top and comes back may be refused too.
        else if (!parts.includes('..')) expect(danger).toBeNull();
      }),
    );
  });
});
