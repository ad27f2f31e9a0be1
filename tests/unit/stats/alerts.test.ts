import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AlertWatch } from '../../../electron/stats/alert-watch.ts';
import { type AlertRule, alertRuleSchema } from '../../../shared/contract/stats-alerts.ts';
import { fitsPattern } from '../../../shared/model/name-pattern.ts';
import { noFigures } from '../../../shared/model/stats.ts';

const rule: AlertRule = {
  id: 'r',
  pattern: 'web*',
  metric: 'cpu',
  threshold: 80,
  forSeconds: 30,
  enabled: true,
};
const web = { id: 'a'.repeat(64), name: 'web-1' };

function make(...rules: AlertRule[]) {
  const watch = new AlertWatch();
  watch.setRules(rules);
  const last = new Map<string, number>();
  /** Read at this second; `gap`: nothing is known of the time before. */
  const at = (second: number, cpuPercent: number | null, container = web, gap = false) => {
    const before = gap ? undefined : last.get(container.id);
    last.set(container.id, second);
    const windowMs = before === undefined ? null : (second - before) * 1000;
    const figures = { ...noFigures, cpuPercent, memoryPercent: 50, memoryBytes: 5e8 };
    return watch
      .take(container, { figures, windowMs }, second * 1000)
      .map(({ type, above }) => `${type} ${above.rule.id} ${above.name} ${above.value}`);
  };
  return { watch, at };
}

