import type { Duplex } from 'node:stream';
import { fail, SlipwayError, toApiError } from '../../shared/contract/failure.ts';
import { inspectContainer } from '../engine/api/containers.ts';
import { resizeTty, type TerminalSize } from '../engine/api/exec.ts';
import type { EngineClient } from '../engine/client.ts';
import { Demuxer } from '../engine/demux.ts';
import { flag, record, text } from '../engine/raw/fields.ts';
import { sleep } from '../engine/session.ts';
import { untilEnded } from './hang-up.ts';

/** What a connection to a process in a container is about. */
export interface ProcessInfo {
  containerId: string;
  containerName: string;
  /** null when attached to the main process. */
  execId: string | null;
  command: readonly string[];
  tty: boolean;
}

export type Outcome = { type: 'exit'; code: number | null } | { type: 'failed'; error: SlipwayError };

export interface ProcessEvents {
  output(bytes: Uint8Array, channel: 'stdout' | 'stderr' | undefined): void;
  /** Once; never after `close`. */
  ended(outcome: Outcome): void;
}

/** How long the engine may take to know an exit code after the last output. */
const settleMs = 2000;
const resizeTries = 6;
const resizeAgainMs = [150, 1000];
/** The engine's own words for a process that never started come as its output, and are the whole of it. */
const notStarted =
  /^(?:Error: )?(?:\w+: )?(?:OCI runtime exec failed|unable to find (?:user|group)|exec failed|rpc error)/i;
const notStartedCodes = new Set([126, 127]);
const headBytes = 2048;

/** The two ends of one process: takes over a hijacked connection, and destroys it in the end. */
export class TerminalProcess {
  readonly info: ProcessInfo;
  readonly #client: EngineClient;
  readonly #socket: Duplex;
  readonly #events: ProcessEvents;
  readonly #demuxer: Demuxer | null;
  /** Aborted when the connection has ended, and before that by `close`. */
  readonly #over = new AbortController();
  readonly #dropped = new AbortController();
  #head = '';
  #fault: Error | null = null;
  #size: TerminalSize | null = null;
  #resizing: Promise<void> | null = null;
  #settling: Promise<void> | null = null;

