import { describe, expect, it } from 'vitest';
import { engineNotices } from '../../../electron/desktop/engine-notices.ts';
import { trayMenu } from '../../../electron/desktop/tray-menu.ts';
import type { ManagedEngine, ManagedState, ManagedStatus } from '../../../shared/contract/managed.ts';
import { asText, trayState } from './samples.ts';

const exit = { at: null, cause: 'signal', code: null, signal: 'SIGKILL', lastError: 'boom' } as const;

function status(state: ManagedState): ManagedStatus {
  const engine: ManagedEngine = {
    ...{ id: 'own', unit: null, pid: null, binary: null, args: [], configFile: null, dataRoot: null },
    ...{
      address: null,
      logFile: null,
      user: null,
      inUse: true,
      owner: 'here',
      atLogin: null,
      commands: null,
    },
    cannot: { start: null, stop: null },
    state,
  };
  return { engines: [engine], preferred: 'own' };
}
const running = status({ status: 'running', since: null });
const crashed = status({ status: 'crashed', exit, attempt: 2, nextAt: '2026-11-21T17:00:00Z' });

describe('what the desktop tells of an engine', () => {
  it('is a crash, once, with how it ended', () => {
    expect(engineNotices(running, crashed, 'en')).toEqual([
      {
        title: 'The engine ended by itself',
        body: 'It was killed by SIGKILL.\nboom\nIt is started again (attempt 2).',
        route: '/machine/engine',
      },
    ]);
    expect(engineNotices(crashed, crashed, 'en')).toEqual([]);
  });

  it('is nothing that was so before', () => {
    expect(engineNotices(null, crashed, 'en')).toEqual([]);
    expect(engineNotices(crashed, running, 'zh-CN')).toEqual([]);
  });

  it('is a start that came to nothing', () => {
    const failed = status({ status: 'failed', exit: null, error: 'no space left' });
    expect(engineNotices(running, failed, 'en')[0]).toMatchObject({ body: 'no space left' });
  });
});

describe('the engine in the tray', () => {
  const lines = (managed: ManagedStatus | null) => asText(trayMenu(trayState({ managed }))).join('\n');
  it('is started there, and stopped by a plan on the page', () => {
    expect(lines(status({ status: 'stopped', exit: null }))).toContain('Start the engine');
    expect(lines(running)).toContain('Stop or restart the engine…');
    expect(lines(running)).not.toContain('Start the engine');
    expect(lines(null)).not.toContain('the engine');
  });
});
