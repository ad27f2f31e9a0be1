import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Point } from './columns.ts';
import { minuteFileBytes, readMinutes, writeMinute } from './minute-file.ts';

/** Of all files of all engines together. */
const budgetBytes = 50_000_000;
const suffix = '.day';
const dayMs = 24 * 60 * 60_000;

export interface MinuteEntry {
  /** Id of a container, or `machine`. */
  id: string;
  point: Point;
}

/**
 * Figures by the minute of the last day, a file for each container below a folder for each engine. When the budget is
 * used up, files that were written longest ago make room; a container for which there is no room is not recorded.
 */
export class MinuteStore {
  readonly #folder: string;
  readonly #most: number;
  readonly #keeps: () => boolean;
  /** When each file was written last, ms since the epoch; null until the folder was looked through. */
  #written: Map<string, number> | null = null;
  #lookedAt = 0;

  /** @param keeps whether anything is written, asked each time; what is there stays until its day is over */
  constructor(folder: string, budget = budgetBytes, keeps: () => boolean = () => true) {
    this.#folder = folder;
    this.#keeps = keeps;
    this.#most = Math.floor(budget / minuteFileBytes);
  }

  /** Writes one minute of an engine. Rejects where the disk does not take it. */
  async write(engineId: string, minute: number, entries: readonly MinuteEntry[], now: number): Promise<void> {
    if (!this.#keeps()) return;
    const written = await this.#look(now);
    await mkdir(this.#engineFolder(engineId), { recursive: true, mode: 0o700 });
    for (const { id, point } of entries) {
      const path = this.#path(engineId, id);
      if (path === null || !(await this.#makeRoom(written, path, now))) continue;
      await writeMinute(path, minute, point);
      written.delete(path);
      written.set(path, now);
    }
  }

  /** The day that ends with a minute, oldest first. */
  async read(engineId: string, id: string, minute: number): Promise<Point[]> {
    const path = this.#path(engineId, id);
    return path === null ? [] : readMinutes(path, minute);
  }

  /** True where there is room for the file, or it is there already. */
  async #makeRoom(written: Map<string, number>, path: string, now: number): Promise<boolean> {
    if (written.has(path)) return true;
    while (written.size >= this.#most) {
      // Entries stand in the order they were written in.
      const oldest = written.entries().next();
      // All of them are of containers that are recorded now.
      if (oldest.done || now - oldest.value[1] < 5 * 60_000) return false;
      await rm(oldest.value[0], { force: true });
      written.delete(oldest.value[0]);
    }
    return true;
  }

  /** What is there; once an hour also takes away what has nothing of the last day. */
  async #look(now: number): Promise<Map<string, number>> {
    if (this.#written !== null && now - this.#lookedAt < 60 * 60_000) return this.#written;
    const found: [path: string, at: number][] = [];
    for (const path of await dayFiles(this.#folder)) {
      // Another Slipway may have removed it since.
      const at = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => null,
      );
      if (at === null) continue;
      if (now - at > dayMs) await rm(path, { force: true });
      else found.push([path, at]);
    }
    this.#lookedAt = now;
    this.#written = new Map(found.sort((a, b) => a[1] - b[1]));
    return this.#written;
  }

  #engineFolder(engineId: string): string {
    // Engines say their ids themselves: as a name of a folder it could be anything.
    return join(this.#folder, createHash('sha256').update(engineId).digest('hex').slice(0, 16));
  }

  #path(engineId: string, id: string): string | null {
    if (id !== 'machine' && !/^[0-9a-f]{64}$/.test(id)) return null;
    return join(this.#engineFolder(engineId), `${id}${suffix}`);
  }
}

async function dayFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
    throw thrown;
  }
}
