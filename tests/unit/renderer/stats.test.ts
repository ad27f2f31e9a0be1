import { describe, expect, it } from 'vitest';
import { draftOf, newDraft, ruleOf } from '../../../renderer/panels/stats/rule-draft.ts';
import { withAlertItem } from '../../../renderer/state/stats/alerts.ts';
import { linesAsText } from '../../../renderer/state/stats/export.ts';
import {
  chosenContainers,
  containerLine,
  matchingContainers,
  projectLines,
  type StatsLine,
  underProjects,
} from '../../../renderer/state/stats/lines.ts';
import { machineId, withItem } from '../../../renderer/state/stats/live.ts';
import type { StatsItem, StatsRow } from '../../../shared/contract/stats.ts';
import type { StatsAlert } from '../../../shared/contract/stats-alerts.ts';
import { sampleContainer as container } from './samples.ts';

const nothing = { rows: new Map(), totals: null, points: new Map(), at: null };

const row = (id: string, change: Partial<StatsRow> = {}): StatsRow => ({
  id,
  name: id,
  state: 'running',
  restarts: 0,
  sampledAt: '2026-01-01T00:00:01Z',
  cpuPercent: 12.5,
  memoryBytes: 1024,
  memoryLimitBytes: 2048,
  memoryPercent: 50,
  networkRxBytes: 1,
  networkTxBytes: 2,
  blockReadBytes: 3,
  blockWriteBytes: 4,
  pids: 5,
  networkRxPerSecond: 0,
  networkTxPerSecond: 0,
  blockReadPerSecond: 0,
  blockWritePerSecond: 0,
  ...change,
});

const item = (rows: StatsRow[], change: Partial<StatsItem> = {}): StatsItem => ({
  at: '2026-01-01T00:00:01Z',
  stale: false,
  rows,
  absent: [],
  totals: {
    cpuPercent: 12.5,
    memoryBytes: 1024,
    networkRxPerSecond: 0,
    networkTxPerSecond: 0,
    blockReadPerSecond: 0,
    blockWritePerSecond: 0,
    pids: 5,
    running: 1,
    measured: 1,
    cpus: 2,
    machineMemoryBytes: 4096,
  },
  ...change,
});

describe('live figures', () => {
  it('keeps what was not asked for, and lets go of what is gone', () => {
    const first = withItem(nothing, item([row('a'), row('b')]));
    const second = withItem(first, item([row('b')], { at: '2026-01-01T00:00:02Z', absent: ['a'] }));
    expect([...first.rows.keys()]).toEqual(['a', 'b']);
    expect([...second.rows.keys()]).toEqual(['b']);
    expect(second.rows.get('b'), 'the same figures are the same object').toBe(first.rows.get('b'));
    expect(second.points.get('b'), 'the same reading counts once').toHaveLength(1);
    expect(second.points.get(machineId)).toHaveLength(2);
  });

  it('stands still while the engine is away', () => {
    const first = withItem(nothing, item([row('a')]));
    const away = item([row('a', { cpuPercent: null, sampledAt: null })], { stale: true });
    expect(withItem(first, away)).toBe(first);
  });
});

