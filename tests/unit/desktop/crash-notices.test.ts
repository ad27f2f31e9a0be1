import { describe, expect, it } from 'vitest';
import { crashNotice } from '../../../electron/desktop/crash-notices.ts';
import type { Crash } from '../../../shared/contract/crashes.ts';

const line = (text: string): Crash['lines'][number] => ({
  ...{ container: 'web', at: '2026-11-21T06:00:00.000Z', atNano: '1', channel: 'stderr', text },
});
const crash = (more: Partial<Crash> = {}): Crash => ({
  ...{ id: 'c', containerId: 'abcdefabcdef0123', name: 'web', image: 'lab/web:1', exitCode: 139, count: 1 },
  ...{ at: '2026-11-21T06:00:00.000Z', firstAt: '2026-11-21T06:00:00.000Z', oomKilled: false },
  ...{ restarts: false, removed: false, missed: false, lines: [] },
  ...more,
});

describe('the notification of a crash', () => {
  it('says what happened, why, and the last words', () => {
    expect(crashNotice(crash({ lines: [line('first'), line('  last words '), line('')] }), 'en')).toEqual({
      title: 'web crashed',
      body: 'Exit code 139. Segmentation fault (SIGSEGV): it touched memory that is not its own.\nlast words',
      route: '/containers/abcdefabcdef/overview',
    });
  });
  it('tells a loop and memory apart, and leads to the overview where the container is gone', () => {
    expect(crashNotice(crash({ count: 3 }), 'en').title).toBe('web keeps crashing: 3 times');
    expect(crashNotice(crash({ oomKilled: true, exitCode: 137 }), 'en').title).toBe('web ran out of memory');
    expect(crashNotice(crash({ removed: true }), 'en').route).toBe('/overview');
  });
  it('is short, and in the language chosen', () => {
    const { body } = crashNotice(crash({ lines: [line('x'.repeat(5000))] }), 'en');
    expect(body.length).toBe(240);
    expect(crashNotice(crash({ exitCode: 127 }), 'zh-CN')).toMatchObject({
      title: 'web 崩溃了',
      body: '退出代码 127。镜像中找不到该命令。',
    });
  });
});
