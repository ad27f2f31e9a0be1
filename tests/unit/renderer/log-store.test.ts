import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAll, LogSearch, searchPattern } from '../../../renderer/state/logs/log-search.ts';
import { LogStore, type NewRow } from '../../../renderer/state/logs/log-store.ts';
import { rowsText } from '../../../renderer/ui/logs/save.ts';

const row = (text: string): NewRow => ({
  kind: 'line',
  line: { container: 'web', at: '2026-01-01T00:00:00.000Z', atNano: '1', channel: 'stdout', text },
});
const atOnce = (run: () => void): void => run();

function pattern(typed: string): RegExp {
  const found = searchPattern(typed);
  if (found === null) throw new Error(`${typed} is no pattern`);
  return found;
}

describe('LogStore', () => {
  it('keeps the last rows, each under its number', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { maxLength: 40 }), (counts) => {
        const store = new LogStore(atOnce, 50);
        let written = 0;
        for (const count of counts) {
          store.add(Array.from({ length: count }, (_, i) => row(String(written + i))));
          written += count;
          expect(store.size).toBe(Math.min(written, 50));
          expect(store.nextSeq).toBe(written);
          for (let seq = store.firstSeq; seq < store.nextSeq; seq += 1)
            expect(store.bySeq(seq)).toMatchObject({ seq, line: { text: String(seq) } });
          expect(store.bySeq(store.firstSeq - 1)).toBeUndefined();
        }
      }),
    );
  });

  it('knows when its newest line was written, of those it keeps', () => {
    const at = (atNano: string): NewRow => ({
      kind: 'line',
      line: { container: 'web', at: '2026-01-01T00:00:00.000Z', atNano, channel: 'stdout', text: '' },
    });
    const store = new LogStore(atOnce, 3);
    expect(store.newestNano()).toBeNull();
    store.add([at('99'), at('1000'), at('9')]);
    expect(store.newestNano()).toBe('1000');
    store.add([at('10'), at('11')]);
    expect(store.newestNano()).toBe('11');
    store.clear();
    expect(store.newestNano()).toBeNull();
  });

  it('tells its listeners once a turn', () => {
    const turns: (() => void)[] = [];
    const store = new LogStore((run) => void turns.push(run));
    let told = 0;
    store.subscribe(() => {
      told += 1;
    });
    store.add([row('a')]);
    store.add([row('b')]);
    for (const run of turns.splice(0)) run();
    expect(told).toBe(1);
    store.clear();
    expect(store.size).toBe(0);
    expect(store.nextSeq).toBe(2);
  });
});

describe('LogSearch', () => {
  it('finds the same rows as a filter does, also while rows come and go', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.constantFrom('apple', 'Banana', 'x'), { maxLength: 30 })), (parts) => {
        const store = new LogStore(atOnce, 40);
        const search = new LogSearch(store, pattern('a'));
        for (const texts of parts) {
          store.add(texts.map(row));
          while (!search.advance(50));
          const expected: number[] = [];
          for (let seq = store.firstSeq; seq < store.nextSeq; seq += 1) {
            const one = store.bySeq(seq);
            if (one?.kind === 'line' && /a/i.test(one.line.text)) expected.push(seq);
          }
          expect(Array.from({ length: search.count }, (_, i) => search.at(i))).toEqual(expected);
          for (const seq of expected) expect(search.at(search.indexFrom(seq))).toBe(seq);
        }
      }),
    );
  });

  it('looks through escape sequences, and minds the case only when asked to', () => {
    const store = new LogStore(atOnce);
    store.add([row('\u001b[31mER\u001b[0mROR'), row('error'), row('Error')]);
    const count = (typed: string): number => {
      const search = new LogSearch(store, pattern(typed));
      search.advance(50);
      return search.count;
    };
    expect(count('error')).toBe(3);
    expect(count('Error')).toBe(1);
    expect(count('^\\w+$')).toBe(3);
    expect(searchPattern('(')).toBeNull();
  });

  it('marks finds, but none of no length', () => {
    expect(findAll(pattern('a*'), 'baab')).toEqual([[1, 3]]);
  });
});

describe('rowsText', () => {
  it('writes plain lines, and tells what is missing', () => {
    const store = new LogStore(atOnce);
    store.add([row('\u001b[31mred'), { kind: 'gap', gap: { container: 'web', count: 3, reason: 'slow' } }]);
    const rows = [0, 1].flatMap((seq) => store.bySeq(seq) ?? []);
    expect(rowsText(rows, { times: false, names: true })).toBe(
      'web | red\n[web: 3 lines missing here: they came faster than they could be shown]\n',
    );
    expect(rowsText(rows.slice(0, 1), { times: true, names: false })).toBe('2026-01-01T00:00:00.000Z red\n');
  });
});
