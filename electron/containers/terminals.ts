import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fail, SlipwayError, toApiError } from '../../shared/contract/failure.ts';
import type { Terminal } from '../../shared/contract/terminals.ts';
import { inspectContainer } from '../engine/api/containers.ts';
import { attachContainer, createExec, startExec, takesSizeAtStart } from '../engine/api/exec.ts';
import { compareVersions } from '../engine/api-version.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Engine } from '../engine/engine.ts';
import { stateOf } from '../engine/raw/containers.ts';
import { flag, type RawRecord, record, text } from '../engine/raw/fields.ts';
import { abandon, type MarkedProcess, markName } from './hang-up.ts';
import { findShell } from './shells.ts';
import { type RoomInfo, TerminalRoom } from './terminal-room.ts';

export interface TerminalRequest {
  id: string;
  attach: boolean;
  command?: string[] | undefined;
  user?: string | undefined;
  workdir?: string | undefined;
  env?: string[] | undefined;
  tty: boolean;
  columns: number;
  rows: number;
  keep: boolean;
}

/** More than a person opens; each holds a connection and a process. */
const mostRooms = 64;
/** A host that ends waits this long for what ran in its terminals. */
const closeWithinMs = 3000;
const envSince = '1.25';
const workdirSince = '1.35';

/** Every terminal of this Slipway, whichever page opened it. */
export class Terminals {
  readonly #engine: Engine;
  readonly #rooms = new Map<string, TerminalRoom>();
  readonly #closing = new Set<Promise<unknown>>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Opens a new one. Whoever calls is to view it: it waits for that with its first output. */
  async open(request: TerminalRequest, signal: AbortSignal): Promise<TerminalRoom> {
    this.#makeRoom();
    const client = await this.#engine.client(signal);
    const raw = await inspectContainer(client, request.id, signal);
    const state = stateOf(text(record(raw.State).Status));
    const name = text(raw.Name).replace(/^\//, '');
    if (state !== 'running') throw fail('conflict', 'cannot-exec', { name, state });
    const opened = request.attach
      ? await attachTo(client, raw, signal)
      : await runIn(client, raw, name, request, signal, (process) =>
          this.#inBackground(abandon(client, process)),
        );
    const room = new TerminalRoom(
      client,
      opened.socket,
      {
        ...opened.info,
        id: randomUUID(),
        containerId: text(raw.Id),
        containerName: name,
        startedAt: new Date().toISOString(),
        attached: request.attach,
        keep: request.keep,
      },
      {
        unwatched: (left) => this.#drop(left),
        inBackground: (work) => this.#inBackground(work),
      },
    );
    this.#rooms.set(room.info.id, room);
    if (request.attach || !takesSizeAtStart(client))
      room.process.resize({ columns: request.columns, rows: request.rows });
    return room;
  }

  /** @throws not-found `terminal-unknown` */
  find(id: string): TerminalRoom {
    const room = this.#rooms.get(id);
    if (room === undefined) throw fail('not-found', 'terminal-unknown');
    return room;
  }

  /** Those that are kept, oldest first; of one container by its name, or its id or the start of it. */
  list(container?: string): Terminal[] {
    return [...this.#rooms.values()]
      .filter(({ info }) => info.keep)
      .map((room) => room.describe())
      .filter(
        ({ containerId, containerName }) =>
          container === undefined || containerName === container || containerId.startsWith(container),
      );
  }

  async close(id: string): Promise<{ ended: boolean }> {
    const room = this.find(id);
    this.#rooms.delete(id);
    return { ended: await this.#track(room.close()) };
  }

  /** Hangs up on all, and waits for a moment. */
  async closeAll(): Promise<void> {
    for (const room of [...this.#rooms.values()]) this.#drop(room);
    const timer = new AbortController();
    const late = delay(closeWithinMs, undefined, { signal: timer.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.#closing), late]);
    timer.abort();
  }

  #drop(room: TerminalRoom): void {
    this.#rooms.delete(room.info.id);
    this.#inBackground(room.close());
  }

  /** Nobody asked, so nobody is told; an engine that is gone has ended it already. */
  #inBackground(work: Promise<unknown>): void {
    this.#track(work).catch((thrown: unknown) => {
      const error = toApiError(thrown);
      if (error.code === 'internal') process.emitWarning(error.message);
    });
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#closing.add(work);
    const done = () => this.#closing.delete(work);
    work.then(done, done);
    return work;
  }

  /** Of too many, one that has ended and that nobody looks at gives way. */
  #makeRoom(): void {
    if (this.#rooms.size < mostRooms) return;
    const old = [...this.#rooms.values()].find((room) => room.ended && !room.watched);
    if (old === undefined)
      throw fail('conflict', 'too-many-open', { kind: 'terminals', limit: String(mostRooms) });
    this.#drop(old);
  }
}

interface Opened {
  socket: Duplex;
  info: Pick<RoomInfo, 'execId' | 'command' | 'user' | 'tty' | 'takesInput' | 'mark'>;
}

async function attachTo(client: EngineClient, raw: RawRecord, signal: AbortSignal): Promise<Opened> {
  const config = record(raw.Config);
  return {
    socket: await attachContainer(client, text(raw.Id), signal),
    info: {
      execId: null,
      command: [],
      user: text(config.User),
      tty: flag(config.Tty),
      takesInput: flag(config.OpenStdin),
      mark: '',
    },
  };
}

async function runIn(
  client: EngineClient,
  raw: RawRecord,
  name: string,
  request: TerminalRequest,
  signal: AbortSignal,
  leave: (process: MarkedProcess) => void,
): Promise<Opened> {
  const containerId = text(raw.Id);
  const { tty, user = '', workdir = '', env = [] } = request;
  if (workdir !== '') demand(client, workdirSince, 'workdir');
  if (env.length > 0) demand(client, envSince, 'env');
  const command = request.command ?? (await shellOf(client, containerId, name, signal));
  const mark = randomUUID();
  const execId = await createExec(
    client,
    containerId,
    { command, env: environment(env, tty, mark), user, workdir, tty },
    signal,
  ).catch((thrown: unknown) => {
    throw explained(thrown, name, command);
  });
  const size = { columns: request.columns, rows: request.rows };
  const socket = await startExec(client, execId, { tty, size, signal }).catch((thrown: unknown) => {
    // The engine may be starting it all the same.
    leave({ containerId, execId, mark, user });
    throw explained(thrown, name, command);
  });
  return {
    socket,
    info: {
      execId,
      command,
      user: user === '' ? text(record(raw.Config).User) : user,
      tty,
      takesInput: true,
      mark,
    },
  };
}

/** Newer engines refuse, when it is prepared or started, what older ones tell in the output. */
function explained(thrown: unknown, name: string, command: readonly string[]): unknown {
  if (!(thrown instanceof SlipwayError) || thrown.error.reason !== 'engine-error') return thrown;
  const { code, engine = '', status } = thrown.error;
  // A container that stopped meanwhile is another matter.
  if (code !== 'invalid-input' && code !== 'engine-error') return thrown;
  return fail(
    'invalid-input',
    'command-not-started',
    { name, command: command.join(' '), detail: engine },
    { engine, ...(status === undefined ? {} : { status }) },
  );
}

async function shellOf(
  client: EngineClient,
  containerId: string,
  name: string,
  signal: AbortSignal,
): Promise<string[]> {
  const shell = await findShell(client, containerId, signal);
  if (shell !== null) return [shell];
  const borrowed = `docker run -it --rm --pid container:${name} --network container:${name} busybox`;
  throw fail('not-found', 'no-shell', { name }, { action: { kind: 'copy', text: borrowed } });
}

function environment(env: readonly string[], tty: boolean, mark: string): string[] {
  const typed = !tty || env.some((entry) => entry.startsWith('TERM='));
  return [...(typed ? [] : ['TERM=xterm-256color']), ...env, `${markName}=${mark}`];
}

function demand(client: EngineClient, needs: string, feature: string): void {
  if (compareVersions(client.apiVersion, needs) < 0)
    throw fail('unsupported', 'feature-too-new', { feature, needs, api: client.apiVersion });
}
