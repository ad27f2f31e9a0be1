import type { TerminalItem } from '../../shared/contract/terminals.ts';
import { joined } from './scrollback.ts';

type Channel = 'stdout' | 'stderr';
type Output = Extract<TerminalItem, { type: 'output' }>;

const itemBytes = 65_536;

/** Output on its way to one page. The room slows the process down while a page is behind. */
export class Viewer {
  #queue: { bytes: Uint8Array; channel: Channel | undefined }[] = [];
  #bytes = 0;
  #wake: (() => void) | null = null;
  #poked = false;

  /** Bytes not taken yet. */
  get behind(): number {
    return this.#bytes;
  }

  push(bytes: Uint8Array, channel: Channel | undefined): void {
    this.#queue.push({ bytes, channel });
    this.#bytes += bytes.length;
    this.poke();
  }

  /** The next output, pieces of one channel joined up to 64 KiB; null when there is none. */
  take(): Output | null {
    const [first] = this.#queue;
    if (first === undefined) return null;
    let count = 0;
    let length = 0;
    for (const { bytes, channel } of this.#queue) {
      if (channel !== first.channel || (count > 0 && length + bytes.length > itemBytes)) break;
      count += 1;
      length += bytes.length;
    }
    const data = joined(
      this.#queue.splice(0, count).map(({ bytes }) => bytes),
      length,
    );
    this.#bytes -= length;
    return { type: 'output', data, ...(first.channel === undefined ? {} : { channel: first.channel }) };
  }

  /** Resolves at the next `poke`, also one that came before. */
  change(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#poked) resolve();
      else this.#wake = resolve;
      this.#poked = false;
    });
  }

  poke(): void {
    const wake = this.#wake;
    this.#wake = null;
    this.#poked = wake === null;
    wake?.();
  }
}
