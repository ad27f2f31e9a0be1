import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseImages } from '../../../electron/disk/prune/image-rules.ts';
import { readRules } from '../../../electron/disk/prune/rules.ts';
import type { CacheRecord, ImageNode } from '../../../electron/engine/api/prune.ts';
import { prunableCache } from '../../../electron/plans/removing/cache-rules.ts';
import type { Container } from '../../../shared/contract/containers.ts';
import { pruneRules } from '../../../shared/contract/prune.ts';
import { isLabelFilter } from '../../../shared/model/labels.ts';
import { nextRun, runsDue } from '../../../shared/model/schedule-times.ts';
import { parseSize } from '../../../shared/model/sizes.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

const cache = (id: string, more: Partial<CacheRecord> = {}): CacheRecord => ({
  id,
  type: 'regular',
  description: id,
  sizeBytes: 100,
  createdAt: at(0),
  lastUsedAt: at(1),
  lastUsedOrder: at(1),
  usageCount: 1,
  inUse: false,
  shared: false,
  parents: [],
  ...more,
});
const ids = (rows: readonly { id: string }[]): string => rows.map(({ id }) => id).join(' ');
const any = { buildCache: 'unused', untilMs: null, keepBytes: null } as const;

describe('build cache that may go', () => {
  it('goes before what it is made of, and what is made of it holds it', () => {
    const chain = [cache('a'), cache('b', { parents: ['a'] }), cache('c', { parents: ['b'] })];
    expect(ids(prunableCache(chain, any))).toBe('c b a');
    const used = [chain[0] ?? cache('a'), cache('b', { parents: ['a'], inUse: true })];
    expect(ids(prunableCache(used, any))).toBe('');
  });

  it('leaves what images share and what BuildKit needs, unless all is asked for', () => {
    const rows = [
      cache('s', { shared: true }),
      cache('f', { type: 'frontend' }),
      cache('i', { type: 'internal' }),
    ];
    expect(ids(prunableCache(rows, any))).toBe('');
    expect(prunableCache(rows, { ...any, buildCache: 'all' })).toHaveLength(3);
  });

  it('goes by when it was used last, or was made', () => {
    const rows = [
      cache('old'),
      cache('new', { lastUsedAt: at(9) }),
      cache('never', { lastUsedAt: '', createdAt: at(9) }),
    ];
    expect(ids(prunableCache(rows, { ...any, untilMs: Date.parse(at(5)) }))).toBe('old');
  });

  it('goes one at a time until the rest is smaller than what may stay', () => {
    const rows = [1, 2, 3, 4].map((n) => cache(`r${n}`, { lastUsedAt: at(n), lastUsedOrder: at(n) }));
    expect(ids(prunableCache(rows, { ...any, keepBytes: 250 }))).toBe('r1 r2');
    expect(ids(prunableCache(rows, { ...any, keepBytes: 401 }))).toBe('');
  });

  it('never takes one that is in use or held, whatever the records are', () => {
    const arbitrary = fc.array(
      fc.record({ inUse: fc.boolean(), shared: fc.boolean(), parent: fc.nat(9), keep: fc.boolean() }),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(arbitrary, fc.option(fc.nat(500)), (shapes, keepBytes) => {
        const rows = shapes.map(({ inUse, shared, parent }, n) =>
          cache(String(n), { inUse, shared, parents: parent < n ? [String(parent)] : [] }),
        );
        const gone = prunableCache(rows, { ...any, keepBytes });
        const left = rows.filter((row) => !gone.includes(row));
        for (const row of gone) {
          expect(row.inUse || row.shared).toBe(false);
          expect(left.some(({ parents }) => parents.includes(row.id))).toBe(false);
        }
        expect(new Set(gone).size).toBe(gone.length);
      }),
    );
  });
});

const image = (id: string, tags: string[] = [], more: Partial<ImageNode> = {}): ImageNode => ({
  id,
  tags,
  digests: [],
  createdAt: at(0),
  labels: {},
  parentId: '',
  ...more,
});
const user = (imageId: string, named = ''): Container => ({ imageId, image: named }) as Container;