describe('rows of the page', () => {
  const shop = { project: 'shop' };
  const web = container({ id: 'web', name: 'web', ...shop });
  const db = container({ id: 'db', name: 'db', ...shop });
  const lone = container({ id: 'lone', name: 'lone' });
  const rows = new Map([
    ['web', row('web')],
    ['db', row('db', { cpuPercent: null, memoryBytes: 1000 })],
  ]);
  const sources = { rows, points: new Map(), alerts: new Map() };
  const lines = [web, db, lone].map((one) => containerLine(one, sources));

  it('shows nothing as known before it is', () => {
    expect(lines[2]).toMatchObject({ name: 'lone', cpuPercent: null, memoryBytes: null, pids: null });
    expect(lines[0]).toMatchObject({ name: 'web', cpuPercent: 12.5, memoryPercent: 50 });
  });

  it('leaves out what does not run and what does not fit', () => {
    const stopped = container({ id: 'stopped', name: 'web-2', state: 'exited' });
    expect(matchingContainers([web, db, stopped], 'shop WEB').map(({ id }) => id)).toEqual(['web']);
  });

  it('sums what is known of a project, with its containers below it unless it is closed', () => {
    const projects = projectLines(lines, new Set(['project:']));
    const [first, none] = projects;
    expect(first).toMatchObject({
      name: 'shop',
      members: 2,
      cpuPercent: 12.5,
      memoryBytes: 2024,
      open: true,
    });
    expect(none).toMatchObject({ name: '', members: 1, cpuPercent: null, open: false });
    const order = underProjects([...lines.toReversed(), ...projects]).map(({ key }) => key);
    expect(order).toEqual(['project:shop', 'db', 'web', 'project:']);
    const chosen = (...keys: string[]) => chosenContainers(lines, new Set(keys)).map(({ id }) => id);
    expect(chosen('project:shop')).toEqual(['web', 'db']);
    expect(chosen('web', 'project:')).toEqual(['web', 'lone']);
  });

  it('is exported as shown, with nothing that a spreadsheet would run', () => {
    const hostile: StatsLine[] = [
      ...lines.slice(0, 1),
      { ...containerLine(db, sources), project: '=cmd|"calc"!A1' },
    ];
    const csv = linesAsText(hostile, 'csv', 0).split('\r\n');
    expect(csv[0]).toMatch(/^at,id,name,project,state,restarts,cpuPercent,memoryBytes,/);
    expect(csv[1]).toBe(
      '1970-01-01T00:00:00.000Z,web,web,shop,running,0,12.5,1024,2048,50,1,2,3,4,5,0,0,0,0',
    );
    expect(csv[2]).toContain(`db,db,"'=cmd|""calc""!A1",running,0,,1000,`);
    const json = linesAsText(hostile, 'json', 0).trimEnd().split('\n');
    expect(json.map((line) => JSON.parse(line))).toMatchObject([
      { name: 'web', cpuPercent: 12.5 },
      { name: 'db', project: '=cmd|"calc"!A1', cpuPercent: null },
    ]);
  });
});

describe('alerts', () => {
  const alert = (id: string): StatsAlert => ({
    id,
    ruleId: 'r',
    containerId: 'c',
    name: 'web',
    pattern: '*',
    metric: 'cpu',
    threshold: 80,
    forSeconds: 60,
    value: 93,
    since: '2026-01-01T00:00:00Z',
  });

  it('last from their first item to their end', () => {
    let alerts = withAlertItem([], { type: 'snapshot', alerts: [alert('1')] });
    alerts = withAlertItem(alerts, { type: 'alert', alert: alert('2'), tell: true });
    alerts = withAlertItem(alerts, { type: 'alert', alert: { ...alert('1'), value: 99 }, tell: false });
    expect(alerts.map(({ id, value }) => [id, value])).toEqual([
      ['1', 99],
      ['2', 93],
    ]);
    expect(withAlertItem(alerts, { type: 'ended', alert: alert('2') }).map(({ id }) => id)).toEqual(['1']);
  });

  it('come of rules that say something in every field', () => {
    expect(ruleOf(newDraft)).toEqual({ pattern: '*', metric: 'cpu', threshold: 80, forSeconds: 60 });
    const memory = { pattern: ' web-* ', metric: 'memoryBytes', threshold: '1,5', forSeconds: '5' } as const;
    expect(ruleOf(memory)).toMatchObject({ pattern: 'web-*', threshold: 1.5 * 1024 * 1024 });
    expect(ruleOf({ pattern: ' ', metric: 'cpu', threshold: '0', forSeconds: '4' })).toEqual([
      'pattern',
      'threshold',
      'forSeconds',
    ]);
    expect(ruleOf({ ...newDraft, threshold: 'much' })).toEqual(['threshold']);
    expect(ruleOf({ ...newDraft, threshold: '', forSeconds: '5.5' })).toEqual(['threshold', 'forSeconds']);
    const rule = {
      ...memory,
      pattern: 'x',
      threshold: 2 * 1024 * 1024,
      forSeconds: 9,
      id: '1',
      enabled: true,
    };
    expect(draftOf(rule)).toMatchObject({ threshold: '2', forSeconds: '9' });
  });
});
