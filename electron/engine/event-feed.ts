import type { IncomingMessage } from 'node:http';
import type { EngineEvent } from '../../shared/contract/engine.ts';
import { fail, type SlipwayError } from '../../shared/contract/failure.ts';
import { formatAddress } from './address.ts';
import type { EngineClient } from './client.ts';
import { LineSplitter } from './line-splitter.ts';
import { networkError } from './network-errors.ts';
import { parseEvent, sinceFromNano } from './raw/events.ts';

export interface FeedListener {
  event(event: EngineEvent): void;
  /** A line that is no event: what it named is not known, so everything has to be read again. */
  skipped(): void;
  /** The feed is over, for whatever reason; called once. */
  ended(error: SlipwayError): void;
}

export interface EventFeed {
  close(): void;
}

const openDeadlineMs = 5000;
const rememberedEvents = 512;

/** Where a feed stopped, so that the next one goes on from there without telling anything twice. */
export class FeedPosition {
  #lastNano: string | null = null;
  readonly #seen = new Set<string>();
  #continued = false;
  #told = 0;

  /** Of the feed that is open: whether it was seen to go on where the last one stopped, and how many new events it told. */
  get replay(): { continued: boolean; told: number } {
    return { continued: this.#continued, told: this.#told };
  }

  /** A feed is opened. */
  reopen(): void {
    this.#continued = false;
    this.#told = 0;
  }

  /** The value for `since=`; undefined before the first event. */
  get since(): string | undefined {
    return this.#lastNano === null ? undefined : sinceFromNano(this.#lastNano);
  }

  /** False for an event that was told before: a reconnect replays, and `since` is inclusive. */
  admit(event: EngineEvent): boolean {
    const key = `${event.atNano} ${event.type} ${event.action} ${event.id}`;
    if (this.#seen.has(key)) {
      this.#continued = true;
      return false;
    }
    this.#told += 1;
    this.#seen.add(key);
    if (this.#seen.size > rememberedEvents) {
      const oldest = this.#seen.values().next();
      if (!oldest.done) this.#seen.delete(oldest.value);
    }
    if (this.#lastNano === null || BigInt(event.atNano) > BigInt(this.#lastNano))
      this.#lastNano = event.atNano;
    return true;
  }

  reset(): void {
    this.#lastNano = null;
    this.#seen.clear();
  }
}

/**
 * Opens `/events` and hands every event over at once. The socket is read as fast as it delivers: a paused reader
 * loses events and slows every other client of the engine (moby gives a slow listener 100 ms an event).
 */
export async function openEventFeed(
  client: EngineClient,
  position: FeedPosition,
  listener: FeedListener,
  signal: AbortSignal,
): Promise<EventFeed> {
  const answer = await client.stream('/events', {
    query: { since: position.since },
    signal,
    deadlineMs: openDeadlineMs,
  });
  position.reopen();
  const splitter = new LineSplitter();
  let over = false;
  let dropped = 0;
  const end = (error: SlipwayError) => {
    if (over) return;
    over = true;
    answer.destroy();
    listener.ended(error);
  };
  const lost = () => end(fail('unreachable', 'connection-lost', { address: formatAddress(client.address) }));
  answer.on('data', (chunk: Buffer) => {
    if (over) return;
    for (const line of splitter.push(chunk)) take(line, position, listener);
    if (splitter.dropped > dropped) {
      dropped = splitter.dropped;
      listener.skipped();
    }
  });
  answer.once('end', lost);
  answer.once('close', lost);
  answer.on('error', (error) => end(networkError(error, client.address)));
  return {
    close() {
      over = true;
      destroyQuietly(answer);
    },
  };
}

function take(line: string, position: FeedPosition, listener: FeedListener): void {
  const event = parseEvent(line);
  if (event === null) listener.skipped();
  else if (position.admit(event)) listener.event(event);
}

function destroyQuietly(answer: IncomingMessage): void {
  answer.destroy();
}
