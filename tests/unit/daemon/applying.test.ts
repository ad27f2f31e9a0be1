import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Backups } from '../../../electron/daemon/backups.ts';
import { Journal } from '../../../electron/daemon/journal.ts';
import type { Keeper } from '../../../electron/daemon/keeper.ts';
import { revisionOf } from '../../../electron/daemon/settings-file.ts';
import { fail } from '../../../shared/contract/failure.ts';
import { type FakeEngine, startFakeEngine } from '../../rig/fake-engine.ts';
import { type SettingsBench, settingsBench } from '../../rig/settings-bench.ts';
import { eventually } from '../../rig/wait-for.ts';

const before = '{"experimental": true}\n';

describe('settings that are written', () => {
  let home = '';
  let path = '';
  let engine: FakeEngine;
  let bench: SettingsBench;
  let keeper: Keeper;
  /** What the file held at each restart. */
  let restarts: string[] = [];
  const journal = () => join(home, 'engine-settings/applying');

  /** No folder any more: nothing can be written to it, and nothing taken out of it. */
  const closeJournal = async () => {
    await rm(journal(), { recursive: true });
    await writeFile(journal(), '');
  };
  const openJournal = async () => {
    await rm(journal());
    await mkdir(journal());
  };

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'slipway-applying-'));
    path = join(home, 'daemon.json');
    await writeFile(path, before);
    engine = await startFakeEngine({ apiVersion: '1.45', version: '26.1.5' });
    restarts = [];
    const restart = async () => {
      const text = await readFile(path, 'utf8');
      restarts.push(text);
      if (text.includes('no-such-driver')) throw fail('engine-error', 'engine-start-failed', { detail: 'x' });
    };
    keeper = {
      id: 'system',
      describe: async () => ({
        ...{ id: 'system', unit: 'docker.service', pid: process.pid, binary: null, args: [] },
        ...{ configFile: path, dataRoot: null, address: engine.host, logFile: null, user: 'root' },
      }),
      start: restart,
      restart,
      reload: async () => undefined,
      async *log() {
        yield { at: null, level: 'error', text: 'level=error msg="no such driver here"' };
      },
      local: async (asked) => asked,
    };
    bench = await settingsBench(home, engine.host, keeper, { everyMs: 10 });
  });
  afterEach(async () => {
    await bench.close();
    await engine.close();
    await rm(home, { recursive: true, force: true });
  });

  const refused = () => bench.plan({ set: { 'storage-driver': 'no-such-driver' } });
  const backups = async () => (await bench.get()).backups.length;
  /** The file is not held for ever by what went wrong. */
  const canBeChangedAgain = async () => {
    const item = await bench.execute(await bench.plan({ set: { mtu: 1400 } }));
    expect(item).toMatchObject({ outcome: 'done', outcomeKey: 'settings-applied' });
    expect(await readFile(path, 'utf8')).toContain('1400');
  };

  it('are put back where the log of the engine is out of reach', async () => {
    // biome-ignore lint/correctness/useYield: as journalctl does where this user may read no journal.
    keeper.log = async function* () {
      throw fail('engine-error', 'engine-command-failed', { command: 'journalctl', detail: 'exit code 1' });
    };
    const item = await bench.execute(await refused());
    expect(item).toMatchObject({ outcome: 'failed', outcomeKey: 'settings-put-back' });
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(restarts.map((text) => text === before)).toEqual([false, true]);
    expect(await backups()).toBe(1);
    await canBeChangedAgain();
  });

  it('are put back where nobody can say any more what looks after the engine', async () => {
    const { describe: told } = keeper;
    const plan = await refused();
    keeper.describe = async (signal) => {
      if (restarts.length === 1) throw fail('engine-error', 'engine-command-failed', { detail: 'systemctl' });
      return told(signal);
    };
    const item = await bench.execute(plan);
    expect(item.outcomeKey).toBe('settings-put-back');
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(restarts.at(-1)).toBe(before);
    expect(await backups()).toBe(1);
  });

  it('are put back, and the engine left alone, where Slipway cannot note what it is about', async () => {
    const plan = await bench.plan({ set: { mtu: 1300 } });
    const { local } = keeper;
    let asked = 0;
    // From when the journal was begun: a path of the engine is asked for once more, then it is written.
    keeper.local = async (one) => {
      asked += 1;
      if ((await readdir(journal()).catch(() => [])).some((name) => name.endsWith('.json')))
        await closeJournal();
      return local(one);
    };
    const item = await bench.execute(plan);
    expect(asked).toBeGreaterThan(0);
    expect(item).toMatchObject({ outcome: 'failed', outcomeKey: 'settings-put-back' });
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(restarts).toEqual([]);
    keeper.local = local;
    await openJournal();
    expect(await backups()).toBe(1);
    await canBeChangedAgain();
  });

  it.each(['applied', 'put-back'] as const)('are %s where the journal is lost meanwhile', async (end) => {
    const plan = end === 'applied' ? await bench.plan({ set: { mtu: 1300 } }) : await refused();
    const { restart } = keeper;
    keeper.restart = async (signal) => {
      if (restarts.length === 0) await closeJournal();
      return restart(signal);
    };
    const item = await bench.execute(plan);
    expect(item.outcomeKey).toBe(`settings-${end}`);
    if (end === 'applied') expect(await readFile(path, 'utf8')).toContain('1300');
    else expect(await readFile(path, 'utf8')).toBe(before);
    await openJournal();
    expect(await backups()).toBe(1);
    await canBeChangedAgain();
  });

  /** As a Slipway leaves it that is killed once it wrote. */
  const leave = async () => {
    const after = '{"mtu": 1200}\n';
    const backup = await new Backups(join(home, 'engine-settings/backups')).keep({
      ...{ path, address: engine.host, text: before },
    });
    await new Journal(journal()).begin({
      ...{ id: 'left', at: new Date().toISOString(), address: engine.host, path, apply: 'restart' },
      ...{ backup: backup.id, before: revisionOf(before), after: revisionOf(after), phase: 'applying' },
      ...{ pid: process.pid, owner: { pid: process.pid, started: 'another' }, said: '' },
    });
    await writeFile(path, after);
  };

  it('are settled before anything else is made of them, once whoever looks after the engine is found', async () => {
    await leave();
    await bench.engine.start();
    bench.away = true;
    bench.settings.recover();
    await bench.get();
    expect(restarts).toEqual([]);
    bench.away = false;
    await canBeChangedAgain();
    expect(restarts.map((text) => JSON.parse(text).mtu)).toEqual([1200, 1400]);
  });

  it('are settled as soon as the engine answers again', async () => {
    await leave();
    await bench.engine.start();
    await eventually('it to answer', () => expect(bench.engine.connection.state.status).toBe('ready'));
    bench.away = true;
    bench.settings.recover();
    await bench.settings.handlers.get({}, { signal: AbortSignal.timeout(30_000), client: 'cli' });
    bench.away = false;
    engine.cutAll();
    await eventually('it to be settled', () => expect(restarts).toEqual(['{"mtu": 1200}\n']), 30_000);
    await eventually('it to be told', async () =>
      expect((await bench.get()).unfinished).toMatchObject([{ status: 'applied' }]),
    );
  });

  it('are told without the passwords that a command line has', async () => {
    const { describe: told } = keeper;
    const args = ['--http-proxy=http://me:canary-9@proxy:3128', '--log-opt', 'splunk-token=canary-10'];
    keeper.describe = async (signal) => ({ ...(await told(signal)), args });
    const { flags } = await bench.get();
    expect(flags.map(({ key }) => key)).toEqual(['http-proxy', 'log-opts']);
    expect(JSON.stringify(flags)).not.toContain('canary');
    expect(flags[0]?.value).toContain('proxy:3128');
  });

  it('give an engine the time that a person set for it', async () => {
    const slow = await settingsBench(join(home, 'slow'), engine.host, keeper, {}, 900_000);
    const plan = await slow.plan({ set: { mtu: 1300 } });
    expect(plan.settings?.waitSeconds).toBe(930);
    await slow.close();
    expect((await bench.plan({ set: { mtu: 1300 } })).settings?.waitSeconds).toBe(150);
  });

  it('are not written at all where no journal can be begun', async () => {
    const plan = await bench.plan({ set: { mtu: 1300 } });
    await mkdir(join(journal(), '..'), { recursive: true });
    await rm(journal(), { recursive: true, force: true });
    await writeFile(journal(), '');
    const item = await bench.execute(plan);
    expect(item).toMatchObject({ outcome: 'failed', error: { reason: 'daemon-not-backed-up' } });
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(restarts).toEqual([]);
    await openJournal();
    expect(await backups()).toBe(0);
    await canBeChangedAgain();
  });
});
