import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareNames,
  isContainerName,
  shortId,
  shortImageName,
  splitImageName,
} from '../../../shared/model/names.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('image names', () => {
  it.each([
    ['nginx', { repository: 'nginx' }],
    ['nginx:1.27', { repository: 'nginx', tag: '1.27' }],
    ['library/nginx:1', { repository: 'library/nginx', tag: '1' }],
    ['localhost/app', { registry: 'localhost', repository: 'app' }],
    ['reg.example:5000/a/b', { registry: 'reg.example:5000', repository: 'a/b' }],
    ['reg.example:5000/a/b:t', { registry: 'reg.example:5000', repository: 'a/b', tag: 't' }],
    [`a/b:t@${digest}`, { repository: 'a/b', tag: 't', digest }],
    [digest, { repository: '', digest }],
  ])('%s', (reference, parts) => {
    expect(splitImageName(reference)).toEqual(parts);
  });

  it('shows no digest beside a tag, and short ids', () => {
    expect(shortImageName(`a/b:t@${digest}`)).toBe('a/b:t');
    expect(shortImageName(`a/b@${digest}`)).toBe('a/b@0123456789ab');
    expect(shortImageName(digest)).toBe('0123456789ab');
  });

  it('shortens ids with and without their algorithm', () => {
    expect(shortId(digest)).toBe('0123456789ab');
    expect(shortId('0123456789abcdef')).toBe('0123456789ab');
  });
});

describe('container names', () => {
  it.each(['web', 'w1', 'Shop_web.1-x'])('%s is one', (name) => expect(isContainerName(name)).toBe(true));
  it.each(['', 'w', '-web', 'we b', '/web', 'wéb'])('%j is none', (name) =>
    expect(isContainerName(name)).toBe(false),
  );
});

describe('compareNames', () => {
  it('puts numbers in order of value and letters without regard to case', () => {
    const names = ['web-10', 'Web-2', 'api', 'web-02', 'db', 'web-1'];
    expect(names.sort(compareNames)).toEqual(['api', 'db', 'web-1', 'Web-2', 'web-02', 'web-10']);
  });

  it('is an order: the same whichever way round, and equal only to itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(Math.sign(compareNames(a, b))).toBe(-Math.sign(compareNames(b, a)) + 0);
        expect(compareNames(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
