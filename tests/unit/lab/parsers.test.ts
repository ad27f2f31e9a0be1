import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readVersion } from '../../engine-lab/external.ts';
import { hugeList, isList, isStream, plainPath, withNullFields } from '../../engine-lab/fault-modes.ts';
import { parseHost } from '../../engine-lab/http.ts';
import { buildArchive } from '../../engine-lab/images.ts';
import { extra } from '../../engine-lab/leaks.ts';
import { proxyOwner } from '../../engine-lab/paths.ts';
import { identify, isAlive } from '../../engine-lab/processes.ts';
import { rootKey } from '../../engine-lab/roots.ts';
import { packTar } from '../../engine-lab/tar.ts';

describe('request paths', () => {
  it('drops version and query', () => {
    expect(plainPath('/v1.45/containers/json?all=1')).toBe('/containers/json');
    expect(plainPath('/_ping')).toBe('/_ping');
    expect(plainPath('/v1/volumes')).toBe('/v1/volumes');
  });

  it('knows lists from inspects', () => {
    expect(isList('GET', '/v1.45/containers/json?all=1')).toBe(true);
    expect(isList('GET', '/containers/abc/json')).toBe(false);
    expect(isList('POST', '/networks')).toBe(false);
  });

  it('knows streams, one-shot stats are none', () => {
    expect(isStream('/v1.45/events?since=1')).toBe(true);
    expect(isStream('/containers/abc/logs?follow=1')).toBe(true);
    expect(isStream('/containers/abc/stats')).toBe(true);
    expect(isStream('/containers/abc/stats?stream=false')).toBe(false);
    expect(isStream('/containers/json')).toBe(false);
  });

  it('reads hosts and versions', () => {
    expect(parseHost('unix:///run/docker.sock')).toEqual({ socketPath: '/run/docker.sock' });
    expect(parseHost('tcp://127.0.0.1:2375')).toEqual({ host: '127.0.0.1', port: 2375 });
    expect(readVersion({ Version: '26.1', ApiVersion: '1.45' })).toEqual({
      version: '26.1',
      apiVersion: '1.45',
    });
    expect(readVersion(null)).toEqual({ version: '', apiVersion: '' });
  });
});

describe('spoiled answers', () => {
  it('damages every item of a list in turn, nested lists too', () => {
    const item = { Id: 'a', Names: ['/x'], Size: 1 };
    expect(withNullFields([item, item, item])).toEqual([
      { Id: 'a', Names: null, Size: null },
      { Id: 'a' },
      { Id: 'a', Names: null, Size: 1 },
    ]);
    expect(withNullFields({ Volumes: [{ Name: 'v', Driver: 'local' }], Warnings: null })).toEqual({
      Volumes: [{ Name: 'v', Driver: null }],
      Warnings: null,
    });
  });

  it('makes huge lists of the wanted size that parse', () => {
    const text = [...hugeList(1_000_000)].join('');
    expect(text.length).toBeGreaterThanOrEqual(1_000_000);
    expect(Array.isArray(JSON.parse(text))).toBe(true);
  });
});

describe('bookkeeping', () => {
  it('counts what is new, with multiplicity', () => {
    expect(extra(['a', 'b'], ['a', 'a', 'c'])).toEqual(['a', 'c']);
    expect(extra(['a', 'a'], ['a'])).toEqual([]);
  });

  it('recognises processes by pid and start time', () => {
    const self = identify(process.pid);
    expect(isAlive(self)).toBe(true);
    expect(isAlive({ pid: process.pid, start: '1' })).toBe(false);
    expect(identify(2 ** 30)).toBeUndefined();
    expect(proxyOwner('slipway-proxy-12-345-AbCdEf')).toEqual({ pid: 12, start: '345' });
    expect(proxyOwner('something-else')).toBeUndefined();
  });

  it('keys roots by suite and packages', () => {
    expect(rootKey('trixie')).toMatch(/^trixie-[0-9a-f]{12}$/);
    expect(rootKey('sid')).not.toBe(rootKey('trixie'));
  });
});

describe('archives', () => {
  it('packs tar archives the tar program reads', () => {
    const archive = packTar([
      { path: 'bin', type: 'folder' },
      { path: 'bin/tool', type: 'file', data: Buffer.from('x'.repeat(600)), mode: 0o755 },
      { path: 'bin/alias', type: 'link', target: 'tool' },
    ]);
    const listing = execFileSync('tar', ['-tvf', '-'], { input: archive, encoding: 'utf8' });
    expect(listing).toMatch(
      /drwxr-xr-x .* bin\/\n-rwxr-xr-x .* 600 .* bin\/tool\nlrwxrwxrwx .* bin\/alias -> tool/,
    );
  });

  it('shares layers between images and lists each image once', () => {
    const archive = buildArchive(
      [
        { tag: 'a:1', config: {}, layers: [] },
        { tag: 'b:1', config: { Cmd: ['b'] }, layers: [{ 'www/index.html': 'b' }] },
      ],
      Buffer.from('busybox'),
    );
    const names = execFileSync('tar', ['-tf', '-'], { input: archive, encoding: 'utf8' }).trim().split('\n');
    expect(names.filter((name) => name.endsWith('layer.tar'))).toHaveLength(2);
    const manifest = execFileSync('tar', ['-xOf', '-', 'manifest.json'], {
      input: archive,
      encoding: 'utf8',
    });
    expect(JSON.parse(manifest)).toMatchObject([{ RepoTags: ['a:1'] }, { RepoTags: ['b:1'] }]);
  });
});
