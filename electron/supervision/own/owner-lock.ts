import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ownMark, whoseMark } from '../../plans/place.ts';

/** Of a mark that cannot be judged from here, e.g. of another container: the owner touches it all the time. */
const silentMs = 60_000;

/** Those held in this process: two Slipways of one process have the same mark. */
const heldHere = new Set<string>();

interface Held {
  mark: string;
  nonce: string;
  pid: number;
}

/** One Slipway looks after an engine. The lock is held by a process that lives; what a crash left is taken over. */
export class OwnerLock {
  readonly #path: string;
  readonly #nonce = randomBytes(8).toString('hex');
  #mine = false;

  constructor(path: string) {
    this.#path = path;
  }

  get mine(): boolean {
    return this.#mine;
  }

  /** Takes it where nobody has it. */
  async take(): Promise<boolean> {
    if (this.#mine) return true;
    if ((await this.owner()) !== null) return false;
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const own = `${this.#path}.${this.#nonce}`;
    const held: Held = { mark: await ownMark(), nonce: this.#nonce, pid: process.pid };
    try {
      await writeFile(own, JSON.stringify(held), { mode: 0o600 });
      await this.#clearStale();
      await link(own, this.#path);
      this.#mine = true;
      heldHere.add(this.#nonce);
    } catch (thrown) {
      if (codeOf(thrown) !== 'EEXIST') throw thrown;
    } finally {
      await rm(own, { force: true });
    }
    return this.#mine;
  }

  /** Tells others that it is held still. False where another took it: then it is nobody's to act on from here. */
  async touch(): Promise<boolean> {
    if (!this.#mine) return false;
    if ((await read(this.#path))?.nonce === this.#nonce) {
      const now = new Date();
      await utimes(this.#path, now, now);
    } else this.#drop();
    return this.#mine;
  }

  async release(): Promise<void> {
    if (!this.#mine) return;
    if ((await read(this.#path))?.nonce === this.#nonce) await rm(this.#path, { force: true });
    this.#drop();
  }

  /** The process that has it, this one's other Slipways included; null where nobody has. */
  async owner(): Promise<number | null> {
    const held = await read(this.#path);
    return held !== null && (await this.#isHeld(held, this.#path)) ? held.pid : null;
  }

  #drop(): void {
    this.#mine = false;
    heldHere.delete(this.#nonce);
  }

  async #isHeld({ mark, nonce }: Held, path: string): Promise<boolean> {
    switch (await whoseMark(mark)) {
      case 'own':
        return heldHere.has(nonce);
      case 'alive':
        return true;
      case 'dead':
        return false;
      case 'elsewhere':
        return Date.now() - (await stat(path)).mtimeMs < silentMs;
    }
  }

  /** Moved away and looked at once more: another may have taken it since. */
  async #clearStale(): Promise<void> {
    const away = `${this.#path}.stale-${this.#nonce}`;
    try {
      await rename(this.#path, away);
      const held = await read(away);
      if (held !== null && (await this.#isHeld(held, away))) await link(away, this.#path);
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT' && codeOf(thrown) !== 'EEXIST') throw thrown;
    } finally {
      await rm(away, { force: true });
    }
  }
}

async function read(path: string): Promise<Held | null> {
  try {
    const held: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof held !== 'object' || held === null) return null;
    const { mark, nonce, pid } = held as Record<string, unknown>;
    return { mark: String(mark), nonce: String(nonce), pid: Number(pid) };
  } catch (thrown) {
    if (thrown instanceof SyntaxError || codeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}
