import { create } from 'zustand';
import type {
  Client,
  ConsumeOptions,
  Consumer,
  SessionHandle,
  StreamHandle,
} from '../../shared/contract/client.ts';
import type { ApiError, Result } from '../../shared/contract/errors.ts';
import type {
  AnswerOf,
  CallName,
  InputOf,
  ItemOf,
  MessageOf,
  SessionName,
  StreamName,
} from '../../shared/contract/index.ts';

/** The part of the bridge that the page leans on; `renderer/bridge` has the real one. */
export interface Link {
  readonly host: 'desktop' | 'web';
  current(): Client;
  status(): LinkStatus;
  subscribe(listener: () => void): () => void;
  reconnect(): void;
}

/** The page's own connection to Slipway (not Slipway's to the engine). */
export type LinkStatus =
  | { readonly status: 'connecting' }
  | { readonly status: 'open' }
  | { readonly status: 'closed'; readonly error: ApiError; readonly retrying: boolean };

interface LinkState {
  link: LinkStatus;
  host: 'desktop' | 'web';
  /** When this status began, ms since the epoch by the page's clock. */
  since: number;
}

export const useLink = create<LinkState>()(() => ({
  link: { status: 'connecting' },
  host: 'web',
  since: Date.now(),
}));

const streamRetryMs = 1_000;
const notAttached: ApiError = {
  code: 'unreachable',
  reason: 'connection-closed',
  message: 'The connection to Slipway was closed.',
};

let bridge: Link | null = null;
let client: Client | null = null;
const standing = new Set<() => void>();

/** Takes the bridge into use for the life of the page: standing streams open anew on each new client. */
export function attachBridge(next: Link): void {
  bridge = next;
  client = next.current();
  const follow = () => {
    const link = next.status();
    if (link.status !== useLink.getState().link.status) useLink.setState({ since: Date.now() });
    useLink.setState({ link, host: next.host });
    const fresh = next.current();
    if (link.status !== 'open' || fresh === client) return;
    client = fresh;
    for (const open of [...standing]) open();
  };
  next.subscribe(follow);
  follow();
  for (const open of [...standing]) open();
}

/** Tries to reach Slipway again now. */
export function reconnect(): void {
  bridge?.reconnect();
}

/** One question to Slipway. Never rejects; while the link is down it fails at once. */
export function call<P extends CallName>(
  method: P,
  input: InputOf<P>,
  options?: { signal?: AbortSignal },
): Promise<Result<AnswerOf<P>>> {
  if (client === null) return Promise.resolve({ ok: false, error: notAttached });
  return client.call(method, input, options);
}

/** A stream over the link as it is now, once; null while there is none. It ends with the link. */
export function openStream<P extends StreamName>(
  method: P,
  input: InputOf<P>,
  on: Consumer<ItemOf<P>>,
  options?: ConsumeOptions,
): StreamHandle | null {
  return client === null || client.closed ? null : client.stream(method, input, on, options);
}

/** A session over the link as it is now; null while there is none. It ends with the link. */
export function openSession<P extends SessionName>(
  method: P,
  input: InputOf<P>,
  on: Consumer<ItemOf<P>>,
  options?: ConsumeOptions,
): SessionHandle<MessageOf<P>> | null {
  return client === null || client.closed ? null : client.session(method, input, on, options);
}

/**
 * A stream that stands for as long as it is wanted: it opens when the link does, and again after it ended.
 * `restart` opens it anew at once.
 */
export function keepStream<P extends StreamName>(
  method: P,
  input: InputOf<P>,
  item: (item: ItemOf<P>) => void,
  options?: ConsumeOptions,
): { stop(): void; restart(): void } {
  let handle: StreamHandle | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    clearTimeout(timer);
    handle?.cancel();
    handle = null;
    const through = client;
    if (through === null || through.closed) return;
    const done = () => {
      handle = null;
      if (client === through && !through.closed && standing.has(open))
        timer = setTimeout(open, streamRetryMs);
    };
    handle = through.stream(method, input, { item, done }, options);
  }

  standing.add(open);
  open();
  return {
    stop: () => {
      standing.delete(open);
      clearTimeout(timer);
      handle?.cancel();
      handle = null;
    },
    restart: open,
  };
}
