import type { EngineEvent, EngineIdentity } from '../../shared/contract/engine.ts';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import type { Address } from './address.ts';
import type { EngineClient } from './client.ts';
import { type EngineClock, readClock } from './clock.ts';
import { type FeedPosition, openEventFeed } from './event-feed.ts';
import { handshake } from './handshake.ts';
import { networkError } from './network-errors.ts';
import { engineIdentity } from './raw/identity.ts';
import type { TlsFiles } from './tls-files.ts';
import { createTransport, type Transport } from './transport.ts';

/** An engine that answers, with its event feed open. It lives until `signal` fires. */
export interface Session {
  client: EngineClient;
  engine: EngineIdentity;
  signal: AbortSignal;
}

export interface SessionListener {
  /** The feed is open: from here on no change goes unseen, so lists may be read. */
  ready(session: Session): void;
  event(event: EngineEvent): void;
  skipped(): void;
}

export interface SessionTiming {
  handshakeMs: number;
  pingEveryMs: number;
  pingDeadlineMs: number;
}

const defaultTiming: SessionTiming = { handshakeMs: 5000, pingEveryMs: 5000, pingDeadlineMs: 4000 };

/**
 * Connects, and stays until the connection is lost. End, close, error and silence all come back as the one
 * failure this resolves with; it never rejects. Aborting `signal` ends it too.
 */
export async function runSession(
  target: { address: Address; tls: () => Promise<TlsFiles | null>; env: NodeJS.ProcessEnv },
  position: FeedPosition,
  clock: EngineClock,
  listener: SessionListener,
  signal: AbortSignal,
  timing: SessionTiming = defaultTiming,
): Promise<SlipwayError> {
  const ended = new AbortController();
  const forward = () => ended.abort(fail('cancelled', 'cancelled'));
  signal.addEventListener('abort', forward, { once: true });
  if (signal.aborted) forward();
  let transport: Transport | undefined;
  try {
    transport = createTransport(target.address, await target.tls(), target.env);
    const shake = await handshake(transport, timing.handshakeMs, ended.signal);
    const { client } = shake;
    // The feed first: what happens between it and the first list is then seen twice rather than never.
    const feed = await openEventFeed(
      client,
      position,
      {
        event: (event) => listener.event(event),
        skipped: () => listener.skipped(),
        ended: (error) => ended.abort(error),
      },
      ended.signal,
    );
    const info = await readClock(client, clock, ended.signal);
    listener.ready({ client, engine: engineIdentity(info, shake), signal: ended.signal });
    await watchOver(client, clock, timing, ended);
    feed.close();
  } catch (thrown) {
    const error = networkError(thrown, target.address);
    if (!ended.signal.aborted) ended.abort(error);
  } finally {
    signal.removeEventListener('abort', forward);
    transport?.close();
  }
  const { reason } = ended.signal;
  return reason instanceof SlipwayError ? reason : networkError(reason, target.address);
}

/** Pings, one at a time, until the session ends: a connection that went silent is found within one round. */
async function watchOver(
  client: EngineClient,
  clock: EngineClock,
  timing: SessionTiming,
  ended: AbortController,
): Promise<void> {
  while (await sleep(timing.pingEveryMs, ended.signal)) {
    try {
      const pong = await client.text('/_ping', {
        unversioned: true,
        deadlineMs: timing.pingDeadlineMs,
        signal: ended.signal,
      });
      if (clock.disagreesWith(pong.headers.date)) await readClock(client, clock, ended.signal);
    } catch (thrown) {
      if (!ended.signal.aborted) ended.abort(thrown);
    }
  }
}

/** True after `ms`, false at once when `signal` fires. */
export function sleep(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const stop = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve(true);
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
    return undefined;
  });
}
