import { IncomingMessage } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import { type Address, formatAddress } from './address.ts';
import { engineError } from './engine-errors.ts';
import { networkError, noAnswer } from './network-errors.ts';
import type { Exchange, Transport } from './transport.ts';

export interface RequestOptions {
  method?: Exchange['method'];
  query?: Record<string, string | undefined>;
  /** Further query, encoded already. */
  rawQuery?: string;
  body?: unknown;
  /** Sent as they come, instead of `body`; destroyed when the request fails. */
  upload?: Readable;
  headers?: Readonly<Record<string, string>>;
  /** Asked over a connection of its own, and so of whoever answers at the address now. */
  fresh?: boolean;
  signal?: AbortSignal;
  /** For the whole answer, or for the head of a stream. */
  deadlineMs?: number;
  /** The path is sent without a version: only for what is asked before the version is known. */
  unversioned?: boolean;
}

export interface Answer<T> {
  status: number;
  headers: IncomingMessage['headers'];
  body: T;
}

const defaultDeadlineMs = 30_000;
/** A list of 10,000 containers is about 15 MB; anything larger is a fault. */
const answerLimitBytes = 32 * 1024 * 1024;

/** Speaks one API version to one engine. Every failure is a SlipwayError; a deadline always applies. */
export class EngineClient {
  readonly apiVersion: string;
  readonly #transport: Transport;
  readonly #limitBytes: number;

  constructor(transport: Transport, apiVersion: string, limitBytes = answerLimitBytes) {
    this.#transport = transport;
    this.apiVersion = apiVersion;
    this.#limitBytes = limitBytes;
  }

  get address(): Address {
    return this.#transport.address;
  }

