import type { EngineExit } from '../../../shared/contract/managed.ts';
import { backoffMs } from '../../engine/backoff.ts';

/** What an engine of Slipway's own is at. Times are ms since the epoch. */
export type OwnState =
  | { at: 'stopped'; exit: EngineExit | null }
  /** `attempt`: of starting it again after it ended by itself; 0 where somebody asked for it. */
  | { at: 'starting'; sinceMs: number; untilMs: number; attempt: number }
  | { at: 'running'; sinceMs: number; attempt: number }
  | { at: 'stopping'; sinceMs: number }
  | { at: 'crashed'; exit: EngineExit; attempt: number; nextAtMs: number }
  /** `late`: it did not answer in time. */
  | { at: 'failed'; exit: EngineExit | null; error: string; late?: boolean };

export type OwnEvent =
  | { type: 'start'; nowMs: number; untilMs: number }
  /** It was found running or starting: an earlier Slipway had started it. */
  | { type: 'found'; nowMs: number; untilMs: number; answers: boolean }
  | { type: 'answered'; nowMs: number }
  | { type: 'stop'; nowMs: number }
  /** `firstMs`: before it is started again the first time, which doubles each time. */
  | { type: 'ended'; exit: EngineExit; nowMs: number; random: number; firstMs: number }
  /** It could not be started at all, or did not answer in time. */
  | { type: 'refused'; error: string; late?: boolean };

const longestMs = 30_000;
/** After so long it is no longer the same trouble. */
const stableMs = 60_000;
/** So often in a row it is started again by itself. */
export const mostAttempts = 5;

/** The state after an event; the same one where the event means nothing in it. */
export function nextState(state: OwnState, event: OwnEvent): OwnState {
  switch (event.type) {
    case 'start':
      if (state.at === 'starting' || state.at === 'running' || state.at === 'stopping') return state;
      return {
        at: 'starting',
        sinceMs: event.nowMs,
        untilMs: event.untilMs,
        attempt: state.at === 'crashed' ? state.attempt : 0,
      };
    case 'found':
      if (state.at === 'stopping') return state;
      if (event.answers)
        return state.at === 'running' ? state : { at: 'running', sinceMs: event.nowMs, attempt: 0 };
      return state.at === 'starting' || state.at === 'running'
        ? state
        : { at: 'starting', sinceMs: event.nowMs, untilMs: event.untilMs, attempt: 0 };
    case 'answered':
      if (state.at !== 'starting') return state;
      return { at: 'running', sinceMs: event.nowMs, attempt: state.attempt };
    case 'stop':
      if (state.at === 'starting' || state.at === 'running') return { at: 'stopping', sinceMs: event.nowMs };
      // Nothing runs: it is not started again either.
      return state.at === 'crashed' ? { at: 'stopped', exit: state.exit } : state;
    case 'refused':
      return state.at === 'starting' || state.at === 'crashed' || state.at === 'stopping'
        ? { at: 'failed', exit: null, error: event.error, ...(event.late === true ? { late: true } : {}) }
        : state;
    case 'ended':
      return ended(state, event);
  }
}

function ended(state: OwnState, event: Extract<OwnEvent, { type: 'ended' }>): OwnState {
  const { exit, nowMs } = event;
  switch (state.at) {
    case 'stopping':
      return { at: 'stopped', exit: { ...exit, cause: 'asked' } };
    case 'starting':
      // What fails at once, as it was asked for, fails again: it is told, and not tried over and over.
      if (state.attempt === 0) return { at: 'failed', exit, error: exit.lastError };
      return again(event, state.attempt);
    case 'running': {
      // Somebody ended it in good order.
      if (exit.cause === 'asked') return { at: 'stopped', exit };
      const before = nowMs - state.sinceMs > stableMs ? 0 : state.attempt;
      return again(event, before);
    }
    case 'stopped':
    case 'crashed':
    case 'failed':
      return state;
  }
}

function again(event: Extract<OwnEvent, { type: 'ended' }>, before: number): OwnState {
  const { exit, nowMs, random, firstMs } = event;
  const attempt = before + 1;
  if (attempt > mostAttempts) return { at: 'failed', exit, error: exit.lastError };
  return {
    at: 'crashed',
    exit,
    attempt,
    nextAtMs: nowMs + backoffMs({ firstMs, maxMs: Math.max(firstMs, longestMs) }, attempt, random),
  };
}
