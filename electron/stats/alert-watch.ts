import type { StatsFigures } from '../../shared/contract/stats.ts';
import type { AlertRule } from '../../shared/contract/stats-alerts.ts';
import { fitsPattern } from '../../shared/model/name-pattern.ts';
import type { Measured } from './subject.ts';

/** A container above the threshold of a rule. */
export interface Above {
  rule: AlertRule;
  containerId: string;
  name: string;
  project?: string;
  /** ms since the epoch. */
  sinceMs: number;
  lastMs: number;
  /** The mean of the last step. */
  value: number;
  /** How long that was. */
  windowMs: number;
  /** It lasted long enough, and was told. */
  told: boolean;
}

/** Figures since the last time a rule was judged. */
interface Step {
  containerId: string;
  windowMs: number;
  /** Of value times ms. */
  sum: number;
}

export type AlertChange = { type: 'alert' | 'ended'; above: Above };

/**
 * A rule is judged by means over a third of its time: CPU % is a mean itself, and whether somebody looks each second must
 * not decide whether a moment below the threshold is seen.
 */
export function stepMs({ forSeconds }: AlertRule): number {
  return Math.min(Math.max((forSeconds * 1000) / 3, 2000), 30_000);
}

/** Decides from figures as they come which containers have been above a threshold for long enough. */
export class AlertWatch {
  #rules: readonly AlertRule[] = [];
  readonly #above = new Map<string, Above>();
  readonly #steps = new Map<string, Step>();

  /** Those that last. */
  lasting(): Above[] {
    return [...this.#above.values()].filter(({ told }) => told);
  }

  /** Whether any rule looks at this name. */
  wants(name: string): boolean {
    return this.#rules.some(({ pattern }) => fitsPattern(pattern, name));
  }

  /** Rules that are gone or changed end what they told. */
  setRules(rules: readonly AlertRule[]): AlertChange[] {
    this.#rules = rules.filter(({ enabled }) => enabled);
    this.#steps.clear();
    const same = (rule: AlertRule) =>
      this.#rules.some((other) => JSON.stringify(other) === JSON.stringify(rule));
    return this.#end(({ rule }) => !same(rule));
  }

  /**
   * Takes figures of a container. Unknown ones change nothing for a while; after a silence of half of the rule's time
   * it is not known that the container was above all the time: what was told is over, and the time begins anew.
   */
  take(
    container: { id: string; name: string; project?: string },
    { figures, windowMs }: Measured,
    nowMs: number,
  ): AlertChange[] {
    const changes = this.#end(
      ({ containerId, rule }) => containerId === container.id && !fits(rule, container),
    );
    for (const rule of this.#rules) {
      if (!fits(rule, container)) continue;
      const key = `${rule.id} ${container.id}`;
      const step = this.#step(key, container.id, measure(rule, figures), windowMs);
      if (step === null || !isWhole(rule, step, windowMs ?? 0)) continue;
      this.#steps.delete(key);
      const value = step.sum / step.windowMs;
      const begunMs = nowMs - step.windowMs;
      const known = this.#above.get(key);
      const over = known !== undefined && (value < rule.threshold || isSilent(known, begunMs));
      if (over) {
        this.#above.delete(key);
        if (known.told) changes.push({ type: 'ended', above: known });
      }
      if (value < rule.threshold) continue;
      const before = over ? undefined : known;
      const above: Above = {
        rule,
        containerId: container.id,
        name: container.name,
        ...(container.project === undefined ? {} : { project: container.project }),
        sinceMs: before?.sinceMs ?? begunMs,
        lastMs: nowMs,
        value,
        windowMs: step.windowMs,
        told: before?.told ?? false,
      };
      // Readings come a few ms early or late; a whole step more would be much.
      if (!above.told && nowMs - above.sinceMs >= rule.forSeconds * 1000 - stepMs(rule) / 20) {
        above.told = true;
        changes.push({ type: 'alert', above });
      }
      this.#above.set(key, above);
    }
    return changes;
  }

  /** What runs now: what stopped is over, and what has another name that its rule does not look at. */
  running(containers: readonly { id: string; name: string }[]): AlertChange[] {
    const byId = new Map(containers.map((container) => [container.id, container]));
    for (const [key, { containerId }] of this.#steps) if (!byId.has(containerId)) this.#steps.delete(key);
    return this.#end(({ containerId, rule }) => {
      const container = byId.get(containerId);
      return container === undefined || !fits(rule, container);
    });
  }

  /** Time has passed: where nothing was heard for too long, nothing is known. */
  elapsed(nowMs: number): AlertChange[] {
    return this.#end((above) => isSilent(above, nowMs));
  }

  clear(): AlertChange[] {
    this.#steps.clear();
    return this.#end(() => true);
  }

  /** What is known since the rule was judged last; begins anew after a time of which nothing is known. */
  #step(key: string, containerId: string, value: number | null, windowMs: number | null): Step | null {
    if (value === null || windowMs === null) {
      this.#steps.delete(key);
      return null;
    }
    const { windowMs: knownMs, sum } = this.#steps.get(key) ?? { windowMs: 0, sum: 0 };
    const step = { containerId, windowMs: knownMs + windowMs, sum: sum + value * windowMs };
    this.#steps.set(key, step);
    return step;
  }

  #end(over: (above: Above) => boolean): AlertChange[] {
    const ended: AlertChange[] = [];
    for (const [key, above] of this.#above) {
      if (!over(above)) continue;
      this.#above.delete(key);
      if (above.told) ended.push({ type: 'ended', above });
    }
    return ended;
  }
}

function fits({ pattern }: AlertRule, { name }: { name: string }): boolean {
  return fitsPattern(pattern, name);
}

/** Nearer to the step of its rule than with one more reading like the last one. */
function isWhole(rule: AlertRule, { windowMs }: Step, lastMs: number): boolean {
  return windowMs > 0 && windowMs + lastMs / 2 >= stepMs(rule);
}

/** Also where the clock was set back: how long it lasted is not known then. */
function isSilent({ rule, lastMs, windowMs }: Above, nowMs: number): boolean {
  const silentMs = Math.max(rule.forSeconds * 500, 15_000, windowMs * 1.5);
  return nowMs < lastMs - windowMs || nowMs - lastMs > silentMs;
}

function measure({ metric }: AlertRule, figures: StatsFigures): number | null {
  switch (metric) {
    case 'cpu':
      return figures.cpuPercent;
    case 'memory':
      return figures.memoryPercent;
    case 'memoryBytes':
      return figures.memoryBytes;
  }
}