  /** An answer that is JSON, or `undefined` for an empty one. The caller narrows it: nothing in it is certain. */
  async json(path: string, options: RequestOptions = {}): Promise<Answer<unknown>> {
    const request = `${options.method ?? 'GET'} ${path}`;
    return this.#withDeadline(options, async (signal) => {
      const answer = await this.#send(path, options, signal);
      const text = await this.#readText(answer, request, signal);
      const status = answer.statusCode ?? 0;
      this.#refuse(status, text);
      const type = answer.headers['content-type'] ?? '';
      if (text.trim() === '') return { status, headers: answer.headers, body: undefined };
      if (/^text\/html/i.test(type) || text.trimStart().startsWith('<'))
        throw fail('unsupported', 'not-an-engine', {
          address: formatAddress(this.address),
          detail: 'it sent a web page',
        });
      return { status, headers: answer.headers, body: parse(text, request) };
    });
  }

  /** An answer that is plain text, such as `OK`. */
  async text(path: string, options: RequestOptions = {}): Promise<Answer<string>> {
    return this.#withDeadline(options, async (signal) => {
      const answer = await this.#send(path, options, signal);
      const text = await this.#readText(answer, `${options.method ?? 'GET'} ${path}`, signal);
      const status = answer.statusCode ?? 0;
      this.#refuse(status, text);
      return { status, headers: answer.headers, body: text };
    });
  }

  /** An answer that is read as it comes. The deadline holds for its head only; `signal` destroys it. */
  async stream(path: string, options: RequestOptions & { signal: AbortSignal }): Promise<IncomingMessage> {
    const request = `${options.method ?? 'GET'} ${path}`;
    const head = new AbortController();
    const forward = () => head.abort(options.signal.reason);
    options.signal.addEventListener('abort', forward, { once: true });
    if (options.signal.aborted) forward();
    const deadlineMs = options.deadlineMs ?? defaultDeadlineMs;
    const timer = setTimeout(() => head.abort(noAnswer(this.address, deadlineMs)), deadlineMs);
    try {
      const answer = await this.#send(path, options, head.signal);
      const status = answer.statusCode ?? 0;
      if (status >= 300) this.#refuse(status, await this.#readText(answer, request, head.signal));
      answer.once('close', () => options.signal.removeEventListener('abort', forward));
      return answer;
    } catch (thrown) {
      options.signal.removeEventListener('abort', forward);
      throw this.#explain(thrown, head.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * The raw two-way connection after an upgrade (exec, attach). Deadline and `signal` hold until it is handed over:
   * from then on the caller destroys it. Refusals come as text or JSON and are typed like any other.
   */
  async hijack(path: string, options: RequestOptions = {}): Promise<Duplex> {
    const request = `POST ${path}`;
    return this.#withDeadline(options, async (signal) => {
      const answer = await this.#transport.hijack(
        this.#exchange(path, { method: 'POST', ...options }, signal),
      );
      if (!(answer instanceof IncomingMessage)) {
        // Aborted in the moment it came: nobody else would know of it.
        if (!signal.aborted) return answer;
        answer.destroy();
        throw signal.reason;
      }
      const status = answer.statusCode ?? 0;
      if (status < 300) answer.destroy();
      else this.#refuse(status, await this.#readText(answer, request, signal));
      throw fail('unsupported', 'not-an-engine', {
        address: formatAddress(this.address),
        detail: `it does not upgrade ${request}`,
      });
    });
  }

  close(): void {
    this.#transport.close();
  }

  #exchange(path: string, options: RequestOptions, signal: AbortSignal): Exchange {
    const query: Record<string, string> = {};
    for (const [name, value] of Object.entries(options.query ?? {}))
      if (value !== undefined) query[name] = value;
    return {
      method: options.method ?? 'GET',
      path: options.unversioned ? path : `/v${this.apiVersion}${path}`,
      query,
      signal,
      ...(options.body === undefined ? {} : { body: options.body }),
      ...(options.fresh === undefined ? {} : { fresh: options.fresh }),
      ...(options.rawQuery === undefined ? {} : { rawQuery: options.rawQuery }),
      ...(options.upload === undefined ? {} : { upload: options.upload }),
      ...(options.headers === undefined ? {} : { headers: options.headers }),
    };
  }

  #send(path: string, options: RequestOptions, signal: AbortSignal): Promise<IncomingMessage> {
    return this.#transport.send(this.#exchange(path, options, signal));
  }

  async #withDeadline<T>(options: RequestOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const deadlineMs = options.deadlineMs ?? defaultDeadlineMs;
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(noAnswer(this.address, deadlineMs)), deadlineMs);
    const forward = () => controller.abort(options.signal?.reason);
    options.signal?.addEventListener('abort', forward, { once: true });
    if (options.signal?.aborted) forward();
    try {
      return await work(controller.signal);
    } catch (thrown) {
      throw this.#explain(thrown, controller.signal);
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', forward);
    }
  }

  /** Throws what an answer says of a failure. No engine redirects: what does is another program. */
  #refuse(status: number, text: string): void {
    const address = formatAddress(this.address);
    if (status >= 400) throw engineError(status, text, address);
    if (status >= 300 && status !== 304)
      throw fail(
        'unsupported',
        'not-an-engine',
        { address, detail: `it redirects with status ${status}` },
        { status },
      );
  }

  /** An aborted exchange fails with the reason it was aborted for, whatever the socket said. */
  #explain(thrown: unknown, signal: AbortSignal): SlipwayError {
    if (signal.aborted) {
      if (signal.reason instanceof SlipwayError) return signal.reason;
      return fail('cancelled', 'cancelled');
    }
    return networkError(thrown, this.address);
  }

  #readText(answer: IncomingMessage, request: string, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const declared = Number(answer.headers['content-length'] ?? 0);
      const tooLarge = () => {
        reject(
          fail('engine-error', 'answer-too-large', {
            request,
            limit: `${Math.round(this.#limitBytes / 1048576)} MB`,
          }),
        );
        answer.destroy();
      };
      if (declared > this.#limitBytes) return tooLarge();
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > this.#limitBytes) tooLarge();
        else chunks.push(chunk);
      });
      answer.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      answer.once('error', (error) =>
        reject(signal.aborted ? error : fail('unreachable', 'answer-cut', { request })),
      );
      answer.once('close', () => {
        if (!answer.complete) reject(fail('unreachable', 'answer-cut', { request }));
      });
      return undefined;
    });
  }
}

function parse(text: string, request: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw fail('engine-error', 'answer-garbled', { request, detail: 'it is not JSON' });
  }
}
