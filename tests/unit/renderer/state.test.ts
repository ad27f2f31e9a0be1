import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/i18n/en.ts';
import { standingOf } from '../../../renderer/state/connection.ts';
import { countStates, whyNot } from '../../../renderer/state/container-rules.ts';
import {
  filterButState,
  filterByState,
  filterFromQuery,
  noFilter,
  projectsOf,
} from '../../../renderer/state/container-view.ts';
import { clocksParted, engineTimeAt } from '../../../renderer/state/engine-clock.ts';
import { createBatch } from '../../../renderer/state/frame-batch.ts';
import { parseRoute, routeHash } from '../../../renderer/state/route.ts';
import { dismissToast, toast, toastError, useToasts } from '../../../renderer/state/toasts.ts';
import { containerStates } from '../../../shared/contract/containers.ts';
import type { EngineState } from '../../../shared/contract/engine.ts';
import { failure } from '../../../shared/contract/failure.ts';
import { sampleContainer } from './samples.ts';

describe('routes', () => {
  it.each([
    ['', { page: 'overview', object: null, query: {} }],
    ['#/containers', { page: 'containers', object: null, query: {} }],
    ['#/containers/a%2Fb', { page: 'containers', object: 'a/b', query: {} }],
    ['#/containers?state=running', { page: 'containers', object: null, query: { state: 'running' } }],
    ['#/nowhere', { page: null, object: null, query: {} }],
  ])('%s', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  it('are written as they are read', () => {
    const hash = routeHash('containers', 'a/b?c#d', { state: 'running', q: 'x y&z', none: '' });
    expect(parseRoute(hash)).toEqual({
      page: 'containers',
      object: 'a/b?c#d',
      query: { state: 'running', q: 'x y&z' },
    });
  });
});

describe('the clock of the engine', () => {
  const reading = { engineMs: 1_000_000, takenAtMs: 500 };

  it('goes on from its last reading, whatever the wall clock does', () => {
    expect(engineTimeAt(reading, 2_500, 99)).toBe(1_002_000);
  });

  it('is the page clock while it is not known', () => {
    expect(engineTimeAt(null, 2_500, 99)).toBe(99);
  });

  it('is to be asked again after a sleep or a step of the clock', () => {
    const before = { wallMs: 0, monotonicMs: 0 };
    expect(clocksParted(before, { wallMs: 10_000, monotonicMs: 10_050 })).toBe(false);
    expect(clocksParted(before, { wallMs: 600_000, monotonicMs: 10_000 })).toBe(true);
    expect(clocksParted(before, { wallMs: -3_600_000, monotonicMs: 10_000 })).toBe(true);
  });
});

describe('a batch', () => {
  it('hands over all that came before its moment, in order, once', () => {
    const due: (() => void)[] = [];
    const seen: (readonly number[])[] = [];
    const batch = createBatch<number>(
      (items) => seen.push(items),
      (run) => due.push(run),
    );
    batch.add(1);
    batch.add(2);
    expect(due).toHaveLength(1);
    due.shift()?.();
    batch.add(3);
    due.shift()?.();
    expect(seen).toEqual([[1, 2], [3]]);
  });
});

describe('what may be done', () => {
  const base = {
    endpoint: null,
    since: '2024-11-03T10:00:00Z',
    engineTimeMs: null,
    skippedEvents: 0,
  };
  const lost = failure('unreachable', 'connection-lost', { address: 'unix:///x' });

  it('follows from the link and the engine', () => {
    const connecting: EngineState = { ...base, status: 'connecting' };
    const unreachable: EngineState = { ...base, status: 'unreachable', attempt: 1, error: lost };
    expect(standingOf('connecting', null)).toBe('waiting');
    expect(standingOf('closed', null)).toBe('unusable');
    expect(standingOf('open', connecting)).toBe('waiting');
    expect(standingOf('open', unreachable)).toBe('unusable');
  });

  it('has an action that makes sense for a container in any state', () => {
    const possible = containerStates.map((state) => {
      const container = sampleContainer({ state });
      return (['start', 'stop', 'pause', 'unpause', 'kill'] as const).filter(
        (action) => !whyNot(container, action),
      );
    });
    expect(Object.fromEntries(containerStates.map((state, at) => [state, possible[at]]))).toEqual({
      created: ['start'],
      running: ['stop', 'pause', 'kill'],
      paused: ['stop', 'unpause', 'kill'],
      restarting: ['stop', 'kill'],
      removing: [],
      exited: ['start'],
      dead: [],
    });
  });

  it('leaves a protected container alone', () => {
    expect(whyNot(sampleContainer({ protected: true }), 'remove')).toBe('protected');
    expect(whyNot(sampleContainer({ state: 'dead' }), 'remove')).toBeNull();
  });
});

describe('the filter of the list', () => {
  const rows = [
    sampleContainer({ id: '1', name: 'web', project: 'shop' }),
    sampleContainer({ id: '2', name: 'db', project: 'shop', state: 'exited', exitCode: 1 }),
    sampleContainer({ id: '3', name: 'viz.1.x', isTask: true }),
    sampleContainer({ id: '4', name: 'lone', state: 'paused' }),
  ];
  const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);

  it('narrows by project, tasks and text together', () => {
    expect(names(filterButState(rows, { ...noFilter, project: 'shop' }))).toEqual(['web', 'db']);
    expect(names(filterButState(rows, { ...noFilter, project: '' }))).toEqual(['viz.1.x', 'lone']);
    expect(names(filterButState(rows, { ...noFilter, tasks: 'none', text: 'nginx' }))).toEqual([
      'web',
      'db',
      'lone',
    ]);
    expect(names(filterButState(rows, { ...noFilter, tasks: 'only' }))).toEqual(['viz.1.x']);
  });

  it('counts and shows states alike', () => {
    const counts = countStates(rows);
    expect(counts).toEqual({ all: 4, running: 2, stopped: 1, paused: 1, attention: 1 });
    for (const state of ['all', 'running', 'stopped', 'paused', 'attention'] as const) {
      expect(filterByState(rows, state)).toHaveLength(counts[state]);
    }
  });

  it('lists projects once, in order', () => {
    expect(projectsOf([...rows, sampleContainer({ project: 'blog' })])).toEqual(['blog', 'shop']);
  });

  it('is taken from an address, which may ask for anything', () => {
    expect(filterFromQuery({})).toBeNull();
    expect(filterFromQuery({ state: 'running' })).toEqual({ ...noFilter, state: 'running' });
    expect(filterFromQuery({ state: 'nonsense', q: 'web' })).toEqual({ ...noFilter, text: 'web' });
  });
});

