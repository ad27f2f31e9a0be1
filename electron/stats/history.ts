import type { Container } from '../../shared/contract/containers.ts';
import type { ApiError } from '../../shared/contract/errors.ts';
import { failure } from '../../shared/contract/failure.ts';
import type { HistorySpan, StatsHistory, StatsSeries } from '../../shared/contract/stats.ts';
import { columnsOf, type Kept, type Point } from './columns.ts';
import { MinuteMean } from './minute-mean.ts';
import type { MinuteEntry, MinuteStore } from './minute-store.ts';
import { Recent } from './recent.ts';
import type { Stats, StatsListener } from './stats.ts';
import type { Measured } from './subject.ts';

const minuteMs = 60_000;
const machineId = 'machine';
const gapMs: Record<HistorySpan, number> = { '5m': 15_000, '24h': 2.5 * minuteMs };

interface Asked {
  ids: readonly string[];
  /** Also the sums. */
  machine: boolean;
  span: HistorySpan;
}

type Named = Pick<Container, 'id' | 'name'>;

/** Keeps what is measured for whoever wants to see how it was: five minutes in memory, a day by the minute on disk. */
export class History implements StatsListener {
  readonly #stats: Pick<Stats, 'totals' | 'engineId' | 'known'>;
  readonly #store: MinuteStore;
  readonly #recent = new Recent();
  /** The minute under way, and of which engine. */
  #means = new Map<string, MinuteMean>();
  #minute = 0;
  #engineId = '';
  /** Whether the minute has figures that are not on disk. */
  #unwritten = false;
  #summedMs: number | null = null;
  #writing: Promise<void> = Promise.resolve();
  #notKept: ApiError | null = null;

  constructor(stats: Pick<Stats, 'listen' | 'totals' | 'engineId' | 'known'>, store: MinuteStore) {
    this.#stats = stats;
    this.#store = store;
    stats.listen(this);
  }

  measured(container: Container, { figures, windowMs }: Measured): void {
    this.#add(container.id, figures, windowMs);
  }

  drained(): void {
    const totals = this.#stats.totals();
    // Sums without some of the containers would show a machine that is less busy than it is.
    if (totals.measured < totals.running || totals.running === 0) {
      this.#summedMs = null;
      return;
    }
    const now = performance.now();
    this.#add(machineId, totals, this.#summedMs === null ? null : now - this.#summedMs);
    this.#summedMs = now;
  }

  running(): void {
    // What was measured stays.
  }

  /** The minute is written at once: much later it would overwrite what another Slipway has measured of it since. */
  idle(): void {
    this.#flush();
  }

  lost(): void {
    // What was measured stays.
  }

  switched(): void {
    this.#endMinute();
    this.#recent.clear();
    this.#summedMs = null;
  }

  async read(input: Asked, engineId: string, signal: AbortSignal): Promise<StatsHistory> {
    const series: StatsSeries[] = [];
    for await (const one of this.series(input, engineId, signal)) series.push(one);
    const { span } = input;
    return {
      span,
      gapMs: gapMs[span],
      series,
      ...(this.#notKept === null ? {} : { notKept: this.#notKept }),
    };
  }

  /** One after the other, for whoever need not hold them all. */
  async *series(
    { ids, machine, span }: Asked,
    engineId: string,
    signal: AbortSignal,
  ): AsyncGenerator<StatsSeries> {
    await this.#writing;
    const containers = ids.length === 0 ? [] : await this.#stats.known(signal);
    const byName = new Map(containers.map((container) => [container.name, container]));
    const byId = new Map(containers.map((container) => [container.id, container]));
    for (const wanted of ids) {
      const known = byId.get(wanted) ?? byName.get(wanted) ?? startsWith(byId, wanted);
      const id = known?.id ?? wanted;
      const points = await this.#points(engineId, id, span);
      yield { id, name: known?.name ?? null, ...columnsOf(points) };
    }
    if (!machine) return;
    const points = await this.#points(engineId, machineId, span);
    yield { id: machineId, name: null, ...columnsOf(points) };
  }

  /** Writes what is not yet written. */
  async close(): Promise<void> {
    this.#flush();
    await this.#writing;
  }

  #add(id: string, figures: Kept, windowMs: number | null): void {
    const { engineId } = this.#stats;
    if (engineId === null) return;
    const now = Date.now();
    const minute = Math.floor(now / minuteMs);
    if (minute !== this.#minute || engineId !== this.#engineId) {
      this.#endMinute();
      this.#minute = minute;
      this.#engineId = engineId;
    }
    this.#recent.add(id, now, figures);
    let mean = this.#means.get(id);
    if (mean === undefined) {
      mean = new MinuteMean();
      this.#means.set(id, mean);
    }
    mean.add(figures, windowMs);
    this.#unwritten = true;
  }

  #endMinute(): void {
    this.#flush();
    this.#means = new Map();
  }

  #flush(): void {
    const minute = this.#minute;
    const engineId = this.#engineId;
    const entries = [...this.#means].map(([id, mean]): MinuteEntry => ({ id, point: mean.point(minute) }));
    if (!this.#unwritten) return;
    this.#unwritten = false;
    this.#writing = this.#writing
      .then(() => this.#store.write(engineId, minute, entries, Date.now()))
      .then(
        () => {
          this.#notKept = null;
        },
        (thrown: unknown) => {
          // Told with the history; the next minute is tried again.
          const detail = thrown instanceof Error ? thrown.message : String(thrown);
          this.#notKept = failure('internal', 'stats-not-kept', { detail });
        },
      );
  }

  async #points(engineId: string, id: string, span: HistorySpan): Promise<Point[]> {
    const now = Date.now();
    if (span === '5m') return engineId === this.#engineId ? this.#recent.points(id, now) : [];
    const points = await this.#store.read(engineId, id, Math.floor(now / minuteMs));
    const mean = engineId === this.#engineId ? this.#means.get(id) : undefined;
    if (mean === undefined || !this.#unwritten) return points;
    const current = mean.point(this.#minute);
    // Another Slipway may have written later minutes.
    return [
      ...points.filter(({ at }) => at < current.at),
      current,
      ...points.filter(({ at }) => at > current.at),
    ];
  }
}

function startsWith(byId: ReadonlyMap<string, Named>, start: string): Named | undefined {
  if (start.length < 12) return undefined;
  for (const [id, container] of byId) if (id.startsWith(start)) return container;
  return undefined;
}