describe('images that may go', () => {
  const all = { images: 'all', untilMs: null, fits: () => true } as const;
  const choose = (
    rows: readonly ImageNode[],
    filter: Parameters<typeof chooseImages>[1],
    users: Container[] = [],
  ) =>
    ids(
      chooseImages(
        rows,
        filter,
        users,
        () => false,
        () => false,
      ),
    );

  it('are those without a tag, or all that no container has', () => {
    const rows = [image('tagged', ['a:1']), image('bare')];
    expect(choose(rows, { ...all, images: 'dangling' })).toBe('bare');
    expect(choose(rows, all)).toBe('tagged bare');
    expect(choose(rows, all, [user('bare'), user('other', 'a:1')])).toBe('');
  });

  it('stay, with every tag, while one made from them stays; and go after those', () => {
    const rows = [
      image('parent', ['p:1', 'p:2']),
      image('step', [], { parentId: 'parent' }),
      image('child', ['c:1'], { parentId: 'step' }),
    ];
    expect(choose(rows, all)).toBe('child parent');
    expect(choose(rows, all, [user('child')])).toBe('');
    expect(choose(rows, { ...all, fits: (labels) => labels.no === undefined })).toBe('child parent');
  });

  it('are listed by themselves only where they are the end of a line', () => {
    const rows = [image('step'), image('end', [], { parentId: 'step' })];
    expect(choose(rows, { ...all, images: 'dangling' })).toBe('end');
  });
});

describe('rules', () => {
  const read = (rules: object) => () =>
    readRules(pruneRules.parse({ kinds: ['containers', 'build-cache'], ...rules }), Date.parse(at(60)));

  it.each([
    ['yesterday', 'time-malformed'],
    ['24', ''],
    ['24h', ''],
    ['-3h', 'time-malformed'],
    ['2026-01-01T00:00:00Z', ''],
    ['99-99-99', 'time-malformed'],
  ])('until %s', (until, reason) => {
    if (reason === '') expect(read({ until })().untilMs).not.toBeNaN();
    else
      expect(read({ until })).toThrow(
        expect.objectContaining({ error: expect.objectContaining({ reason }) }),
      );
  });

  it.each(['=x', ' ', 'a b=c', '=', 'a\n=b'])('label %j is no pair', (label) => {
    for (const rules of [{ label: [label] }, { labelNot: [label] }])
      expect(read(rules)).toThrow(
        expect.objectContaining({ error: expect.objectContaining({ reason: 'label-malformed' }) }),
      );
  });

  it.each(['much', '10XB', '1..5GB', '-1', 'GB'])('keepStorage %s is no size', (keepStorage) => {
    expect(read({ keepStorage })).toThrow(
      expect.objectContaining({ error: expect.objectContaining({ reason: 'size-malformed' }) }),
    );
  });

  it('count ages back from the clock of the engine', () => {
    expect(read({ until: '1m' })().untilMs).toBe(Date.parse(at(0)));
  });

  it('reads sizes, and any text without a fault', () => {
    expect(['500MB', '10 GB', '1.5g', '2GiB', '77', '1k'].map(parseSize)).toEqual([
      500e6,
      10e9,
      1.5e9,
      2 * 1024 ** 3,
      77,
      1000,
    ]);
    fc.assert(
      fc.property(fc.string(), (text) => {
        const size = parseSize(text);
        expect(size === null || (Number.isSafeInteger(size) && size >= 0)).toBe(true);
        expect(typeof isLabelFilter(text)).toBe('boolean');
      }),
    );
  });
});

describe('times of a schedule', () => {
  const local = (text: string): number => new Date(text).getTime();

  it.each([
    [{ every: 'day', at: '03:30' }, '2026-03-01T03:29:00', '2026-03-01T03:30:00'],
    [{ every: 'day', at: '03:30' }, '2026-03-01T03:30:00', '2026-03-02T03:30:00'],
    [{ every: 'week', day: 1, at: '00:00' }, '2026-03-01T12:00:00', '2026-03-02T00:00:00'],
    [{ every: 'week', day: 7, at: '12:00' }, '2026-03-01T12:00:00', '2026-03-08T12:00:00'],
    [{ every: 'hours', hours: 6 }, '2026-03-01T12:00:00', '2026-03-01T18:00:00'],
  ] as const)('%j after %s', (when, after, next) => {
    expect(nextRun(when, local(after))).toBe(local(next));
  });

  it('tells what was due while nobody was there', () => {
    const due = runsDue(
      { every: 'day', at: '03:00' },
      local('2026-03-01T03:00:00'),
      local('2026-03-04T09:00:00'),
    );
    expect(due).toEqual({
      count: 4,
      lastMs: local('2026-03-04T03:00:00'),
      nextMs: local('2026-03-05T03:00:00'),
    });
    const years = runsDue({ every: 'hours', hours: 1 }, 0, local('2026-03-04T09:00:00'));
    expect(years.nextMs).toBeGreaterThan(local('2026-03-04T09:00:00'));
  });
});
