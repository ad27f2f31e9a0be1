import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  mostAttempts,
  nextState,
  type OwnEvent,
  type OwnState,
} from '../../../electron/supervision/own/machine.ts';
import type { EngineExit } from '../../../shared/contract/managed.ts';

const exit = (over: Partial<EngineExit> = {}): EngineExit => ({
  ...{ at: null, cause: 'signal', code: null, signal: 'SIGKILL', lastError: 'boom' },
  ...over,
});
const ended = (nowMs: number, over: Partial<EngineExit> = {}): OwnEvent => ({
  ...{ type: 'ended', nowMs, random: 0.5, firstMs: 1000 },
  exit: exit(over),
});
const start = (nowMs: number): OwnEvent => ({ type: 'start', nowMs, untilMs: nowMs + 1000 });
const stopped: OwnState = { at: 'stopped', exit: null };
const stateAfter = (events: readonly OwnEvent[], from: OwnState = stopped): OwnState =>
  events.reduce(nextState, from);

describe('the states of an engine of Slipway’s own', () => {
  it('runs once it answers', () => {
    expect(stateAfter([start(1), { type: 'answered', nowMs: 5 }])).toEqual({
      at: 'running',
      sinceMs: 5,
      attempt: 0,
    });
  });

  it('does not try again what failed as it was asked for', () => {
    expect(stateAfter([start(1), ended(2, { cause: 'code', code: 1, signal: null })])).toMatchObject({
      at: 'failed',
      error: 'boom',
    });
  });

  it('comes back after a crash, later each time, and not for ever', () => {
    let state = stateAfter([start(0), { type: 'answered', nowMs: 1 }]);
    let now = 1;
    let last = 0;
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      state = nextState(state, ended(now));
      expect(state).toMatchObject({ at: 'crashed', attempt });
      if (state.at !== 'crashed') return;
      expect(state.nextAtMs - now).toBeGreaterThan(last);
      last = state.nextAtMs - now;
      now = state.nextAtMs;
      state = stateAfter([start(now), { type: 'answered', nowMs: now }], state);
    }
    expect(nextState(state, ended(now))).toMatchObject({ at: 'failed' });
  });

  it('counts anew once it ran for long', () => {
    const running: OwnState = { at: 'running', sinceMs: 0, attempt: mostAttempts };
    expect(nextState(running, ended(10_000_000))).toMatchObject({ at: 'crashed', attempt: 1 });
  });

  it('stays stopped where somebody stopped it', () => {
    const running: OwnState = { at: 'running', sinceMs: 0, attempt: 0 };
    expect(stateAfter([{ type: 'stop', nowMs: 1 }, ended(2, { signal: 'SIGTERM' })], running)).toMatchObject({
      at: 'stopped',
      exit: { cause: 'asked' },
    });
    expect(nextState(running, ended(2, { cause: 'asked', code: 0, signal: null }))).toMatchObject({
      at: 'stopped',
    });
    const crashed = nextState(running, ended(2));
    expect(nextState(crashed, { type: 'stop', nowMs: 3 })).toMatchObject({ at: 'stopped' });
  });

  it('is never started twice, and never forgets that it is being stopped', () => {
    const event: fc.Arbitrary<OwnEvent> = fc.oneof(
      fc.record({ type: fc.constant('start' as const), nowMs: fc.nat(), untilMs: fc.nat() }),
      fc.record({
        ...{ type: fc.constant('found' as const), nowMs: fc.nat(), untilMs: fc.nat(), answers: fc.boolean() },
      }),
      fc.record({ type: fc.constant('answered' as const), nowMs: fc.nat() }),
      fc.record({ type: fc.constant('stop' as const), nowMs: fc.nat() }),
      fc.record({ type: fc.constant('refused' as const), error: fc.string() }),
      fc.nat().map((nowMs) => ended(nowMs)),
    );
    fc.assert(
      fc.property(fc.array(event), fc.nat(), (events, nowMs) => {
        const state = stateAfter(events);
        const again = nextState(state, start(nowMs));
        if (state.at === 'running' || state.at === 'starting' || state.at === 'stopping')
          expect(again).toBe(state);
        else expect(again.at).toBe('starting');
        if (state.at === 'stopping') {
          expect(nextState(state, { type: 'answered', nowMs })).toBe(state);
          expect(nextState(state, ended(nowMs)).at).toBe('stopped');
        }
        if (state.at === 'crashed') expect(state.attempt).toBeLessThanOrEqual(mostAttempts);
      }),
    );
  });
});
