import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogMerge } from '../../../electron/containers/logs/merge.ts';
import type { LogBatch, LogLine } from '../../../shared/contract/logs.ts';

const line = (container: string, n: number, text = `line ${n}`): LogLine => ({
  container,
  at: '',
  atNano: String(10_000 + n),
  channel: 'stdout',
  text,
});

function drain(merge: LogMerge): LogBatch[] {
  const batches: LogBatch[] = [];
  for (let batch = merge.take(); batch !== null; batch = merge.take()) batches.push(batch);
  return batches;
}

describe('LogMerge', () => {
  it('gives the lines of all lanes by time', () => {
    const lanes = fc.array(fc.array(fc.nat(9000), { maxLength: 40 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(lanes, (all) => {
        const merge = new LogMerge();
        for (const [at, times] of all.entries()) {
          const lane = merge.lane(`c${at}`);
          for (const time of [...times].sort((a, b) => a - b)) lane.line(line(`c${at}`, time));
          lane.end();
        }
        const times = drain(merge).flatMap((batch) =>
          batch.lines.map(({ atNano }) => Number(atNano) - 10_000),
        );
        expect(times).toEqual(all.flat().sort((a, b) => a - b));
        expect(merge.ended).toBe(true);
      }),
    );
  });

  it('waits for a lane that may have an earlier line, and no longer than a moment', async () => {
    const merge = new LogMerge();
    const [slow, quick] = [merge.lane('slow'), merge.lane('quick')];
    quick.line(line('quick', 5));
    quick.heard();
    expect(merge.take()).toBeNull();
    slow.line(line('slow', 1));
    slow.heard();
    const never = new AbortController().signal;
    const texts: string[] = [];
    while (texts.length < 2) {
      const batch = merge.take();
      if (batch === null) await merge.changed(never);
      else texts.push(...batch.lines.map(({ container }) => container));
    }
    expect(texts).toEqual(['slow', 'quick']);
  });

  it('accounts for every line it sheds, in its place', () => {
    const actions = fc.array(fc.constantFrom('line', 'mark', 'take'), { maxLength: 400 });
    fc.assert(
      fc.property(actions, (list) => {
        const merge = new LogMerge({ lines: 20, characters: 1e9 });
        const lane = merge.lane('web');
        let written = 0;
        let next = 1;
        let marks = 0;
        const told = (batch: LogBatch | null) => {
          for (const { text } of batch?.lines ?? []) {
            expect(text).toBe(`line ${next}`);
            next += 1;
          }
          next += batch?.gap?.count ?? 0;
          if (batch?.mark !== undefined) marks += 1;
        };
        let marked = 0;
        for (const action of list) {
          if (action === 'take') told(merge.take());
          else if (action === 'mark') {
            lane.mark({ container: 'web', kind: 'started' });
            marked += 1;
          } else {
            written += 1;
            lane.line(line('web', written));
            merge.shed();
            expect(merge.full).toBe(false);
          }
        }
        lane.end();
        for (const batch of drain(merge)) told(batch);
        expect(next - 1).toBe(written);
        expect(marks).toBe(marked);
        expect(merge.ended).toBe(true);
      }),
    );
  });
});
