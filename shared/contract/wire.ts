import type { ApiError, Result } from './errors.ts';

/** Ids are chosen by the client and are unique on one connection. */
export type ClientMessage =
  | { t: 'call'; id: number; method: string; input: unknown }
  | { t: 'open'; id: number; method: string; input: unknown; credit: number }
  /** Grants `n` more items. */
  | { t: 'credit'; id: number; n: number }
  /** A message into a session; the router grants credit for these too. */
  | { t: 'send'; id: number; data: unknown }
  /** The client will send no more into this session. */
  | { t: 'end'; id: number }
  | { t: 'cancel'; id: number };

export type ServerMessage =
  | { t: 'answer'; id: number; result: Result<unknown> }
  | { t: 'item'; id: number; item: unknown }
  | { t: 'credit'; id: number; n: number }
  /** Last message of a stream or session; without an error it ended by itself. */
  | { t: 'done'; id: number; error?: ApiError };

/** One end of a duplex pipe that carries whole messages in order. Transports implement it. */
export interface Port<Out, In> {
  send(message: Out): void;
  /** At most one listener; messages that arrive before it is set are kept. */
  onMessage(listener: (message: In) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

export type ClientPort = Port<ClientMessage, ServerMessage>;
export type ServerPort = Port<ServerMessage, ClientMessage>;
