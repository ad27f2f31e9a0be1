import type { AlertRule, StatsAlert } from '../contract/stats-alerts.ts';
import type { Language } from './desktop-words.ts';
import { formatMemory } from './sizes.ts';

interface AlertWords {
  readonly cpu: (name: string) => string;
  readonly memory: (name: string) => string;
  readonly detail: (value: string, threshold: string, seconds: number) => string;
}

const words: Readonly<Record<Language, AlertWords>> = {
  en: {
    cpu: (name) => `${name} uses much CPU`,
    memory: (name) => `${name} uses much memory`,
    detail: (value, threshold, seconds) => `${value}; at or above ${threshold} for ${seconds} s.`,
  },
  'zh-CN': {
    cpu: (name) => `${name} 占用大量 CPU`,
    memory: (name) => `${name} 占用大量内存`,
    detail: (value, threshold, seconds) => `${value}；达到或超过 ${threshold} 已持续 ${seconds} 秒。`,
  },
};

/** A value or threshold of a rule as people read it: percent or bytes, by what the rule looks at. */
export function metricText(metric: AlertRule['metric'], value: number, language: Language): string {
  if (metric === 'memoryBytes') return formatMemory(value, language);
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value)} %`;
}

/** What an alert says, on the page and in a notification. */
export function alertTitle({ name, metric }: StatsAlert, language: Language): string {
  return words[language][metric === 'cpu' ? 'cpu' : 'memory'](name);
}

/** The figure, the threshold and for how long. */
export function alertDetail(alert: StatsAlert, language: Language): string {
  const { metric, value, threshold, forSeconds } = alert;
  const text = (figure: number) => metricText(metric, figure, language);
  return words[language].detail(text(value), text(threshold), forSeconds);
}
