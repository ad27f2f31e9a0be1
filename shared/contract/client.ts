import type {
  AnswerOf,
  CallName,
  ContractShape,
  InputOf,
  ItemOf,
  MessageOf,
  SessionName,
  StreamName,
} from './define.ts';
import type { ApiError, Result } from './errors.ts';
import { failure, toApiError } from './failure.ts';
import type { Contract } from './index.ts';
import { packingOf } from './packing.ts';
import type { ClientPort, ServerMessage } from './wire.ts';

/** What a consumer of a stream or session does with it. Nothing is called any more after `cancel()`. */
export interface Consumer<T> {
  /** May be async: credit for the next item is then granted only once it settles. */
  item(item: T): void;
  /** Called once, when it ended by itself (no error), failed, or the connection closed. */
  done?(error?: ApiError): void;
}

export interface StreamHandle {
  cancel(): void;
}

export interface SessionHandle<M> extends StreamHandle {
  /** Settles once the message is on its way, or the session is over. Never rejects. */
  send(message: M): Promise<void>;
  /** No more messages will follow; items may. */
  end(): void;
}

export interface ConsumeOptions {
  /** Items that may be under way at once; granted again as they are consumed. Default 64. */
  credit?: number;
}

/** Everything in the contract, typed, over whichever transport. */
export interface Client<C extends ContractShape = Contract> {
  /** Never rejects: a failure is a value. An aborted `signal` cancels the call. */
  call<P extends CallName<C>>(
    method: P,
    input: InputOf<C, P>,
    options?: { signal?: AbortSignal },
  ): Promise<Result<AnswerOf<C, P>>>;
  stream<P extends StreamName<C>>(
    method: P,
    input: InputOf<C, P>,
    on: Consumer<ItemOf<C, P>>,
    options?: ConsumeOptions,
  ): StreamHandle;
  session<P extends SessionName<C>>(
    method: P,
    input: InputOf<C, P>,
    on: Consumer<ItemOf<C, P>>,
    options?: ConsumeOptions,
  ): SessionHandle<MessageOf<C, P>>;
  readonly closed: boolean;
  /** Called once when the connection ends; at once (but later in the tick) when it has ended already. */
  onClose(listener: () => void): () => void;
  close(): void;
}

interface Channel {
  item(item: unknown): void;
  credit(n: number): void;
  done(error?: ApiError): void;
}

const defaultCredit = 64;
const cancelled = () => failure('cancelled', 'cancelled');
const connectionClosed = () => failure('unreachable', 'connection-closed');

/** A fault in a listener belongs to whoever wrote it: it is told as uncaught and breaks nothing else. */
function throwLater(fault: unknown): void {
  queueMicrotask(() => {
    throw fault;
  });
}

