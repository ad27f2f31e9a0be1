import { connect } from 'node:net';
import type { EngineClient } from '../../engine/client.ts';
import { handshake } from '../../engine/handshake.ts';
import { createTransport } from '../../engine/transport.ts';

/** Whether anybody takes connections on a socket. */
export function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/**
 * Does something with a client of the engine at a socket, whichever engine is in use.
 * @throws what the engine, or the way to it, says
 */
export async function withEngineAt<T>(
  path: string,
  deadlineMs: number,
  signal: AbortSignal,
  work: (client: EngineClient) => Promise<T>,
): Promise<T> {
  const transport = createTransport({ kind: 'unix', path }, null, {});
  try {
    return await work((await handshake(transport, deadlineMs, signal)).client);
  } finally {
    transport.close();
  }
}

/** Whether an engine answers at a socket. */
export async function engineAnswers(path: string, deadlineMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await withEngineAt(path, deadlineMs, signal, () => Promise.resolve());
    return true;
  } catch {
    // Whatever it is that keeps it from answering: it does not.
    return false;
  }
}
