import { describe, expect, it } from 'vitest';
import { liveFile, pastFile } from '../../../electron/stats/export.ts';
import { type StatsItem, type StatsSeries, stats } from '../../../shared/contract/stats.ts';
import { noFigures } from '../../../shared/model/stats.ts';
import { statsHeader, statsLines } from '../../../shared/model/stats-file.ts';
import { totalsOf } from '../../../shared/model/stats-totals.ts';

const row = { id: 'a1', name: 'web', state: 'running', restarts: 0, sampledAt: null, ...noFigures } as const;
const item = (rows: StatsItem['rows']): StatsItem => ({
  at: '2026-11-21T10:00:00.000Z',
  stale: false,
  rows,
  totals: totalsOf([], { cpus: null, memoryBytes: null }),
  absent: [],
});
const text = (parts: Iterable<{ data: Uint8Array }>) =>
  [...parts].map(({ data }) => new TextDecoder().decode(data)).join('');

async function past(series: readonly StatsSeries[]): Promise<string> {
  async function* each() {
    yield* series;
  }
  const parts: { data: Uint8Array }[] = [];
  for await (const part of pastFile(each(), 'csv')) parts.push(part);
  return text(parts);
}

describe('a file of figures', () => {
  it('has the same columns in each line, and empty cells for what is not known', () => {
    const lines = statsLines(item([{ ...row, cpuPercent: 1.5, pids: 3 }]), 'csv');
    expect(statsHeader('csv').split(',')).toHaveLength(lines.split(',').length);
    expect(lines).toBe('2026-11-21T10:00:00.000Z,a1,web,,running,0,1.5,,,,,,,,3,,,,\r\n');
  });

  it('writes hostile text as text', () => {
    const project = '=HYPERLINK("http://x"),\n';
    const lines = statsLines(item([{ ...row, project }]), 'csv');
    expect(lines).toContain(`,"'=HYPERLINK(""http://x""),\n",`);
  });

  it('is JSON by the line where that is asked for', () => {
    const lines = statsLines(item([row, { ...row, name: 'two', memoryBytes: 7 }]), 'json').trimEnd();
    expect(lines.split('\n').map((line) => JSON.parse(line))).toMatchObject([
      { at: '2026-11-21T10:00:00.000Z', name: 'web', project: null, memoryBytes: null },
      { name: 'two', memoryBytes: 7 },
    ]);
  });

  it('has its head once', async () => {
    async function* items() {
      yield item([row]);
      yield item([row]);
    }
    const parts: { data: Uint8Array }[] = [];
    for await (const part of liveFile(items(), 'csv')) parts.push(part);
    expect(text(parts).match(/^at,/gm)).toHaveLength(1);
    expect(text(parts).trimEnd().split('\r\n')).toHaveLength(3);
  });

  it('of a day holds as few containers as a history of one', () => {
    const ids = Array.from({ length: 51 }, (_, at) => `c${at}`);
    for (const { input } of [stats.history, stats.export]) {
      expect(input.safeParse({ ids, span: '24h' }).success).toBe(false);
      expect(input.safeParse({ ids: ids.slice(1), span: '24h' }).success).toBe(true);
      expect(input.safeParse({ ids, span: '5m' }).success).toBe(true);
    }
  });

  it('has a history series after series', async () => {
    const columns = {
      at: [0, 60_000],
      cpuPercent: [1, null],
      memoryBytes: [2, 2],
      networkRxPerSecond: [null, null],
      networkTxPerSecond: [null, null],
      blockReadPerSecond: [null, null],
      blockWritePerSecond: [null, null],
      pids: [1, 1],
    };
    const series: StatsSeries[] = [
      { id: 'a1', name: 'web', ...columns },
      { id: 'machine', name: null, ...columns },
    ];
    const written = (await past(series)).trimEnd().split('\r\n');
    expect(written).toHaveLength(5);
    expect(written[2]).toBe('1970-01-01T00:01:00.000Z,a1,web,,2,,,,,1');
    expect(await past([])).toMatch(/^at,id,name,cpuPercent,/);
  });
});
