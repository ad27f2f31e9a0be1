import { create } from 'zustand';
import type { ApiError } from '../../shared/contract/errors.ts';
import type { Words } from '../i18n/index.ts';

type Sentence = (words: Words) => string;

export interface Toast {
  /** A new toast with a known key replaces the old one, so that the same trouble is told once. */
  key: string;
  tone: 'info' | 'done' | 'warning' | 'problem';
  title: Sentence;
  detail?: Sentence;
  /** Shown as an error card, with cause, hint and "Copy details". */
  error?: ApiError;
  action?: { label: Sentence; run(): void };
  /** 0..1 while something is under way. */
  progress?: number;
  /** Stays until dismissed. */
  sticky: boolean;
  /** What its action does has nothing to do with the engine in use. */
  anyEngine?: boolean;
  /** Grows at each replacement, so that the time to go starts again. */
  turn: number;
}

interface ToastState {
  toasts: readonly Toast[];
}

const most = 6;
/** Where all of them stay. */
const mostStaying = 24;
let lastKey = 0;

export const useToasts = create<ToastState>()(() => ({ toasts: [] }));

/** Shows a message; answers its key. Problems stay, the rest goes by itself. */
export function toast(message: Partial<Toast> & Pick<Toast, 'title' | 'tone'>): string {
  lastKey += 1;
  const key = message.key ?? `toast-${lastKey}`;
  const next: Toast = {
    sticky: message.error !== undefined || message.progress !== undefined,
    ...message,
    key,
    turn: lastKey,
  };
  useToasts.setState(({ toasts }) => {
    const at = toasts.findIndex((old) => old.key === key);
    if (at >= 0) return { toasts: toasts.with(at, next) };
    return { toasts: fewer([...toasts, next]) };
  });
  return key;
}

/** What goes by itself makes room first; what stays only where there is far too much of it. */
function fewer(toasts: readonly Toast[]): readonly Toast[] {
  const kept = [...toasts];
  while (kept.length > most) {
    const at = kept.findIndex(({ sticky, error }) => !sticky && error === undefined);
    // The newest is not the one to go.
    if (at < 0 || at === kept.length - 1) break;
    kept.splice(at, 1);
  }
  return kept.slice(-mostStaying);
}

/** An error card. `retry` becomes its "Try again". */
export function toastError(title: Sentence, error: ApiError, key?: string, retry?: () => void): void {
  // The person who cancelled knows.
  if (error.code === 'cancelled') return;
  toast({
    key: key ?? `${error.reason ?? error.code}:${JSON.stringify(error.params ?? {})}`,
    tone: 'problem',
    title,
    error,
    ...(retry === undefined ? {} : { action: { label: (words) => words.tryAgain, run: retry } }),
  });
}

export function dismissToast(key: string): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((old) => old.key !== key) }));
}

/**
 * Another engine is in use: what a message offers to do was meant for the last one. Messages of what is still under
 * way stay, and tell how it ends.
 */
export function forgetOffers(): void {
  useToasts.setState(({ toasts }) => ({
    toasts: toasts.filter(
      ({ action, tone, anyEngine }) => action === undefined || tone === 'info' || anyEngine === true,
    ),
  }));
}
