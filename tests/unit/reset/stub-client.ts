import { EngineClient, type RequestOptions } from '../../../electron/engine/client.ts';
import { engineError } from '../../../electron/engine/engine-errors.ts';

export type StubAnswer = { status?: number; body?: unknown; headers?: Record<string, string> };
/** What the engine answers to `METHOD /path`; null: it knows no such address. */
export type StubEngine = (request: string, options: RequestOptions) => StubAnswer | null;

const noTransport = {
  address: { kind: 'unix', path: '/stub.sock' } as const,
  send: () => Promise.reject(new Error('a stub has no transport')),
  hijack: () => Promise.reject(new Error('a stub has no transport')),
  close: () => undefined,
};

/** A client whose answers are made up, with all that it was asked. */
export class StubClient extends EngineClient {
  readonly asked: string[] = [];
  readonly answer: StubEngine;

  constructor(engine: StubEngine, apiVersion = '1.45') {
    super(noTransport, apiVersion);
    this.answer = engine;
  }

  override async json(path: string, options: RequestOptions = {}) {
    const request = `${options.method ?? 'GET'} ${path}`;
    const query = options.query?.force === '1' ? ' force' : '';
    this.asked.push(`${request}${query}`);
    const { status = 200, body, headers = {} } = this.answer(request, options) ?? { status: 404 };
    if (status >= 300)
      throw engineError(status, JSON.stringify({ message: body ?? 'no such object' }), 'stub');
    return { status, headers, body };
  }
}
