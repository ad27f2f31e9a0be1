import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { fail } from '../../shared/contract/failure.ts';
import type { OutcomeCounts, ReportSummary, StoredReport } from '../../shared/contract/operations.ts';
import type { ReportItem } from '../../shared/contract/plans.ts';
import { isProcessAlive } from '../plans/owner.ts';

/** The oldest reports go when there are more, or when all together are larger. */
const defaultKept = 100;
const keptBytes = 50_000_000;

/** The reports of what was done, a JSON file each, for whoever asks later what became of an object. */
export class Reports {
  readonly #folder: string;
  readonly #kept: () => number;
  /** Summaries by name of the file, with the time and size they were read at. */
  readonly #read = new Map<
    string,
    { stamp: string; summary: ReportSummary; stored: Pick<StoredReport, 'owner'> }
  >();

  /** @param kept how many are kept, asked at each writing */
  constructor(folder: string, kept: () => number = () => defaultKept) {
    this.#folder = folder;
    this.#kept = kept;
  }

  /** Writes a report, or writes it anew, and lets the oldest go. */
  async save(stored: StoredReport): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFileAtomic(this.#path(stored.id), `${JSON.stringify(stored, null, 1)}\n`, { mode: 0o600 });
    } catch (thrown) {
      const detail = thrown instanceof Error ? thrown.message : String(thrown);
      throw fail('internal', 'report-unwritable', { path: this.#folder, detail });
    }
    await this.#letOldestGo(stored.id);
  }

  /** @throws not-found `report-unknown` */
  async load(id: string): Promise<StoredReport> {
    try {
      // Only this class writes these files, whole and private; what they hold is what was saved.
      const stored: StoredReport = JSON.parse(await readFile(this.#path(id), 'utf8'));
      return stored;
    } catch (thrown) {
      if (isMissing(thrown)) throw fail('not-found', 'report-unknown', { id });
      throw thrown;
    }
  }

  /** Newest first, without what is under way. A file that cannot be read is told as a warning of the process and left out. */
  async list(): Promise<ReportSummary[]> {
    const summaries: ReportSummary[] = [];
    for (const { name, stamp } of await this.#files()) {
      const known = this.#read.get(name);
      try {
        let entry = known;
        if (entry?.stamp !== stamp) {
          const { owner, ...stored } = await this.load(name.replace(/\.json$/, ''));
          entry = { stamp, summary: summarize(stored), stored: owner === undefined ? {} : { owner } };
          this.#read.set(name, entry);
        }
        if (!(await isUnderWay(entry.stored))) summaries.push(entry.summary);
      } catch (thrown) {
        process.emitWarning(`The report ${name} cannot be read: ${String(thrown)}`);
      }
    }
    return summaries;
  }

  async #letOldestGo(spared: string): Promise<void> {
    const files = await this.#files();
    const all = files.reduce((sum, { size }) => sum + size, 0);
    const keptReports = this.#kept();
    if (files.length <= keptReports && all <= keptBytes) return;
    // Those that tell of nothing that was done go first.
    const idle = new Set(
      (await this.list())
        .filter(({ counts }) => counts.done + counts.failed === 0)
        .map(({ id }) => `${id}.json`),
    );
    const ordered = [
      ...files.filter(({ name }) => !idle.has(name)),
      ...files.filter(({ name }) => idle.has(name)),
    ];
    let bytes = 0;
    for (const [place, { name, size }] of ordered.entries()) {
      bytes += size;
      if ((place < keptReports && bytes <= keptBytes) || name === `${spared}.json`) continue;
      await rm(join(this.#folder, name), { force: true });
      this.#read.delete(name);
    }
  }

  /** Names begin with the time: the newest is last by its name. */
  async #files(): Promise<{ name: string; size: number; stamp: string }[]> {
    const names = await readdir(this.#folder).catch((thrown: unknown) => {
      if (isMissing(thrown)) return [];
      throw thrown;
    });
    const files: { name: string; size: number; stamp: string }[] = [];
    for (const name of names.filter((one) => one.endsWith('.json')).sort((a, b) => (a < b ? 1 : -1))) {
      try {
        const { size, mtimeMs } = await stat(join(this.#folder, name));
        files.push({ name, size, stamp: `${mtimeMs} ${size}` });
      } catch (thrown) {
        // Another process let it go in this moment.
        if (!isMissing(thrown)) throw thrown;
      }
    }
    return files;
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

/** Whether the process that wrote it is still at it. One that died left it as it is. */
export async function isUnderWay({ owner }: Pick<StoredReport, 'owner'>): Promise<boolean> {
  return owner !== undefined && (await isProcessAlive(owner));
}

/** How many items were done, skipped and failed. */
export function countOutcomes(items: readonly Pick<ReportItem, 'outcome'>[]): OutcomeCounts {
  const counts: OutcomeCounts = { done: 0, skipped: 0, failed: 0 };
  for (const { outcome } of items) counts[outcome] += 1;
  return counts;
}

function summarize({ id, origin, subject, report }: StoredReport): ReportSummary {
  const { kind, startedAt, finishedAt, items, estimatedBytes, freedBytes, cancelled } = report;
  const unknown = items.filter(({ outcomeKey }) => outcomeKey === 'unknown').length;
  const counts = countOutcomes(items);
  return {
    id,
    kind,
    origin,
    subject,
    startedAt,
    finishedAt,
    counts,
    unknown,
    unverified: report.reset?.verified === null,
    estimatedBytes,
    freedBytes,
    cancelled,
  };
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}
