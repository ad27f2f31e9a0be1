import { expect, it } from 'vitest';
import { alertNotice } from '../../../electron/desktop/alert-notices.ts';
import type { StatsAlert } from '../../../shared/contract/stats-alerts.ts';

const alert: StatsAlert = {
  ...{ id: 'a', ruleId: 'r', containerId: 'abcdefabcdef0123', name: 'web', pattern: '*', metric: 'cpu' },
  ...{ threshold: 80, forSeconds: 60, value: 93.27, since: '2026-11-21T06:00:00.000Z' },
};

it('a notification of an alert says the figure and the threshold, and leads to the charts', () => {
  expect(alertNotice(alert, 'en')).toEqual({
    title: 'web uses much CPU',
    body: '93.3 %; at or above 80 % for 60 s.',
    route: '/containers/abcdefabcdef/stats',
  });
  const memory = { ...alert, metric: 'memoryBytes', value: 3 * 2 ** 20, threshold: 2 ** 20 } as const;
  expect(alertNotice(memory, 'zh-CN')).toMatchObject({
    title: 'web 占用大量内存',
    body: '3 MiB；达到或超过 1 MiB 已持续 60 秒。',
  });
});
