import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SharedLooks } from '../../../electron/managed/watching.ts';
import { fail } from '../../../shared/contract/failure.ts';
import type { ManagedStatus } from '../../../shared/contract/managed.ts';

const timing = { lookMs: 5000, calmMs: 30_000, calmAfterMs: 60_000 };

describe('those who watch the engines of this machine', () => {
  let over: AbortController;
  let reads: number;
  let answer: () => ManagedStatus;
  const changes = new Set<() => void>();

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    over = new AbortController();
    reads = 0;
    answer = () => ({ engines: [], preferred: null });
  });
  afterEach(() => {
    over.abort();
    vi.useRealTimers();
  });

  /** Watchers, with what each was told. */
  function watchers(count: number): ManagedStatus[][] {
    const looks = new SharedLooks(async () => {
      reads += 1;
      return answer();
    }, timing);
    return Array.from({ length: count }, () => {
      const told: ManagedStatus[] = [];
      const watch = looks.watch((changed) => {
        changes.add(changed);
        return () => changes.delete(changed);
      }, over.signal);
      void (async () => {
        for await (const status of watch) told.push(status);
      })();
      return told;
    });
  }

  it('share each look, and are told of a change all of them', async () => {
    const told = watchers(3);
    await vi.advanceTimersByTimeAsync(0);
    expect(told.map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(reads).toBe(1);
    answer = () => ({ engines: [], preferred: 'own' });
    await vi.advanceTimersByTimeAsync(1);
    for (const changed of changes) changed();
    await vi.advanceTimersByTimeAsync(0);
    expect(told.map((one) => one.at(-1)?.preferred)).toEqual(['own', 'own', 'own']);
    expect(reads).toBe(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(reads).toBe(4);
  });

  it('look less often where nothing changes', async () => {
    watchers(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reads).toBeGreaterThan(10);
    const before = reads;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(reads - before).toBeLessThan(25);
    expect(reads).toBeGreaterThan(before);
  });

  it('go on after a look that was not answered', async () => {
    const [told = []] = watchers(1);
    await vi.advanceTimersByTimeAsync(0);
    answer = () => {
      throw fail('engine-error', 'engine-command-failed', { command: 'systemctl', detail: '' });
    };
    await vi.advanceTimersByTimeAsync(6000);
    answer = () => ({ engines: [], preferred: 'user' });
    await vi.advanceTimersByTimeAsync(6000);
    expect(told.map(({ preferred }) => preferred)).toEqual([null, 'user']);
  });

  it('leave nothing behind', async () => {
    watchers(2);
    await vi.advanceTimersByTimeAsync(0);
    over.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(changes.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
