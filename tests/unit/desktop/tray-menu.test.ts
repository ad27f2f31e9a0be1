import { describe, expect, it } from 'vitest';
import { menuLabel } from '../../../electron/desktop/menu-template.ts';
import { trayMenu, trayTip } from '../../../electron/desktop/tray-menu.ts';
import { failure } from '../../../shared/contract/failure.ts';
import { allEntries, asText, container, engineState, rows, trayState } from './samples.ts';

const tail = ['[ ] Pause notifications', '* Open Slipway', '* Quit Slipway'];
const published = { hostIp: '0.0.0.0', hostPort: 8080, containerPort: 80, protocol: 'tcp' } as const;

describe('trayMenu', () => {
  it('says that there is no engine', () => {
    const none = trayState({ engine: engineState('unreachable', null), containers: null });
    expect(asText(trayMenu(none))).toEqual(['No engine found', '-', ...tail]);
    expect(asText(trayMenu(trayState({ engine: null, containers: null })))[0]).toBe('No engine found');
  });

  it.each([
    ['connecting', 'Connecting to docker.sock'],
    ['unreachable', 'docker.sock cannot be reached'],
    ['refused', 'docker.sock does not let Slipway in'],
    ['unsupported', 'docker.sock cannot be used by Slipway'],
  ] as const)('says what keeps it from an engine: %s', (status, line) => {
    const lines = asText(trayMenu(trayState({ engine: engineState(status), containers: null })));
    expect(lines).toEqual([line, 'Context: default', '-', ...tail]);
  });

  it('offers the docker contexts where there is a choice, the one in use marked', () => {
    const broken = failure('invalid-input', 'address-malformed', { address: 'x', detail: 'y' });
    const contexts = [
      { name: 'default', inUse: false, broken: null },
      { name: 'a & b', inUse: true, broken: null },
      { name: 'odd', inUse: false, broken },
    ];
    const menu = trayMenu(trayState({ contexts }));
    expect(asText(menu).slice(3, 8)).toEqual([
      'Docker contexts >',
      '  [x] a && b',
      '  [ ] default',
      '  odd',
      '-',
    ]);
    expect(allEntries(menu)).toContainEqual(
      expect.objectContaining({ action: { do: 'use-context', name: 'a & b' } }),
    );
    const alone = trayState({ contexts: contexts.slice(0, 1) });
    expect(asText(trayMenu(alone))).toEqual(asText(trayMenu(trayState())));
  });

  it('never leaves out the one in use, however many there are', () => {
    const many = Array.from({ length: 40 }, (_, at) => ({ name: `c${at}`, inUse: at === 39, broken: null }));
    const shown = asText(trayMenu(trayState({ contexts: many }))).filter((line) => line.startsWith('  ['));
    expect(shown).toHaveLength(13);
    expect(shown[0]).toBe('  [x] c39');
  });

  it('names the engine where there is no context', () => {
    const engine = engineState('ready');
    const { context: _context, ...endpoint } = engine.endpoint ?? never();
    expect(asText(trayMenu(trayState({ engine: { ...engine, endpoint } })))[1]).toBe('Engine: docker.sock');
  });

  it('offers nothing for no containers', () => {
    expect(asText(trayMenu(trayState()))).toEqual([
      'Connected to builder (engine 26.1.5)',
      'Context: default',
      '0 of 0 running',
      '-',
      ...tail,
    ]);
    expect(asText(trayMenu(trayState({ containers: null })))[2]).toBe('Reading containers');
  });

  it('offers what can be done with one container', () => {
    const web = container('web', { ports: [published, { ...published, hostIp: '::' }] });
    const state = trayState({ containers: rows(web), logs: true });
    expect(asText(trayMenu(state)).slice(4, -3)).toEqual([
      'Running',
      'web  ·  running >',
      '  * Stop',
      '  * Restart',
      '  * Logs',
      '  -',
      '  * Open port 8080',
      '-',
    ]);
    expect(allEntries(trayMenu(state))).toContainEqual(
      expect.objectContaining({ action: { do: 'open-external', url: 'http://localhost:8080' } }),
    );
    expect(allEntries(trayMenu(state))).toContainEqual(
      expect.objectContaining({ action: { do: 'navigate', route: '/containers/id-of-web/logs' } }),
    );
  });

  it('offers logs only where the page can show them', () => {
    const lines = asText(trayMenu(trayState({ containers: rows(container('web')) })));
    expect(lines).not.toContain('  * Logs');
  });

  it('opens ports on the host of a remote engine', () => {
    const engine = engineState('ready', { address: 'ssh://me@build.example' });
    const state = trayState({ engine, containers: rows(container('web', { ports: [published] })) });
    expect(allEntries(trayMenu(state))).toContainEqual(
      expect.objectContaining({ action: { do: 'open-external', url: 'http://build.example:8080' } }),
    );
  });

  it('puts sick containers first, then those used last, each once', () => {
    const state = trayState({
      containers: rows(
        container('web'),
        container('sick', { health: 'unhealthy' }),
        container('loop', { state: 'restarting' }),
        container('old', { state: 'exited', exitCode: 3 }),
        container('idle'),
      ),
      recent: ['old', 'gone', 'sick', 'id-of-web', 'web'],
    });
    const lines = asText(trayMenu(state)).filter((line) => !line.startsWith(' '));
    expect(lines.slice(2, -3)).toEqual([
      '3 of 5 running',
      '-',
      'Needs attention',
      'loop  ·  restarting >',
      'sick  ·  unhealthy >',
      '-',
      'Last used',
      'old  ·  exited >',
      'web  ·  running >',
      '-',
    ]);
  });

  it('stays short with many containers', () => {
    const many = Array.from({ length: 500 }, (_, at) => container(`c${at}`, { health: 'unhealthy' }));
    const menu = trayMenu(trayState({ containers: rows(...many) }));
    expect(menu.length).toBeLessThan(25);
    expect(asText(menu)).toContain('500 of 500 running');
  });

  it('shows what was last known, and lets nothing be done, while it reconnects', () => {
    const state = trayState({
      engine: engineState('reconnecting'),
      containers: rows(container('web', { ports: [published] })),
    });
    const lines = asText(trayMenu(state));
    expect(lines[0]).toBe('Reconnecting to builder');
    expect(lines[2]).toBe('1 of 1 running when last seen');
    expect(lines).toContain('  disabled: * Stop');
    expect(lines).toContain('  disabled: * Open port 8080');
    expect(lines).not.toContain('  * Stop');
  });

  it('offers to start only what does not run, and nothing for what is being removed', () => {
    const state = trayState({
      containers: rows(container('off', { state: 'exited' }), container('going', { state: 'removing' })),
      recent: ['off', 'going'],
    });
    const lines = asText(trayMenu(state));
    expect(lines).toEqual(
      expect.arrayContaining(['off  ·  exited >', '  * Start', 'going  ·  being removed']),
    );
    expect(lines).not.toContain('  * Stop');
  });

  it('never destroys anything', () => {
    const states = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'] as const;
    for (const state of states) {
      const menu = trayMenu(trayState({ containers: rows(container('one', { state })), recent: ['one'] }));
      const done = allEntries(menu).flatMap((entry) => ('action' in entry ? [entry.action.do] : []));
      const harmless = [
        'start',
        'stop',
        'restart',
        'navigate',
        'open-external',
        'pause-notifications',
        'open',
        'quit',
      ];
      expect(harmless).toEqual(expect.arrayContaining(done));
    }
  });

  it('shortens long names in the middle', () => {
    const name = `${'a'.repeat(30)}${'z'.repeat(30)}`;
    const [, label = ''] = asText(trayMenu(trayState({ containers: rows(container(name)) })))
      .filter((line) => line.includes('…'))
      .concat('')
      .reverse();
    expect(label).toMatch(/^a{20}…z{19} {2}· {2}running >$/);
  });

  it('turns pausing round', () => {
    const menu = trayMenu(trayState({ notificationsPaused: true }));
    expect(menu).toContainEqual({
      type: 'check',
      label: 'Pause notifications',
      checked: true,
      action: { do: 'pause-notifications', paused: false },
    });
  });

  it('speaks Chinese', () => {
    const state = trayState({
      language: 'zh-CN',
      containers: rows(container('web', { health: 'unhealthy', ports: [published] })),
      logs: true,
    });
    const lines = asText(trayMenu(state));
    expect(lines).toEqual([
      '已连接到 builder（引擎 26.1.5）',
      '上下文：default',
      '1 个容器中有 1 个正在运行',
      '-',
      '需要关注',
      'web  ·  不健康 >',
      '  * 停止',
      '  * 重启',
      '  * 日志',
      '  -',
      '  * 打开端口 8080',
      '-',
      '[ ] 暂停通知',
      '* 打开 Slipway',
      '* 退出 Slipway',
    ]);
  });
});

describe('trayTip', () => {
  it('tells the connection and what runs', () => {
    expect(trayTip(trayState({ containers: rows(container('web')) }))).toBe(
      'Slipway\nConnected to builder (engine 26.1.5)\n1 of 1 running',
    );
    expect(trayTip(trayState({ engine: null, containers: null }))).toBe('Slipway\nNo engine found');
  });
});

describe('menuLabel', () => {
  it('keeps text from outside to one plain line', () => {
    expect(menuLabel('a\n\u202eb&c')).toBe('a  b&&c');
    expect([...menuLabel('容'.repeat(60))]).toHaveLength(40);
  });
});

function never(): never {
  throw new Error('the sample has an endpoint');
}
