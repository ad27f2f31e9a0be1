import { readFile, stat, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { ok, refused } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';

onEachEngine('engine settings that are taken over live', { prefix: 'it-settings-' }, (bench, kind) => {
  const call: typeof bench.client.call = (...args) => bench.client.call(...args);
  const info = (format: string) => bench.docker('info', '--format', format);
  const file = () => `/proc/${bench.engine.pid}/root/etc/docker/daemon.json`;
  const execute = async (id: string) => (await ok(call('plans.execute', { id }))).items[0];

  if (kind === 'podman') {
    it('says what podman has instead', async () => {
      expect(await refused(call('daemon.get', {}))).toMatchObject({
        code: 'unsupported',
        reason: 'daemon-podman',
      });
      const plan = call('daemon.plan', { set: { debug: true } });
      expect(await refused(plan)).toMatchObject({ reason: 'daemon-podman' });
    });
    return;
  }

  it('changes keys by SIGHUP and puts a backup back, both as the engine tells', async () => {
    const before = await readFile(file(), 'utf8');
    const mode = (await stat(file())).mode;
    const now = await ok(call('daemon.get', {}));
    expect(now).toMatchObject({ supervision: 'process', canReload: true, canRestart: false, problems: [] });
    expect(now.file).toMatchObject({ path: '/etc/docker/daemon.json', exists: true, text: before });
    expect(now.flags.map(({ key }) => key)).toContain('data-root');
    expect(now.steps.join('\n')).toContain(`kill -HUP ${bench.engine.pid}`);

    const set = { labels: ['it=settings'], debug: true, 'max-concurrent-downloads': 2 };
    const plan = await ok(call('daemon.plan', { set, revision: now.file?.revision }));
    expect(plan.settings).toMatchObject({
      ...{ apply: 'reload', stops: [], checkedBy: kind === 'oldest' ? 'rules' : 'engine' },
      changes: [
        { key: 'labels', before: null, after: '["it=settings"]', effect: 'live' },
        { key: 'debug', before: null, after: 'true', effect: 'live' },
        { key: 'max-concurrent-downloads', before: null, after: '2', effect: 'live' },
      ],
    });
    expect(plan.warnings.map((warning) => warning.kind)).toEqual(
      kind === 'oldest' ? ['settings-by-rules'] : [],
    );
    expect(await info('{{.Debug}} {{json .Labels}}')).toBe('false []');
    const item = await execute(plan.id);
    expect(item).toMatchObject({ outcome: 'done', outcomeKey: 'settings-applied' });
    expect(item?.settings).toMatchObject({ seen: ['labels', 'debug'], different: [], stopped: [] });
    expect(await info('{{.Debug}} {{json .Labels}}')).toBe('true ["it=settings"]');
    const after = await readFile(file(), 'utf8');
    expect(after.startsWith(before.slice(0, before.lastIndexOf('\n}')))).toBe(true);
    expect((await stat(file())).mode).toBe(mode);

    const [backup] = (await ok(call('daemon.get', {}))).backups;
    expect(backup?.keys.sort()).toEqual(['debug', 'labels', 'max-concurrent-downloads']);
    const back = await ok(call('daemon.rollback', { backup: backup?.id ?? '' }));
    // Taken out of the file, they stay as they are: the plan says so.
    expect(back.warnings).toContainEqual({ kind: 'settings-sticky', names: ['labels', 'debug'] });
    expect((await execute(back.id))?.outcomeKey).toBe('settings-applied');
    expect(await readFile(file(), 'utf8')).toBe(before);
    expect(await info('{{.Debug}} {{json .Labels}}')).toBe('true ["it=settings"]');
    const off = await ok(call('daemon.plan', { set: { debug: false, labels: [] } }));
    expect((await execute(off.id))?.outcomeKey).toBe('settings-applied');
    expect(await info('{{.Debug}} {{json .Labels}}')).toBe('false []');
    const last = await ok(call('daemon.plan', { text: before }));
    await execute(last.id);
  });

  it('finds beforehand what the engine would refuse', async () => {
    const verdict = (text: string) => ok(call('daemon.validate', { text }));
    expect(await verdict('{"debug": true}')).toMatchObject({ valid: true });
    expect(await verdict('{"debug": tru}')).toMatchObject({
      valid: false,
      problems: [{ kind: 'syntax-value', from: 10 }],
    });
    const unknown = await verdict('{"no-such-key": 1}');
    expect(unknown.valid).toBe(false);
    if (kind === 'oldest')
      expect(unknown).toMatchObject({ checkedBy: 'rules', problems: [{ kind: 'unknown-key' }] });
    else {
      expect(unknown.checkedBy).toBe('engine');
      expect(unknown.problems.map(({ kind: found }) => found)).toEqual(['unknown-key', 'engine']);
      expect(unknown.problems[1]?.params.said).toMatch(/don't match any configuration option: no-such-key/);
    }
    const twice = await refused(call('daemon.plan', { set: { 'data-root': '/elsewhere' } }));
    expect(twice).toMatchObject({ code: 'invalid-input', reason: 'daemon-invalid' });
    expect(twice.message).toContain('--data-root');
    const restart = await refused(call('daemon.plan', { set: { 'log-driver': 'local' } }));
    expect(restart).toMatchObject({
      code: 'unsupported',
      reason: 'daemon-restart-by-hand',
      params: { keys: 'log-driver' },
    });
    expect(await refused(call('daemon.plan', { text: await readFile(file(), 'utf8') }))).toMatchObject({
      reason: 'daemon-no-change',
    });
    const mirror = await ok(call('daemon.plan', { set: { 'registry-mirrors': ['http://127.0.0.1:9'] } }));
    expect(mirror.confirm).toBe('anyway');
    expect(mirror.warnings).toContainEqual({
      kind: 'settings-mirror',
      names: ['http://127.0.0.1:9 (ECONNREFUSED)'],
    });
    expect(await refused(call('plans.execute', { id: mirror.id }))).toMatchObject({
      reason: 'confirm-needed',
    });
  });

  it('writes nothing over what somebody else wrote meanwhile', async () => {
    const before = await readFile(file(), 'utf8');
    const plan = await ok(call('daemon.plan', { set: { 'shutdown-timeout': 20 } }));
    const hand = before.replace('{', '{\n  "max-concurrent-uploads": 4,');
    await writeFile(file(), hand);
    const item = await execute(plan.id);
    expect(item).toMatchObject({ outcome: 'failed', error: { reason: 'daemon-file-changed' } });
    expect(await readFile(file(), 'utf8')).toBe(hand);
    const stale = call('daemon.plan', { set: { debug: true }, revision: 'of-before' });
    expect(await refused(stale)).toMatchObject({ code: 'conflict', reason: 'daemon-file-changed' });
    await writeFile(file(), before);
  });
});
