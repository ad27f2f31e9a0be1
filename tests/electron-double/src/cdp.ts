import { WebSocket } from 'ws';

export type CdpListener = (params: Record<string, unknown>) => void;

/** Why a command was not answered. */
export class GoneError extends Error {
  constructor(method: string) {
    super(`${method}: Chromium has gone`);
    this.name = 'GoneError';
  }
}

interface Waiting {
  method: string;
  resolve(value: unknown): void;
  reject(reason: Error): void;
}

/** A client of Chromium's DevTools protocol, in its flat form: sessions share one socket. */
export class Cdp {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, CdpListener>();
  #lastId = 0;
  #closed = false;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(JSON.parse(String(data))));
    socket.on('close', () => this.#over());
  }

  /** Connects to a browser's endpoint. */
  static async connect(url: string): Promise<Cdp> {
    const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 256 * 1024 * 1024 });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return new Cdp(socket);
  }

  /** One command, to the browser or to a session. Rejects with what Chromium said, or when it has gone. */
  send<T = Record<string, unknown>>(method: string, params: object = {}, sessionId?: string): Promise<T> {
    if (this.#closed) return Promise.reject(new GoneError(method));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { method, resolve: (value) => resolve(value as T), reject });
      this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }));
    });
  }

  /** Listens to one event; of the browser where no session is named. One listener each. */
  on(event: string, listener: CdpListener, sessionId = ''): void {
    this.#listeners.set(`${sessionId} ${event}`, listener);
  }

  /** Forgets a session's listeners. */
  forget(sessionId: string): void {
    for (const key of this.#listeners.keys()) {
      if (key.startsWith(`${sessionId} `)) this.#listeners.delete(key);
    }
  }

  close(): void {
    this.#socket.close();
  }

  #receive(message: {
    id?: number;
    result?: unknown;
    error?: { message: string };
    method?: string;
    params?: Record<string, unknown>;
    sessionId?: string;
  }): void {
    if (message.id === undefined) {
      this.#listeners.get(`${message.sessionId ?? ''} ${message.method}`)?.(message.params ?? {});
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error === undefined) waiting?.resolve(message.result);
    else waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
  }

  #over(): void {
    this.#closed = true;
    for (const { method, reject } of this.#waiting.values()) reject(new GoneError(method));
    this.#waiting.clear();
  }
}