/** The client end of a connection. Takes over the port: nobody else may listen on it. */
export function createClient<C extends ContractShape = Contract>(port: ClientPort): Client<C> {
  const calls = new Map<number, (result: Result<unknown>) => void>();
  const channels = new Map<number, Channel>();
  const closeListeners = new Set<() => void>();
  let lastId = 0;
  let closed = false;

  function receive(message: ServerMessage): void {
    if (message.t === 'answer') {
      calls.get(message.id)?.(message.result);
      return;
    }
    const channel = channels.get(message.id);
    // Cancelled here while the message was under way.
    if (channel === undefined) return;
    if (message.t === 'item') channel.item(message.item);
    else if (message.t === 'credit') channel.credit(message.n);
    else channel.done(message.error);
  }

  function over(): void {
    if (closed) return;
    closed = true;
    for (const answer of [...calls.values()]) answer({ ok: false, error: connectionClosed() });
    for (const channel of [...channels.values()]) channel.done(connectionClosed());
    for (const listener of closeListeners) guarded(listener);
    closeListeners.clear();
  }

  function call(method: string, input: unknown, signal?: AbortSignal): Promise<Result<unknown>> {
    if (signal?.aborted) return Promise.resolve({ ok: false, error: cancelled() });
    if (closed) return Promise.resolve({ ok: false, error: connectionClosed() });
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => {
      const cancel = () => port.send({ t: 'cancel', id });
      calls.set(id, (result) => {
        calls.delete(id);
        signal?.removeEventListener('abort', cancel);
        resolve(result);
      });
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        port.send({ t: 'call', id, method, input });
      } catch (thrown) {
        // The transport cannot carry this input.
        calls.get(id)?.({ ok: false, error: toApiError(thrown) });
      }
    });
  }

  function open(method: string, input: unknown, on: Consumer<unknown>, options?: ConsumeOptions) {
    lastId += 1;
    const id = lastId;
    const credit = options?.credit ?? defaultCredit;
    const outbox = createOutbox(id, port);
    const packing = packingOf(method);
    let owed = 0;

    function stop(): boolean {
      outbox.drop();
      return channels.delete(id);
    }
    function consumed(): void {
      owed += 1;
      // Grants travel in halves of the window: few messages, yet the producer never runs dry.
      if (owed * 2 < credit || !channels.has(id)) return;
      port.send({ t: 'credit', id, n: owed });
      owed = 0;
    }
    function done(error?: ApiError): void {
      if (stop()) guarded(() => (error === undefined ? on.done?.() : on.done?.(error)));
    }
    channels.set(id, {
      item: (item) => {
        const pending: unknown = guarded(() => on.item(packing === undefined ? item : packing.unpack(item)));
        if (pending instanceof Promise) pending.catch(throwLater).finally(consumed);
        else consumed();
      },
      credit: outbox.grant,
      done,
    });
    try {
      if (closed) queueMicrotask(() => done(connectionClosed()));
      else port.send({ t: 'open', id, method, input, credit });
    } catch (thrown) {
      queueMicrotask(() => done(toApiError(thrown)));
    }

    return {
      cancel: () => {
        if (stop() && !closed) port.send({ t: 'cancel', id });
      },
      send: outbox.send,
      end: outbox.end,
    };
  }

  port.onMessage(receive);
  port.onClose(over);

  return {
    // The two ends share one contract, so the answer to `method` has its type: the one cast of the client.
    call: (method, input, options) => call(method, input, options?.signal) as Promise<Result<never>>,
    stream: (method, input, on, options) => open(method, input, on as Consumer<unknown>, options),
    session: (method, input, on, options) => open(method, input, on as Consumer<unknown>, options),
    get closed() {
      return closed;
    },
    onClose: (listener) => {
      if (closed) queueMicrotask(listener);
      else closeListeners.add(listener);
      return () => closeListeners.delete(listener);
    },
    close: () => {
      port.close();
      over();
    },
  };
}

function guarded<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (fault) {
    throwLater(fault);
    return undefined;
  }
}

/** Messages into a session, kept until the router grants credit for them. */
function createOutbox(id: number, port: ClientPort) {
  const waiting: { data: unknown; sent: () => void }[] = [];
  let credit = 0;
  let ending: 'no' | 'asked' | 'told' = 'no';
  let dropped = false;

  function flush(): void {
    while (credit > 0) {
      const next = waiting.shift();
      if (next === undefined) break;
      credit -= 1;
      port.send({ t: 'send', id, data: next.data });
      next.sent();
    }
    if (ending !== 'asked' || waiting.length > 0) return;
    ending = 'told';
    port.send({ t: 'end', id });
  }

  return {
    grant: (n: number) => {
      credit += n;
      flush();
    },
    send: (data: unknown) =>
      new Promise<void>((sent) => {
        if (dropped || ending !== 'no') sent();
        else waiting.push({ data, sent });
        flush();
      }),
    end: () => {
      if (dropped || ending !== 'no') return;
      ending = 'asked';
      flush();
    },
    drop: () => {
      dropped = true;
      for (const { sent } of waiting.splice(0)) sent();
    },
  };
}
