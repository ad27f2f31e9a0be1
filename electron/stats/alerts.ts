import type { Container } from '../../shared/contract/containers.ts';
import type { AlertRule, StatsAlert, StatsAlertItem } from '../../shared/contract/stats-alerts.ts';
import { type Above, type AlertChange, AlertWatch, stepMs } from './alert-watch.ts';
import { NamesDemand } from './demand.ts';
import { Sampling } from './sampling.ts';
import type { Stats, StatsListener } from './stats.ts';
import type { Measured } from './subject.ts';

/** The same container is not told again for the same rule within this time. */
const quietMs = 5 * 60_000;
const viewerLimit = 200;

/** What is read of the settings. */
export interface AlertRules {
  current(): readonly AlertRule[];
  onChange(listener: () => void): () => void;
}

/** Evaluates the rules of the settings while somebody listens, and samples for it what the rules name. */
export class Alerts implements StatsListener {
  readonly #stats: Pick<Stats, 'start'>;
  readonly #rules: AlertRules;
  readonly #watch = new AlertWatch();
  readonly #listeners = new Set<(item: StatsAlertItem) => void>();
  readonly #toldAt = new Map<string, number>();
  readonly #sampling: Sampling;

  constructor(stats: Pick<Stats, 'start' | 'open' | 'listen'>, rules: AlertRules) {
    this.#stats = stats;
    this.#rules = rules;
    this.#sampling = new Sampling(stats);
    stats.listen(this);
  }

  /** Those that last, then each as it happens, until `signal` fires. */
  async *stream(signal: AbortSignal): AsyncGenerator<StatsAlertItem> {
    let wake: (() => void) | null = null;
    const stop = () => wake?.();
    await this.#stats.start();
    if (!this.#sampling.running) this.#apply();
    let queue: StatsAlertItem[] = [this.#snapshot()];
    const listener = (item: StatsAlertItem) => {
      queue.push(item);
      if (queue.length > viewerLimit) queue = [this.#snapshot()];
      wake?.();
    };
    this.#listeners.add(listener);
    signal.addEventListener('abort', stop, { once: true });
    const unsubscribe = this.#rules.onChange(() => this.#apply());
    try {
      while (!signal.aborted) {
        const next = queue.shift();
        if (next !== undefined) yield next;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        wake = null;
      }
    } finally {
      unsubscribe();
      this.#listeners.delete(listener);
      signal.removeEventListener('abort', stop);
      if (this.#listeners.size === 0) {
        this.#watch.clear();
        await this.#sampling.close();
      }
    }
  }

  measured(container: Container, measured: Measured): void {
    if (this.#sampling.running) this.#tell(this.#watch.take(container, measured, Date.now()));
  }

  /** Rounds come also where nothing can be read. */
  drained(): void {
    this.#tell(this.#watch.elapsed(Date.now()));
  }

  running(containers: readonly Container[]): void {
    this.#tell(this.#watch.running(containers));
  }

  idle(): void {
    // Whoever listens to alerts wants figures.
  }

  /** Nothing is known of now: what lasts is told again once it has lasted long enough with the engine back. */
  lost(): void {
    this.#tell(this.#watch.clear());
  }

  switched(): void {
    this.#tell(this.#watch.clear());
  }

  /** The shortest step is often enough: CPU % is the mean since the reading before, nothing is missed. */
  #apply(): void {
    const rules = this.#rules.current().filter(({ enabled }) => enabled);
    this.#tell(this.#watch.setRules(rules));
    const intervalMs = Math.min(...rules.map(stepMs));
    const demand = new NamesDemand(intervalMs, (name) => this.#watch.wants(name));
    this.#sampling.set(rules.length === 0 ? null : demand);
  }

  #tell(changes: readonly AlertChange[]): void {
    const now = Date.now();
    for (const { type, above } of changes) {
      const item: StatsAlertItem =
        type === 'ended'
          ? { type, alert: { ...alertOf(above), endedAt: new Date(now).toISOString() } }
          : { type, alert: alertOf(above), tell: this.#worthTelling(above, now) };
      for (const listener of this.#listeners) listener(item);
    }
  }

  #worthTelling({ rule, containerId }: Above, now: number): boolean {
    const key = `${rule.id} ${containerId}`;
    for (const [other, at] of this.#toldAt) if (now - at >= quietMs) this.#toldAt.delete(other);
    if (this.#toldAt.has(key)) return false;
    this.#toldAt.set(key, now);
    return true;
  }

  #snapshot(): StatsAlertItem {
    const alerts = this.#watch
      .lasting()
      .sort((a, b) => b.sinceMs - a.sinceMs)
      .map(alertOf);
    return { type: 'snapshot', alerts };
  }
}

function alertOf({ rule, containerId, name, project, sinceMs, value }: Above): StatsAlert {
  const { id: ruleId, pattern, metric, threshold, forSeconds } = rule;
  return {
    id: `${ruleId} ${containerId} ${sinceMs}`,
    ruleId,
    pattern,
    metric,
    threshold,
    forSeconds,
    containerId,
    name,
    ...(project === undefined ? {} : { project }),
    value,
    since: new Date(sinceMs).toISOString(),
  };
}
