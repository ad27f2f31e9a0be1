import type {
  ClientMessage,
  ClientPort,
  Port,
  ServerMessage,
  ServerPort,
} from '../../shared/contract/wire.ts';

/** Two connected ends in one process. Messages arrive later, in order, never within `send`. */
export interface MemoryPair {
  client: ClientPort;
  server: ServerPort;
}

/** `clone` copies each message as a real transport would, so that nothing leaks by reference; tests ask for it. */
export function createMemoryPair(options: { clone?: boolean } = {}): MemoryPair {
  const carry = options.clone === true ? structuredClone : <T>(message: T) => message;
  const client = createEnd<ClientMessage, ServerMessage>(carry);
  const server = createEnd<ServerMessage, ClientMessage>(carry);
  client.connect(server);
  server.connect(client);
  return { client: client.port, server: server.port };
}

interface End<Out, In> {
  readonly port: Port<Out, In>;
  connect(other: Pick<End<In, Out>, 'arrive' | 'hangUp'>): void;
  arrive(message: In): void;
  /** The other end closed: what it sent before is still delivered. */
  hangUp(): void;
}

function createEnd<Out, In>(carry: <T>(message: T) => T): End<Out, In> {
  const held: In[] = [];
  const closeListeners: (() => void)[] = [];
  let other: Pick<End<In, Out>, 'arrive' | 'hangUp'> | null = null;
  let listener: ((message: In) => void) | null = null;
  let state: 'open' | 'hanging-up' | 'closed' = 'open';
  let scheduled = false;

  function closed(): void {
    state = 'closed';
    held.length = 0;
    for (const tell of closeListeners.splice(0)) queueMicrotask(tell);
  }
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    // A macrotask, so that a fast stream cannot keep the process from everything else.
    setImmediate(deliver);
  }
  function deliver(): void {
    scheduled = false;
    try {
      // Only what is here now: answers to these wait for the next turn.
      for (let left = held.length; left > 0 && listener !== null && state !== 'closed'; left -= 1) {
        const message = held.shift();
        if (message !== undefined) listener(message);
      }
    } finally {
      if (state === 'hanging-up' && (held.length === 0 || listener === null)) closed();
      else if (held.length > 0 && listener !== null) schedule();
    }
  }

  return {
    port: {
      send: (message) => {
        if (state === 'open') other?.arrive(carry(message));
      },
      onMessage: (next) => {
        listener = next;
        if (held.length > 0) schedule();
      },
      onClose: (tell) => {
        if (state === 'closed') queueMicrotask(tell);
        else closeListeners.push(tell);
      },
      close: () => {
        if (state === 'closed') return;
        other?.hangUp();
        closed();
      },
    },
    connect: (end) => {
      other = end;
    },
    arrive: (message) => {
      if (state === 'closed') return;
      held.push(message);
      if (listener !== null) schedule();
    },
    hangUp: () => {
      if (state !== 'open') return;
      state = 'hanging-up';
      schedule();
    },
  };
}
