import type { ApiError, Result } from '../../shared/contract/errors.ts';
import { failure, toApiError } from '../../shared/contract/failure.ts';
import type { ClientMessage, ServerMessage, ServerPort } from '../../shared/contract/wire.ts';
import { type CallTask, startCall } from './call-task.ts';
import { parseClientMessage } from './client-message.ts';
import { type ClientKind, callerLeft } from './handlers.ts';
import type { RouterLimits } from './limits.ts';
import { describeThrown, type RouterLog } from './log.ts';
import type { Method, MethodOf, MethodTable } from './method-table.ts';
import { type StreamTask, startStream } from './stream-task.ts';
import { validate } from './validate.ts';

/** A server port that may also say when it cannot take more for now. */
export interface ServingPort extends ServerPort {
  /** Something to wait for before more items are sent; null while there is room. */
  congestion?(): Promise<void> | null;
}

export interface Connection {
  /** Aborts everything it serves, closes the port, and resolves once the handlers have stopped. */
  close(): Promise<void>;
}

export interface ConnectionOptions {
  port: ServingPort;
  client: ClientKind;
  methods: MethodTable;
  limits: RouterLimits;
  log: RouterLog;
  /** Called once, when nothing more will be sent. */
  onClosed(): void;
}

type Task = ({ kind: 'call' } & CallTask) | ({ kind: 'stream' } & StreamTask);

/** Serves one client over one port: checks each message, runs handlers, and lets none outlive the port. */
export function serveConnection(options: ConnectionOptions): Connection {
  const { port, client, methods, limits } = options;
  /** What the client may still refer to, by its id. */
  const tasks = new Map<number, Task>();
  /** What still runs, by itself or after a cancel; the name is for the log. */
  const running = new Map<Promise<void>, string>();
  let callsRunning = 0;
  let streamsRunning = 0;
  let closed = false;
  let stopped: Promise<void> = Promise.resolve();

  const log = (event: Parameters<RouterLog>[0]['event'], detail: string, method?: string) =>
    options.log({ event, client, detail, ...(method === undefined ? {} : { method }) });

  function send(message: ServerMessage): void {
    if (!closed) port.send(message);
  }

  function track(settled: Promise<void>, method: string, over: () => void): void {
    running.set(settled, method);
    void settled.then(() => {
      running.delete(settled);
      over();
    });
  }

  /** What the caller is told of something thrown; the unforeseen is logged too. */
  function explain(thrown: unknown, method: string): ApiError {
    if (thrown === callerLeft) return failure('cancelled', 'cancelled');
    const error = toApiError(thrown);
    if (error.code === 'internal') log('handler-failed', describeThrown(thrown), method);
    return error;
  }

  function answer(id: number, method: string, result: Result<unknown>): void {
    tasks.delete(id);
    try {
      send({ t: 'answer', id, result });
    } catch (thrown) {
      log('answer-unsendable', describeThrown(thrown), method);
      send({ t: 'answer', id, result: { ok: false, error: toApiError(thrown) } });
    }
  }

  /** The method asked for and its checked input, or why it is refused. */
  function admit<K extends Method['kind']>(
    message: { method: string; input: unknown },
    kinds: readonly K[],
    room: { used: number; limit: number; of: string },
  ): Result<{ method: MethodOf<K>; input: unknown }> {
    const found = methods.find(message.method, kinds);
    if (!found.ok) return found;
    if (room.used >= room.limit) {
      const params = { kind: room.of, limit: String(room.limit) };
      return { ok: false, error: failure('conflict', 'too-many-open', params) };
    }
    const input = validate(found.value.def.input, message.input);
    return input.ok ? { ok: true, value: { method: found.value, input: input.value } } : input;
  }

  function call(message: Extract<ClientMessage, { t: 'call' }>): void {
    const { id } = message;
    const admitted = admit(message, ['call'], { used: callsRunning, limit: limits.calls, of: 'calls' });
    if (!admitted.ok) {
      answer(id, message.method, admitted);
      return;
    }
    const { method, input } = admitted.value;
    callsRunning += 1;
    const task = startCall({
      run: (signal) => method.run(input, { signal, client }),
      answer: (result) => answer(id, method.name, result),
      explain: (thrown) => explain(thrown, method.name),
    });
    tasks.set(id, { kind: 'call', ...task });
    track(task.settled, method.name, () => {
      callsRunning -= 1;
    });
  }

  function open(message: Extract<ClientMessage, { t: 'open' }>): void {
    const { id, credit } = message;
    const room = { used: streamsRunning, limit: limits.streams, of: 'streams' };
    const admitted = admit(message, ['stream', 'session'], room);
    if (!admitted.ok) {
      send({ t: 'done', id, error: admitted.error });
      return;
    }
    const { method, input } = admitted.value;
    streamsRunning += 1;
    const task = startStream({
      id,
      method,
      input,
      credit,
      client,
      limits,
      congestion: () => port.congestion?.() ?? null,
      send,
      explain: (thrown) => explain(thrown, method.name),
      finished: () => tasks.delete(id),
    });
    tasks.set(id, { kind: 'stream', ...task });
    track(task.settled, method.name, () => {
      streamsRunning -= 1;
    });
  }

  /** Returns why the client cannot be trusted any more, or null. */
  function handle(message: ClientMessage): string | null {
    const task = tasks.get(message.id);
    if (message.t === 'call' || message.t === 'open') {
      if (task !== undefined) return 'an id is in use already';
      if (message.t === 'call') call(message);
      else open(message);
      return null;
    }
    // Not known any more: it ended while the message was under way.
    if (task === undefined) return null;
    if (message.t === 'cancel') {
      task.cancel(limits.cancelGraceMs);
      return null;
    }
    if (task.kind === 'call') return `a call was sent "${message.t}"`;
    switch (message.t) {
      case 'credit':
        return task.grant(message.n);
      case 'send':
        return task.deliver(message.data);
      case 'end':
        task.end();
        return null;
      default:
        message satisfies never;
        return null;
    }
  }

  function close(): Promise<void> {
    if (closed) return stopped;
    closed = true;
    for (const task of [...tasks.values()]) task.leave();
    tasks.clear();
    port.close();
    options.onClosed();
    stopped = settle(running, limits.closeGraceMs, (method) =>
      log('handler-will-not-stop', `still running ${limits.closeGraceMs} ms after its client left`, method),
    );
    return stopped;
  }

  port.onClose(() => void close());
  port.onMessage((raw) => {
    if (closed) return;
    const parsed = parseClientMessage(raw, limits.credit);
    const why = parsed.ok ? handle(parsed.message) : parsed.why;
    if (why === null) return;
    log('protocol-error', `${why}; the connection is closed`);
    void close();
  });

  return { close };
}

/** Waits for all that runs, but no longer than `graceMs`; names what is left. */
async function settle(
  running: ReadonlyMap<Promise<void>, string>,
  graceMs: number,
  leave: (method: string) => void,
): Promise<void> {
  if (running.size === 0) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, graceMs, 'late');
  });
  const outcome = await Promise.race([Promise.all(running.keys()), late]);
  clearTimeout(timer);
  if (outcome === 'late') for (const method of running.values()) leave(method);
}
