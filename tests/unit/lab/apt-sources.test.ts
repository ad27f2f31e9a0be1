import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findMirror, parseDeb822, parseSourceLines, pickMirror } from '../../engine-lab/apt-sources.ts';

describe('apt sources', () => {
  it('reads one-line entries with options and comments', () => {
    const text = [
      '# deb http://old.invalid/debian bookworm main',
      'deb [arch=amd64 signed-by=/k.gpg] http://mirror.invalid/debian/ bookworm main contrib # ours',
      'deb-src http://mirror.invalid/debian bookworm main',
      'nonsense',
    ].join('\n');
    expect(parseSourceLines(text)).toEqual([
      {
        types: ['deb'],
        uri: 'http://mirror.invalid/debian/',
        suites: ['bookworm'],
        components: ['main', 'contrib'],
      },
      { types: ['deb-src'], uri: 'http://mirror.invalid/debian', suites: ['bookworm'], components: ['main'] },
    ]);
  });

  it('reads deb822 stanzas: several URIs, folded fields, comments, disabled ones left out', () => {
    const text = [
      '# a comment',
      'Types: deb deb-src',
      'URIs: http://one.invalid/debian http://two.invalid/debian',
      'Suites: bookworm',
      '# in between',
      ' bookworm-updates',
      'Components: main',
      '',
      'Enabled: no',
      'Types: deb',
      'URIs: http://three.invalid/debian',
      'Suites: bookworm',
      'Components: main',
    ].join('\n');
    expect(parseDeb822(text).map((source) => [source.uri, source.suites])).toEqual([
      ['http://one.invalid/debian', ['bookworm', 'bookworm-updates']],
      ['http://two.invalid/debian', ['bookworm', 'bookworm-updates']],
    ]);
  });

  it('picks the archive itself, not security, updates or third parties', () => {
    const lines = [
      'deb http://vendor.invalid/node nodistro main',
      'deb http://vendor.invalid/linux/tool bookworm main',
      'deb http://mirror.invalid/debian-security bookworm-security main',
      'deb-src http://source.invalid/debian bookworm main',
      'deb http://mirror.invalid/debian bookworm-updates main',
      'deb http://mirror.invalid/debian/ bookworm main',
    ].join('\n');
    expect(pickMirror(parseSourceLines(lines), 'bookworm')).toBe('http://mirror.invalid/debian');
    expect(
      pickMirror(parseSourceLines('deb http://vendor.invalid/x stable main'), 'bookworm'),
    ).toBeUndefined();
  });

  it('accepts a dated snapshot', () => {
    const line = 'deb http://mirror.invalid/archive/debian/20250520T000000Z bookworm main';
    expect(pickMirror(parseSourceLines(line), 'bookworm')).toBe(
      'http://mirror.invalid/archive/debian/20250520T000000Z',
    );
  });

  it('finds the mirror of a machine in both kinds of file', () => {
    const folder = mkdtempSync('/tmp/slipway-unit-');
    try {
      const parts = join(folder, 'apt', 'sources.list.d');
      mkdirSync(parts, { recursive: true });
      writeFileSync(join(folder, 'os-release'), 'ID=debian\nVERSION_CODENAME=trixie\n');
      writeFileSync(join(parts, 'a.list'), 'deb http://vendor.invalid/deb stable main\n');
      const stanza = 'Types: deb\nURIs: http://mirror.invalid/debian\nSuites: trixie\nComponents: main\n';
      writeFileSync(join(parts, 'debian.sources'), stanza);
      expect(findMirror(join(folder, 'apt'), join(folder, 'os-release'))).toBe(
        'http://mirror.invalid/debian',
      );
      expect(findMirror(join(folder, 'nothing'), join(folder, 'os-release'))).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
