import type { ManagedState } from '../../../shared/contract/managed.ts';
import { saidBy, slowMs } from '../systemd-text.ts';
import type { OwnState } from './machine.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

/** The state as everybody is shown it. `line`: the last one of its log. */
export function toldState(state: OwnState, nowMs: number, line: string): ManagedState {
  switch (state.at) {
    case 'stopped':
      return { status: 'stopped', exit: state.exit };
    case 'starting':
      return {
        status: 'starting',
        since: iso(state.sinceMs),
        slow: nowMs - state.sinceMs > slowMs,
        until: iso(state.untilMs),
        line: saidBy(line),
      };
    case 'running':
      return { status: 'running', since: iso(state.sinceMs) };
    case 'stopping':
      return { status: 'stopping', since: iso(state.sinceMs) };
    case 'crashed':
      return { status: 'crashed', exit: state.exit, attempt: state.attempt, nextAt: iso(state.nextAtMs) };
    case 'failed':
      return { status: 'failed', exit: state.exit, error: state.error };
  }
}
