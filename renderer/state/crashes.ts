import { create } from 'zustand';
import type { Crash, CrashItem } from '../../shared/contract/crashes.ts';
import { crashCause, crashTitle } from '../../shared/model/crash-words.ts';
import { call, keepStream, useLink } from './link.ts';
import { containerHash } from './object-links.ts';
import { navigate, routeHash } from './route.ts';
import { useSettings } from './settings.ts';
import { dismissToast, toast, toastError, useToasts } from './toasts.ts';

interface CrashState {
  /** The latest first. */
  crashes: readonly Crash[];
}

export const useCrashes = create<CrashState>()(() => ({ crashes: [] }));

/** Pure: the crashes after one item of the stream, the latest first. */
export function applyCrashItem(crashes: readonly Crash[], item: CrashItem): readonly Crash[] {
  switch (item.type) {
    case 'snapshot':
      return item.crashes.toReversed();
    case 'crash': {
      const at = crashes.findIndex(({ id }) => id === item.crash.id);
      // One that only changed keeps its place; one that happened again is the latest.
      if (at >= 0 && crashes[at]?.count === item.crash.count) return crashes.with(at, item.crash);
      return [item.crash, ...crashes.filter(({ id }) => id !== item.crash.id)];
    }
    case 'gone':
      return crashes.filter(({ id }) => !item.ids.includes(id));
  }
}

/** Follows the crashes for the life of the page; in a browser each is a message too. The desktop notifies by itself. */
export function followCrashes(): void {
  keepStream('containers.crashes', {}, (item) => {
    useCrashes.setState(({ crashes }) => ({ crashes: applyCrashItem(crashes, item) }));
    if (item.type === 'gone') for (const id of item.ids) dismissToast(toastKey(id));
    // Another engine: what was told of the last one holds no longer.
    if (item.type === 'snapshot') forgetToasts(new Set(item.crashes.map(({ id }) => toastKey(id))));
    if (item.type === 'crash' && item.tell && useLink.getState().host === 'web') tell(item.crash);
  });
}

const toastPrefix = 'crash:';
const toastKey = (id: string): string => `${toastPrefix}${id}`;

function forgetToasts(kept: ReadonlySet<string>): void {
  for (const { key } of useToasts.getState().toasts)
    if (key.startsWith(toastPrefix) && !kept.has(key)) dismissToast(key);
}

function tell(crash: Crash): void {
  const { settings } = useSettings.getState();
  if (settings === null || settings.notificationsPaused || !settings.crashNotifications) return;
  const key = toastKey(crash.id);
  toast({
    key,
    tone: 'warning',
    title: (words) => crashTitle(crash, words.crashes.words),
    detail: (words) => crashCause(crash, words.crashes.words),
    action: {
      label: (words) => words.show,
      run: () => {
        dismissToast(key);
        navigate(crash.removed ? routeHash('overview') : containerHash(crash.containerId, 'overview'));
      },
    },
    // It stays for somebody who comes back; it does not lie over what somebody works with. The list keeps it.
    sticky: document.visibilityState === 'hidden',
  });
}

/** Puts one crash away, or all, in every window. */
export async function dismissCrash(id?: string): Promise<void> {
  const result = await call('containers.dismissCrash', id === undefined ? {} : { id });
  // Another window was quicker.
  if (result.ok || result.error.reason === 'crash-unknown') return;
  toastError((words) => words.crashes.notDismissed, result.error, 'crash-not-dismissed');
}
