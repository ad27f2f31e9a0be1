import type { StatsFigures } from '../../shared/contract/stats.ts';
import type { AlertRule } from '../../shared/contract/stats-alerts.ts';
import { fitsPattern } from '../../shared/model/name-pattern.ts';

/** A container above the threshold of a rule. */
export interface Above {
  rule: AlertRule;
  containerId: string;
  name: string;
  project?: string;
  /** ms since the epoch. */
  sinceMs: number;
  lastMs: number;
  value: number;
  /** It lasted long enough, and was told. */
  told: boolean;
}

export type AlertChange = { type: 'alert' | 'ended'; above: Above };

/** Decides from figures as they come which containers have been above a threshold for long enough. */
export class AlertWatch {
  #rules: readonly AlertRule[] = [];
  readonly #above = new Map<string, Above>();

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
    figures: StatsFigures,
    nowMs: number,
  ): AlertChange[] {
    const changes = this.#end(
      ({ containerId, rule }) => containerId === container.id && !fits(rule, container),
    );
    for (const rule of this.#rules) {
      if (!fits(rule, container)) continue;
      const value = measure(rule, figures);
      if (value === null) continue;
      const key = `${rule.id} ${container.id}`;
      const known = this.#above.get(key);
      const over = known !== undefined && (value < rule.threshold || isSilent(known, nowMs));
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
        sinceMs: before?.sinceMs ?? nowMs,
        lastMs: nowMs,
        value,
        told: before?.told ?? false,
      };
      if (!above.told && nowMs - above.sinceMs >= rule.forSeconds * 1000) {
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
    return this.#end(() => true);
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

/** Also where the clock was set back: how long it lasted is not known then. */
function isSilent({ rule, lastMs }: Above, nowMs: number): boolean {
  return nowMs < lastMs || nowMs - lastMs > Math.max(rule.forSeconds * 500, 15_000);
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
