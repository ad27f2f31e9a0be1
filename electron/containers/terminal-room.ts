import { SlipwayError } from '../../shared/contract/failure.ts';
import type { Terminal, TerminalItem } from '../../shared/contract/terminals.ts';
import type { EngineClient } from '../engine/client.ts';
import { sleep } from '../engine/session.ts';
import { hangUp } from './hang-up.ts';
import { Scrollback } from './scrollback.ts';
import { type Outcome, TerminalProcess } from './terminal-process.ts';
import { Viewer } from './viewer.ts';

export type RoomInfo = Omit<Terminal, 'viewers' | 'state' | 'exitCode'> & {
  execId: string | null;
  takesInput: boolean;
  /** The mark in the environment of its process. */
  mark: string;
  /** Lives on for a while after the last viewer left. */
  keep: boolean;
};

export interface RoomKeeper {
  /** Nobody has looked for as long as it is kept. */
  unwatched(room: TerminalRoom): void;
  /** Work that nobody waits for, but that is to end before the program does. */
  inBackground(work: Promise<unknown>): void;
}

const scrollbackBytes = 256 * 1024;
/** A viewer so far behind holds the process up, as a slow terminal does; below the second it goes on. */
const highWaterBytes = 512 * 1024;
const lowWaterBytes = 128 * 1024;
const unwatchedMs = 30 * 60_000;
const writeWithinMs = 1000;
const retryMs = [250, 500, 1000, 2000];

/** One terminal: the process, its last output, and those who look at it. */
export class TerminalRoom {
  readonly info: RoomInfo;
  readonly process: TerminalProcess;
  readonly #client: EngineClient;
  readonly #scrollback = new Scrollback(scrollbackBytes);
  readonly #viewers = new Set<Viewer>();
  /** Waits for whoever opened the room, so that nothing is missed meanwhile. */
  #first: Viewer | null = new Viewer();
  #outcome: Outcome | null = null;
  #held = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closing: Promise<boolean> | null = null;
  readonly #gone = new AbortController();
  readonly #keeper: RoomKeeper;

  /** Takes over the connection. */
  constructor(
    client: EngineClient,
    socket: ConstructorParameters<typeof TerminalProcess>[1],
    info: RoomInfo,
    keeper: RoomKeeper,
  ) {
    this.#client = client;
    this.info = info;
    this.#keeper = keeper;
    if (this.#first !== null) this.#viewers.add(this.#first);
    this.process = new TerminalProcess(client, socket, info, {
      output: (bytes, channel) => {
        this.#scrollback.push(bytes);
        for (const viewer of this.#viewers) viewer.push(bytes, channel);
        this.#regulate();
      },
      ended: (outcome) => {
        this.#outcome = outcome;
        // Cut off, it would run on where nobody can reach it.
        if (outcome.type === 'failed') keeper.inBackground(this.#endLost());
        for (const viewer of this.#viewers) viewer.poke();
      },
    });
  }

  get ended(): boolean {
    return this.#outcome !== null;
  }

  get watched(): boolean {
    return this.#viewers.size > 0;
  }

  describe(): Terminal {
    const { execId: _, takesInput: __, mark: ___, keep: ____, ...info } = this.info;
    return {
      ...info,
      viewers: this.#viewers.size,
      state: this.ended ? 'ended' : 'running',
      exitCode: this.#outcome?.type === 'exit' ? this.#outcome.code : null,
    };
  }

  /** What was written so far, what comes, and the end. Throws what made it fail. */
  async *view(signal: AbortSignal): AsyncGenerator<TerminalItem> {
    clearTimeout(this.#timer);
    const kept = this.#first === null ? this.#scrollback.bytes() : null;
    const viewer = this.#first ?? new Viewer();
    this.#first = null;
    this.#viewers.add(viewer);
    const wake = () => viewer.poke();
    signal.addEventListener('abort', wake);
    try {
      const { execId, command, user, id: terminal, attached, tty, takesInput } = this.info;
      yield { type: 'started', execId, command, user, terminal, attached, tty, takesInput };
      if (kept !== null && kept.length > 0) yield { type: 'output', data: kept, replay: true };
      while (!signal.aborted) {
        const output = viewer.take();
        if (output !== null) {
          this.#regulate();
          yield output;
        } else if (this.#outcome === null) {
          if (this.#closing !== null) return;
          await viewer.change();
        } else if (this.#outcome.type === 'exit') {
          yield this.#outcome;
          return;
        } else throw this.#outcome.error;
      }
    } finally {
      signal.removeEventListener('abort', wake);
      this.#leave(viewer);
    }
  }

  /** Hangs up; answers whether the process has ended. Safe to call twice. */
  close(): Promise<boolean> {
    this.#closing ??= this.#hangUp();
    return this.#closing;
  }

  async #hangUp(): Promise<boolean> {
    clearTimeout(this.#timer);
    try {
      if (this.ended || (await this.#endProcess())) return true;
      // No shell to send signals from: what keys and the end of input can do.
      if (this.info.tty) {
        // A process that reads nothing takes these no more than anything else.
        const written = this.process.write(Buffer.from('\x03\x04'));
        await Promise.race([written, sleep(writeWithinMs, this.#gone.signal)]);
      }
      this.process.endInput();
      return false;
    } finally {
      for (const viewer of this.#viewers) viewer.poke();
      this.#gone.abort();
      await this.process.close();
    }
  }

  /** Tries for a moment: an engine that cut the connection may be on its way back. */
  async #endLost(): Promise<void> {
    const { signal } = this.#gone;
    for (const pauseMs of retryMs) {
      try {
        await this.#endProcess();
        return;
      } catch (thrown) {
        // What is gone with its container, or its engine, has ended.
        if (!(thrown instanceof SlipwayError) || thrown.error.code !== 'unreachable') throw thrown;
      }
      if (!(await sleep(pauseMs, signal))) return;
    }
  }

  async #endProcess(): Promise<boolean> {
    const { execId, containerId, mark, user } = this.info;
    return execId === null || hangUp(this.#client, { containerId, execId, mark, user });
  }

  #leave(viewer: Viewer): void {
    this.#viewers.delete(viewer);
    this.#regulate();
    if (this.#viewers.size > 0 || this.#closing !== null) return;
    if (!this.info.keep) this.#keeper.unwatched(this);
    else {
      this.#timer = setTimeout(() => this.#keeper.unwatched(this), unwatchedMs);
      this.#timer.unref();
    }
  }

  #regulate(): void {
    const behind = Math.max(0, ...[...this.#viewers].map((viewer) => viewer.behind));
    if (!this.#held && behind > highWaterBytes) {
      this.#held = true;
      this.process.pause();
    } else if (this.#held && behind < lowWaterBytes) {
      this.#held = false;
      this.process.resume();
    }
  }
}