describe('a rule', () => {
  it('tells once when all figures of its time were above, and once when it is over', () => {
    const { at, watch } = make(rule);
    expect([0, 10, 20].flatMap((second) => at(second, 90))).toEqual([]);
    expect(at(30, 85)).toEqual(['alert r web-1 85']);
    expect(at(40, 99)).toEqual([]);
    expect(watch.lasting()).toHaveLength(1);
    expect(at(50, 79)).toEqual(['ended r web-1 99']);
    expect(at(60, 70)).toEqual([]);
  });

  it('begins anew after one figure below, and after a silence', () => {
    const { at } = make(rule);
    expect([0, 10, 20].flatMap((second) => at(second, 90))).toEqual([]);
    expect(at(25, 10)).toEqual([]);
    expect([30, 40, 50, 59].flatMap((second) => at(second, 90))).toEqual([]);
    // Half a minute of which nothing is known.
    expect(at(90, 90, web, true)).toEqual([]);
    expect([100, 110].flatMap((second) => at(second, 90))).toEqual([]);
    expect(at(120, 90)).toEqual(['alert r web-1 90']);
  });

  it('takes an unknown figure for no figure', () => {
    const { at } = make(rule);
    expect([0, 10].flatMap((second) => at(second, 90))).toEqual([]);
    expect(at(20, null)).toEqual([]);
    expect(at(24, 90)).toEqual([]);
    expect(at(34, 90)).toEqual(['alert r web-1 90']);
  });

  it('looks at names that fit alone, and at its own metric', () => {
    const { at, watch } = make(
      { ...rule, metric: 'memory', threshold: 50, id: 'm' },
      { ...rule, metric: 'memoryBytes', threshold: 5e8 + 1, id: 'b' },
      { ...rule, enabled: false, id: 'off' },
    );
    expect(at(0, 0)).toEqual([]);
    expect(at(10, 0, { id: 'b'.repeat(64), name: 'db' })).toEqual([]);
    expect([12, 20].flatMap((second) => at(second, 0))).toEqual([]);
    expect(at(30, 0)).toEqual(['alert m web-1 0'.replace(' 0', ' 50')]);
    expect(watch.wants('web')).toBe(true);
    expect(watch.wants('db')).toBe(false);
  });

  it('is over when its container stops, or it is changed or gone', () => {
    const { at, watch } = make(rule, { ...rule, id: 's' });
    for (const second of [0, 10, 20, 30]) at(second, 90);
    expect(
      watch.setRules([
        { ...rule, threshold: 81 },
        { ...rule, id: 's' },
      ]),
    ).toMatchObject([{ type: 'ended', above: { rule: { id: 'r' } } }]);
    expect(watch.running([web])).toEqual([]);
    expect(watch.running([])).toMatchObject([{ type: 'ended', above: { rule: { id: 's' } } }]);
    expect(watch.clear()).toEqual([]);
  });

  it('is over when its container has another name', () => {
    const { at, watch } = make(rule, { ...rule, id: 's' });
    for (const second of [0, 10, 20, 30]) at(second, 90);
    expect(watch.running([{ ...web, name: 'web-2' }])).toEqual([]);
    expect(at(40, 90, { ...web, name: 'db' })).toEqual(['ended r web-1 90', 'ended s web-1 90']);
    for (const second of [50, 60, 70, 80]) at(second, 90);
    expect(watch.running([{ ...web, name: 'db' }])).toHaveLength(2);
    expect(watch.lasting()).toEqual([]);
  });

  it('is over when nothing is known for half of its time', () => {
    const { at, watch } = make(rule);
    for (const second of [0, 10, 20, 30]) at(second, 90);
    expect(at(44, null)).toEqual([]);
    expect(watch.elapsed(45_000)).toEqual([]);
    expect(watch.elapsed(46_000)).toMatchObject([{ type: 'ended' }]);
    // Told once more after its whole time.
    expect(at(50, 90, web, true)).toEqual([]);
    expect([60, 70].flatMap((second) => at(second, 90))).toEqual([]);
    expect(at(80, 90)).toEqual(['alert r web-1 90']);
    expect(at(120, 90, web, true)).toEqual([]);
    expect(at(130, 90)).toEqual(['ended r web-1 90']);
  });

  it.each([1, 2, 5, 10])('decides the same when it is read every %i s', (everySeconds) => {
    const cpuOf = (busy: number, calm: number) => (second: number) => (second % 2 === 0 ? busy : calm);
    const first = (cpu: (second: number) => number) => {
      const { at } = make(rule);
      at(0, 0);
      for (let second = everySeconds; second <= 120; second += everySeconds) {
        const used = Array.from({ length: everySeconds }, (_, ago) => cpu(second - ago));
        if (at(second, used.reduce((sum, one) => sum + one, 0) / everySeconds).length > 0) return second;
      }
      return null;
    };
    // Calm each other second: 85 and 75 % on the mean. 5 s hold 3 of the one and 2 of the other.
    expect(first(cpuOf(100, 70))).toBe(30);
    expect(first(cpuOf(90, 50))).toBe(null);
  });

  it.each([
    { forSeconds: 1 },
    { threshold: 0 },
    { threshold: Number.NaN },
    { metric: 'disk' },
    { pattern: '' },
    { pattern: 'x'.repeat(201) },
  ])('is refused with %o', (wrong) => {
    expect(alertRuleSchema.safeParse({ ...rule, ...wrong }).success).toBe(false);
  });
});

describe('a pattern of names', () => {
  it.each([
    ['web', 'web', true],
    ['web', 'web-1', false],
    ['web*', 'web', true],
    ['*-db-?', 'shop-db-1', true],
    ['*-db-?', 'shop-db-10', false],
    ['*', '', true],
    ['?', '', false],
    ['a.c', 'abc', false],
    ['**a**', 'banana', true],
  ])('%s of %s: %s', (pattern, name, fits) => {
    expect(fitsPattern(pattern, name)).toBe(fits);
  });

  it('means what a regular expression would mean', () => {
    const meaning = new Map([
      ['*', '.*'],
      ['?', '.'],
      ['.', '\\.'],
    ]);
    const letters = fc.array(fc.constantFrom('a', 'b', '*', '?', '.'), { maxLength: 8 });
    fc.assert(
      fc.property(letters, fc.array(fc.constantFrom('a', 'b', '.'), { maxLength: 8 }), (pattern, name) => {
        const written = pattern.map((sign) => meaning.get(sign) ?? sign).join('');
        const expected = new RegExp(`^${written}$`, 's').test(name.join(''));
        expect(fitsPattern(pattern.join(''), name.join(''))).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('is soon decided, however many stars it has', () => {
    expect(fitsPattern(`${'*a'.repeat(100)}b`, 'a'.repeat(300))).toBe(false);
  });
});
