import type { Client, SessionHandle } from '../../shared/contract/client.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { InputOf, MessageOf } from '../../shared/contract/index.ts';
import type { TerminalItem } from '../../shared/contract/terminals.ts';
import { waitFor } from './wait-for.ts';

type Started = Extract<TerminalItem, { type: 'started' }>;

/** One `containers.exec` session with all it said, as a page would hold it. */
export class TerminalSession {
  readonly items: TerminalItem[] = [];
  /** undefined while it runs, null after a good end. */
  over: ApiError | null | undefined;
  readonly #handle: SessionHandle<MessageOf<'containers.exec'>>;

  constructor(client: Client, input: InputOf<'containers.exec'>, options?: { credit?: number }) {
    this.#handle = client.session(
      'containers.exec',
      input,
      {
        item: (item) => void this.items.push(item),
        done: (error) => {
          this.over = error ?? null;
        },
      },
      options,
    );
  }

  /** Everything it wrote, as text. */
  get text(): string {
    return Buffer.concat(
      this.items.flatMap((item) => (item.type === 'output' ? [item.data] : [])),
    ).toString();
  }

  /** undefined until it has ended with one. */
  get exitCode(): number | null | undefined {
    return this.items.find((item) => item.type === 'exit')?.code;
  }

  started(): Promise<Started> {
    return waitFor('the terminal to start', () => {
      const started = this.items.find((item): item is Started => item.type === 'started');
      if (started === undefined && this.over !== undefined)
        throw new Error(`it ended: ${JSON.stringify(this.over)}`);
      return started;
    });
  }

  type(text: string | Uint8Array<ArrayBuffer>): Promise<void> {
    const data = typeof text === 'string' ? new TextEncoder().encode(text) : text;
    return this.#handle.send({ type: 'input', data });
  }

  resize(columns: number, rows: number): Promise<void> {
    return this.#handle.send({ type: 'resize', columns, rows });
  }

  end(): void {
    this.#handle.end();
  }

  leave(): void {
    this.#handle.cancel();
  }

  async until(pattern: RegExp | string, withinMs?: number): Promise<string> {
    const fits = (text: string) =>
      typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text);
    try {
      return await waitFor(`${pattern} on the terminal`, () => fits(this.text) && this.text, withinMs);
    } catch (thrown) {
      throw new Error(
        `It says ${JSON.stringify(this.text.slice(-500))}, over: ${JSON.stringify(this.over)}`,
        {
          cause: thrown,
        },
      );
    }
  }

  /** The exit code; or the failure it ended with. */
  async outcome(): Promise<number | null | ApiError> {
    const over = await waitFor('the end of the terminal', () =>
      this.over === undefined ? false : { was: this.over },
    );
    return over.was ?? this.exitCode ?? null;
  }
}
