import type { StatsAlert } from '../../shared/contract/stats-alerts.ts';
import type { Language } from '../../shared/model/desktop-words.ts';
import { alertDetail, alertTitle } from '../../shared/model/stats-alert-words.ts';
import type { Notice } from './act.ts';

/** What a notification says of a container above a threshold, and the route a click on it leads to. */
export function alertNotice(alert: StatsAlert, language: Language): Notice & { route: string } {
  return {
    title: alertTitle(alert, language),
    body: alertDetail(alert, language),
    route: `/containers/${alert.containerId.slice(0, 12)}/stats`,
  };
}
