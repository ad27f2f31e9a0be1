import { create } from 'zustand';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { roughDuration } from '../../shared/model/durations.ts';
import type { ReasonText } from '../../shared/model/reasons.ts';
import { formatBytes, formatMemory } from '../../shared/model/sizes.ts';
import { en, type Words } from './en.ts';
import { zhCN } from './zh-cn.ts';

export type { Words } from './en.ts';
export type LanguageTag = 'en' | 'zh-CN';
type LanguageChoice = Settings['language'];

const catalogues: Record<LanguageTag, Words> = { en, 'zh-CN': zhCN };

/** The language that fits a choice; `system` takes the first of the browser's languages that we have. */
export function resolveLanguage(choice: LanguageChoice, preferred: readonly string[]): LanguageTag {
  if (choice !== 'system') return choice;
  for (const tag of preferred) {
    if (/^zh\b/i.test(tag)) return 'zh-CN';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}

interface LanguageState {
  choice: LanguageChoice;
  tag: LanguageTag;
  words: Words;
}

const systemLanguages = (): readonly string[] =>
  typeof navigator === 'undefined' ? [] : (navigator.languages ?? [navigator.language]);

function stateFor(choice: LanguageChoice): LanguageState {
  const tag = resolveLanguage(choice, systemLanguages());
  return { choice, tag, words: catalogues[tag] };
}

const useLanguage = create<LanguageState>()(() => stateFor('system'));

/** Switches every word on screen at once. */
export function setLanguage(choice: LanguageChoice): void {
  const next = stateFor(choice);
  if (typeof document !== 'undefined') document.documentElement.lang = next.tag;
  useLanguage.setState(next);
}

/** Follows the system's language while the choice is `system`. Returns the way to stop. */
export function followSystemLanguage(): () => void {
  const follow = () => setLanguage(useLanguage.getState().choice);
  window.addEventListener('languagechange', follow);
  return () => window.removeEventListener('languagechange', follow);
}

/** The words of the current language; re-renders when it changes. */
export function useWords(): Words {
  return useLanguage((state) => state.words);
}

/** The words of the current language, outside of a component. */
export function currentWords(): Words {
  return useLanguage.getState().words;
}

/** Message and hint of a failure in the current language; the English of the answer where the reason is not known. */
export function wordError(error: ApiError, words: Words = currentWords()): ReasonText {
  const sentence = error.reason === undefined ? undefined : words.reasons[error.reason];
  if (sentence !== undefined) return sentence(error.params ?? {});
  return error.hint === undefined
    ? { message: error.message }
    : { message: error.message, hint: error.hint.text };
}

/** A length of time in ms, e.g. `3 min`. */
export function durationText(ms: number, words: Words = currentWords()): string {
  const { count, unit } = roughDuration(ms);
  return words.duration(count, unit);
}

const fullTime: Record<LanguageTag, Intl.DateTimeFormat> = {
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }),
  'zh-CN': new Intl.DateTimeFormat('zh-CN', { dateStyle: 'medium', timeStyle: 'medium' }),
};
const timeOfDay: Record<LanguageTag, Intl.DateTimeFormat> = {
  en: new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }),
  'zh-CN': new Intl.DateTimeFormat('zh-CN', { timeStyle: 'medium' }),
};

const hourMinute: Record<LanguageTag, Intl.DateTimeFormat> = {
  en: new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' }),
  'zh-CN': new Intl.DateTimeFormat('zh-CN', { timeStyle: 'short' }),
};

/** The time of day on an axis: with its seconds only where it is no whole minute. */
export function axisTimeText(ms: number): string {
  return ms % 60_000 === 0 ? hourMinute[useLanguage.getState().tag].format(ms) : clockText(ms);
}

/** A point in time, in full, in the language and time zone of the person. */
export function timeText(ms: number): string {
  return fullTime[useLanguage.getState().tag].format(ms);
}

/** The time of day, e.g. `14:03:12`. */
export function clockText(ms: number): string {
  return timeOfDay[useLanguage.getState().tag].format(ms);
}

export function bytesText(bytes: number): string {
  return formatBytes(bytes, useLanguage.getState().tag);
}

export function memoryText(bytes: number): string {
  return formatMemory(bytes, useLanguage.getState().tag);
}

/** Bytes a second, e.g. `12.3 kB/s`. */
export function rateText(bytesPerSecond: number): string {
  return `${bytesText(bytesPerSecond)}/s`;
}

const percents: Record<LanguageTag, readonly [fine: Intl.NumberFormat, coarse: Intl.NumberFormat]> = {
  en: percentFormats('en'),
  'zh-CN': percentFormats('zh-CN'),
};

function percentFormats(tag: LanguageTag): [Intl.NumberFormat, Intl.NumberFormat] {
  const digits = (count: number) =>
    new Intl.NumberFormat(tag, { minimumFractionDigits: count, maximumFractionDigits: count });
  return [digits(2), digits(1)];
}

/** A percentage without its sign: two decimals as `docker stats` has them, one from 100 on. */
export function percentText(percent: number): string {
  const [fine, coarse] = percents[useLanguage.getState().tag];
  return (percent < 99.995 ? fine : coarse).format(percent);
}

const shortNumbers: Record<LanguageTag, Intl.NumberFormat> = {
  en: new Intl.NumberFormat('en', { maximumFractionDigits: 2 }),
  'zh-CN': new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 2 }),
};

/** A number with no more digits than it needs, at most two decimals. */
export function shortNumberText(value: number): string {
  return shortNumbers[useLanguage.getState().tag].format(value);
}
