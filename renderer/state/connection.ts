import { create } from 'zustand';
import type { EngineState } from '../../shared/contract/engine.ts';
import { type ClockReading, clocksParted, engineTimeAt } from './engine-clock.ts';
import { keepStream, type LinkStatus, useLink } from './link.ts';
import { forgetOffers } from './toasts.ts';

interface ConnectionState {
  /** null until the first word from Slipway. */
  engine: EngineState | null;
}

export const useConnection = create<ConnectionState>()(() => ({ engine: null }));

let reading: ClockReading | null = null;
let lastEngineId: string | null = null;

/** Takes a state in, e.g. the answer of `engine.use`, which comes before the stream's own. */
export function takeEngineState(engine: EngineState): void {
  if (engine.engineTimeMs !== null) {
    reading = { engineMs: engine.engineTimeMs, takenAtMs: performance.now() };
  }
  useConnection.setState({ engine });
  const id = engineIdOf(engine);
  if (id === null || id === lastEngineId) return;
  if (lastEngineId !== null) forgetOffers();
  lastEngineId = id;
}

/** Now, by the engine's clock, ms since the epoch. */
export function engineNow(): number {
  return engineTimeAt(reading, performance.now(), Date.now());
}

/** Follows the connection to the engine for the life of the page. */
export function followConnection(): void {
  const stream = keepStream('engine.state', {}, takeEngineState);
  let last = { wallMs: Date.now(), monotonicMs: performance.now() };
  setInterval(() => {
    const now = { wallMs: Date.now(), monotonicMs: performance.now() };
    if (clocksParted(last, now)) stream.restart();
    last = now;
  }, 10_000);
}

/** What the page may do now: `ready`, rows kept but `stale`, `waiting` for a first answer, or `unusable`. */
export type Standing = 'ready' | 'stale' | 'waiting' | 'unusable';

/** Pure: the standing that a link and an engine state make together. */
export function standingOf(link: LinkStatus['status'], engine: EngineState | null): Standing {
  if (engine === null) return link === 'closed' ? 'unusable' : 'waiting';
  switch (engine.status) {
    case 'ready':
      return link === 'open' ? 'ready' : 'stale';
    case 'reconnecting':
      return 'stale';
    case 'connecting':
      return 'waiting';
    case 'unreachable':
    case 'refused':
    case 'unsupported':
      return 'unusable';
  }
}

export function useStanding(): Standing {
  const link = useLink((state) => state.link.status);
  return useConnection((state) => standingOf(link, state.engine));
}

/** The id of the engine whose rows belong on screen; null while there is none. */
export function engineIdOf(engine: EngineState | null): string | null {
  return engine !== null && (engine.status === 'ready' || engine.status === 'reconnecting')
    ? engine.engine.id
    : null;
}

/** What people call the engine in use. */
export function engineName(engine: EngineState | null): string | null {
  if (engine === null) return null;
  const known = engine.status === 'ready' || engine.status === 'reconnecting' ? engine.engine.name : null;
  const { endpoint } = engine;
  if (endpoint === null) return known;
  // An endpoint given as a bare address has no name of its own; the engine's says more.
  return endpoint.name === endpoint.address && known ? known : endpoint.name;
}