  constructor(client: EngineClient, socket: Duplex, info: ProcessInfo, events: ProcessEvents) {
    this.#client = client;
    this.#socket = socket;
    this.info = info;
    this.#events = events;
    this.#demuxer = info.tty ? null : new Demuxer();
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => {
      this.#fault = error;
    });
    // The process has ended: what was typed since has no reader.
    socket.once('end', () => socket.destroy());
    socket.once('close', () => {
      this.#settling = this.#settle();
    });
  }

  /** Resolves once there is room for more. What comes after the end is dropped. */
  write(bytes: Uint8Array): Promise<void> {
    const socket = this.#socket;
    if (this.#over.signal.aborted || !socket.writable || socket.write(bytes)) return Promise.resolve();
    return new Promise((resolve) => {
      const go = () => {
        socket.off('drain', go);
        this.#over.signal.removeEventListener('abort', go);
        resolve();
      };
      socket.once('drain', go);
      this.#over.signal.addEventListener('abort', go, { once: true });
    });
  }

  /** No more input will come: the process reads the end of its input; its output goes on. */
  endInput(): void {
    this.#socket.end();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Gives the TTY a size. Sizes that are overtaken are skipped. */
  resize(size: TerminalSize): void {
    if (!this.info.tty || this.#over.signal.aborted) return;
    this.#size = size;
    this.#resizing ??= this.#resizeAll();
  }

  /** Drops the connection without a word; resolves once nothing of it is under way. */
  async close(): Promise<void> {
    this.#dropped.abort();
    this.#over.abort();
    this.#socket.destroy();
    await Promise.all([this.#resizing, this.#settling]);
  }

  #take(chunk: Buffer): void {
    if (this.#dropped.signal.aborted) return;
    if (this.#head.length < headBytes) this.#head += chunk.toString('latin1').slice(0, headBytes);
    if (this.#demuxer === null) {
      this.#events.output(chunk, undefined);
      return;
    }
    for (const frame of this.#demuxer.push(chunk)) {
      if (frame.type === 'corrupt') this.#socket.destroy(new Error(`a corrupt frame: ${frame.detail}`));
      else if (frame.bytes.length > 0)
        this.#events.output(frame.bytes, frame.channel === 'stdout' ? 'stdout' : 'stderr');
    }
  }

  async #settle(): Promise<void> {
    this.#over.abort();
    const dropped = this.#dropped.signal;
    if (dropped.aborted) return;
    const outcome = await this.#outcome(dropped);
    if (!dropped.aborted) this.#events.ended(outcome);
  }

  async #outcome(signal: AbortSignal): Promise<Outcome> {
    const { execId, containerName: name, command } = this.info;
    try {
      const { running, code } =
        execId === null ? await this.#mainState(signal) : await this.#execState(execId, signal);
      if (running && (execId !== null || this.#fault !== null))
        return this.#lost(this.#fault?.message ?? 'the engine let go of it');
      const said = this.#startFailure();
      if (execId !== null && notStartedCodes.has(code ?? 0) && said !== null)
        return {
          type: 'failed',
          error: fail(
            'invalid-input',
            'command-not-started',
            { name, command: command.join(' '), detail: said },
            { engine: said },
          ),
        };
      return { type: 'exit', code: running ? null : code };
    } catch (thrown) {
      return this.#lost(toApiError(thrown).message);
    }
  }

  #lost(detail: string): Outcome {
    const error = fail('unreachable', 'terminal-lost', { name: this.info.containerName, detail });
    return { type: 'failed', error };
  }

  async #execState(execId: string, signal: AbortSignal): Promise<{ running: boolean; code: number | null }> {
    const { running, exitCode } = await untilEnded(this.#client, execId, settleMs, signal);
    return { running, code: exitCode };
  }

  /** The main process may go on without us: then it is not waited for long. */
  async #mainState(signal: AbortSignal): Promise<{ running: boolean; code: number | null }> {
    const deadline = performance.now() + settleMs / 4;
    for (;;) {
      const state = record((await inspectContainer(this.#client, this.info.containerId, signal)).State);
      const running = flag(state.Running) && text(state.Status) !== 'restarting';
      const code = typeof state.ExitCode === 'number' ? state.ExitCode : null;
      if (!running || signal.aborted || performance.now() > deadline) return { running, code };
      await sleep(50, signal);
    }
  }

  /** What the engine said instead of starting the process; null when it started. */
  #startFailure(): string | null {
    const said = this.#demuxer === null ? this.#head : this.#head.replace(/^[^a-z]*/i, '');
    return notStarted.test(said) ? said.trim() : null;
  }

  async #resizeAll(): Promise<void> {
    const { execId, containerId } = this.info;
    const [kind, id] = execId === null ? (['containers', containerId] as const) : (['exec', execId] as const);
    const { signal } = this.#over;
    let tries = 0;
    let told = 0;
    while (this.#size !== null && !signal.aborted) {
      const size: TerminalSize = this.#size;
      this.#size = null;
      try {
        await resizeTty(this.#client, kind, id, size, signal);
        tries = 0;
        told += 1;
        if (this.#size !== null || told === 1) continue;
        // Of two sizes in quick succession Podman's monitor may take the first alone: the last is said again.
        for (const ms of resizeAgainMs) {
          await sleep(ms, signal);
          if (this.#size !== null || signal.aborted) break;
          await resizeTty(this.#client, kind, id, size, signal);
        }
      } catch (thrown) {
        if (!(thrown instanceof SlipwayError)) throw thrown;
        // Not quite started yet, or just ended: the end of the connection tells which.
        tries += 1;
        if (tries < resizeTries) this.#size ??= size;
        await sleep(20 * 2 ** tries, signal);
      }
    }
    this.#resizing = null;
  }
}
