/** Which of the engine's multiplexed channels a frame came from. `system` carries the engine's own errors. */
export type Channel = 'stdin' | 'stdout' | 'stderr' | 'system';

export type Frame =
  /** A piece of a frame's payload, in order; a large frame comes in several. */
  { type: 'data'; channel: Channel; bytes: Buffer; last: boolean } | { type: 'corrupt'; detail: string };

const channels: readonly Channel[] = ['stdin', 'stdout', 'stderr', 'system'];
const headerBytes = 8;

/**
 * Takes the engine's multiplexed stream apart: byte 0 is the channel, bytes 4 to 7 the payload's length, big-endian
 * (Engine API, "Stream format" of container attach). Iterative, and never holds more than one chunk: a declared
 * length of 4 GiB costs no memory, 100,000 tiny frames no stack. After a corrupt header it takes nothing more.
 */
export class Demuxer {
  readonly #header = Buffer.alloc(headerBytes);
  #headerFill = 0;
  #channel: Channel = 'stdout';
  #remaining = 0;
  #corrupt = false;

  /** True in the middle of a frame: a stream that ends here was cut. */
  get partial(): boolean {
    return this.#headerFill > 0 || this.#remaining > 0;
  }

  /** The payload pieces in this chunk. The buffers are views of it. */
  push(chunk: Buffer): Frame[] {
    const frames: Frame[] = [];
    let at = 0;
    while (at < chunk.length && !this.#corrupt) {
      if (this.#remaining === 0) {
        const take = Math.min(headerBytes - this.#headerFill, chunk.length - at);
        chunk.copy(this.#header, this.#headerFill, at, at + take);
        this.#headerFill += take;
        at += take;
        if (this.#headerFill === headerBytes) this.#readHeader(frames);
        continue;
      }
      const take = Math.min(this.#remaining, chunk.length - at);
      this.#remaining -= take;
      frames.push({
        type: 'data',
        channel: this.#channel,
        bytes: chunk.subarray(at, at + take),
        last: this.#remaining === 0,
      });
      at += take;
    }
    return frames;
  }

  #readHeader(frames: Frame[]): void {
    this.#headerFill = 0;
    const channel = channels[this.#header[0] ?? 255];
    if (channel === undefined || this.#header[1] !== 0 || this.#header[2] !== 0 || this.#header[3] !== 0) {
      this.#corrupt = true;
      frames.push({ type: 'corrupt', detail: `header ${this.#header.toString('hex')}` });
      return;
    }
    this.#channel = channel;
    this.#remaining = this.#header.readUInt32BE(4);
    if (this.#remaining === 0) frames.push({ type: 'data', channel, bytes: Buffer.alloc(0), last: true });
  }
}
