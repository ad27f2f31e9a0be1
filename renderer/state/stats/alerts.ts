import { create } from 'zustand';
import type { AlertRule, StatsAlert, StatsAlertItem } from '../../../shared/contract/stats-alerts.ts';
import { alertDetail, alertTitle } from '../../../shared/model/stats-alert-words.ts';
import { keepStream, useLink } from '../link.ts';
import { containerHash } from '../object-links.ts';
import { navigate } from '../route.ts';
import { changeSettings, useSettings } from '../settings.ts';
import { dismissToast, toast, useToasts } from '../toasts.ts';

interface AlertState {
  /** Those that last now, the newest first. */
  alerts: readonly StatsAlert[];
}

export const useStatsAlerts = create<AlertState>()(() => ({ alerts: [] }));

/** Pure: the alerts that last after one item of the stream. */
export function withAlertItem(alerts: readonly StatsAlert[], item: StatsAlertItem): readonly StatsAlert[] {
  switch (item.type) {
    case 'snapshot':
      return item.alerts;
    case 'alert':
      return [item.alert, ...alerts.filter(({ id }) => id !== item.alert.id)];
    case 'ended':
      return alerts.filter(({ id }) => id !== item.alert.id);
  }
}

const toastPrefix = 'stats-alert:';
const toastKey = (id: string): string => `${toastPrefix}${id}`;

function forgetToasts(kept: ReadonlySet<string>): void {
  for (const { key } of useToasts.getState().toasts)
    if (key.startsWith(toastPrefix) && !kept.has(key)) dismissToast(key);
}

/** Follows the alerts for the life of the page; in a browser each is a message too. The desktop notifies by itself. */
export function followStatsAlerts(): void {
  keepStream('stats.alerts', {}, (item) => {
    useStatsAlerts.setState(({ alerts }) => ({ alerts: withAlertItem(alerts, item) }));
    // Another engine: what was told of the last one holds no longer.
    if (item.type === 'snapshot') forgetToasts(new Set(item.alerts.map(({ id }) => toastKey(id))));
    if (item.type === 'ended') dismissToast(toastKey(item.alert.id));
    if (item.type === 'alert' && item.tell && useLink.getState().host === 'web') tell(item.alert);
  });
}

function tell(alert: StatsAlert): void {
  if (useSettings.getState().settings?.notificationsPaused !== false) return;
  const key = toastKey(alert.id);
  toast({
    key,
    tone: 'warning',
    title: ({ language }) => alertTitle(alert, language),
    detail: ({ language }) => alertDetail(alert, language),
    action: {
      label: (words) => words.show,
      run: () => {
        dismissToast(key);
        navigate(containerHash(alert.containerId, 'stats'));
      },
    },
    // It stays for somebody who comes back; it does not lie over what somebody works with.
    sticky: document.visibilityState === 'hidden',
  });
}

const noRules: readonly AlertRule[] = [];

export function useAlertRules(): readonly AlertRule[] {
  return useSettings((state) => state.settings?.statsAlerts ?? noRules);
}

/** Keeps a rule: in the place of the one with its id, else as the last. */
export function saveRule(rule: AlertRule): Promise<void> {
  const rules = useSettings.getState().settings?.statsAlerts ?? [];
  const at = rules.findIndex(({ id }) => id === rule.id);
  return changeSettings({ statsAlerts: at < 0 ? [...rules, rule] : rules.with(at, rule) });
}

export function removeRule(id: string): Promise<void> {
  const rules = useSettings.getState().settings?.statsAlerts ?? [];
  return changeSettings({ statsAlerts: rules.filter((rule) => rule.id !== id) });
}
