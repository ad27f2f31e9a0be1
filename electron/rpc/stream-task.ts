import type { ApiError } from '../../shared/contract/errors.ts';
import { failure, SlipwayError } from '../../shared/contract/failure.ts';
import { packingOf } from '../../shared/contract/packing.ts';
import type { ServerMessage } from '../../shared/contract/wire.ts';
import { type ClientKind, callerLeft } from './handlers.ts';
import type { RouterLimits } from './limits.ts';
import { createMessageQueue } from './message-queue.ts';
import type { MethodOf } from './method-table.ts';
import { startPump } from './stream-pump.ts';
import { validate } from './validate.ts';

export interface StreamTaskOptions {
  id: number;
  method: MethodOf<'stream' | 'session'>;
  /** Checked already. */
  input: unknown;
  credit: number;
  client: ClientKind;
  limits: RouterLimits;
  congestion(): Promise<void> | null;
  send(message: ServerMessage): void;
  /** What the caller is told of something thrown. */
  explain(thrown: unknown): ApiError;
  /** Called once, just before the last message. */
  finished(): void;
}

export interface StreamTask {
  cancel(): void;
  /** The same because there is nobody any more: `callerLeft` is the reason its signal has. */
  leave(): void;
  /** Both answer what is wrong with the client, or null. */
  grant(n: number): string | null;
  deliver(data: unknown): string | null;
  end(): void;
  /** Resolves once the handler has stopped. Never rejects. */
  readonly settled: Promise<void>;
}

/** Runs one stream or session until it ends, fails or is cancelled; its last message is `done`. */
export function startStream(options: StreamTaskOptions): StreamTask {
  const { id, method, input, client, limits, send } = options;
  const controller = new AbortController();
  const context = { signal: controller.signal, client };
  const inbox =
    method.kind === 'session'
      ? createMessageQueue(limits.messageWindow, (n) => send({ t: 'credit', id, n }))
      : null;

  let left = false;
  const packing = packingOf(method.name);
  const pump = startPump({
    open: () => {
      if (method.kind === 'stream') return method.run(input, context);
      return method.run(input, { ...context, messages: inbox?.messages ?? noMessages() });
    },
    credit: options.credit,
    congestion: options.congestion,
    emit: (item) => send({ t: 'item', id, item: packing === undefined ? item : packing.pack(item) }),
    finish: (outcome) => {
      options.finished();
      if (outcome.type === 'ended') send({ t: 'done', id });
      else if (outcome.type === 'failed') send({ t: 'done', id, error: options.explain(outcome.thrown) });
      else send({ t: 'done', id, error: failure('cancelled', 'cancelled') });
      inbox?.drop();
      // Also after a good end: whatever hangs on the signal is let go.
      controller.abort(left ? callerLeft : undefined);
    },
    lateFault: options.explain,
  });
  if (inbox !== null) send({ t: 'credit', id, n: limits.messageWindow });

  return {
    cancel: () => pump.stop({ type: 'stopped' }),
    leave: () => {
      left = true;
      pump.stop({ type: 'stopped' });
    },
    grant: (n) => (pump.grant(n) <= limits.credit ? null : 'the credit is out of bounds'),
    deliver: (data) => {
      if (inbox === null || method.kind !== 'session') return 'a message was sent into a stream';
      const message = validate(method.def.message, data);
      if (message.ok) return inbox.push(message.value) ? null : 'a session was sent more than it was granted';
      // The content is the caller's mistake: it ends the session, not the connection.
      pump.stop({ type: 'failed', thrown: new SlipwayError(message.error) });
      return null;
    },
    end: () => inbox?.end(),
    settled: pump.settled,
  };
}

async function* noMessages(): AsyncGenerator<never> {
  // A stream takes no messages.
}