describe('messages', () => {
  it('tells the same trouble once, and lets go of the oldest', () => {
    const error = failure('conflict', 'name-taken', { name: 'web', by: 'another' });
    toastError(() => 'one', error);
    toastError(() => 'two', error);
    expect(useToasts.getState().toasts).toHaveLength(1);
    for (let i = 0; i < 9; i += 1) toast({ tone: 'info', title: () => String(i) });
    expect(useToasts.getState().toasts).toHaveLength(6);
    for (const { key } of useToasts.getState().toasts) dismissToast(key);
    expect(useToasts.getState().toasts).toEqual([]);
  });

  it('keeps what is to stay while others can go', () => {
    toastError(() => 'trouble', failure('conflict', 'name-taken', { name: 'web', by: 'another' }));
    toast({ tone: 'info', title: () => 'under way', progress: 0.5 });
    for (let i = 0; i < 9; i += 1) toast({ tone: 'info', title: () => String(i) });
    const titles = () => useToasts.getState().toasts.map(({ title }) => title(en));
    expect(titles()).toEqual(['trouble', 'under way', '5', '6', '7', '8']);
    for (let i = 0; i < 7; i += 1) toast({ tone: 'warning', title: () => `stays ${i}`, sticky: true });
    expect(titles().filter((title) => /^(trouble|under way|stays \d)$/.test(title))).toHaveLength(9);
    toast({ tone: 'done', title: () => 'newest' });
    expect(titles()).toContain('newest');
    for (const { key } of useToasts.getState().toasts) dismissToast(key);
  });

  it('does not tell a person what the person cancelled', () => {
    toastError(() => 'x', failure('cancelled', 'cancelled'));
    expect(useToasts.getState().toasts).toEqual([]);
  });
});
