import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OwnEngine } from '../../electron/supervision/own/own-engine.ts';
import type { OwnTiming } from '../../electron/supervision/own/runner.ts';
import { leakGuard } from '../engine-lab/leaks.ts';
import { ownSupport } from '../engine-lab/support.ts';
import { type ManagedLab, openManagedLab } from '../rig/managed-lab.ts';
import { waitFor } from '../rig/wait-for.ts';

const support = ownSupport('newest');
const never = new AbortController().signal;

describe.skipIf(!support.ok)('an engine of Slipway’s own, at the wrong moment', () => {
  const guard = leakGuard();
  let lab: ManagedLab;
  let program: string;
  let hold: string;
  const opened: OwnEngine[] = [];
  const open = (options: { startMs?(): number; timing?: Partial<OwnTiming>; binary?(): void } = {}) => {
    const own = new OwnEngine({
      home: lab.home,
      env: lab.env,
      binary: () => {
        options.binary?.();
        return program;
      },
      startMs: () => options.startMs?.() ?? 120_000,
      timing: { lookMs: 100, pingMs: 50, ...options.timing },
    });
    opened.push(own);
    return own;
  };
  const launcher = (): number =>
    (
      JSON.parse(readFileSync(join(lab.folder, 'engine.json'), 'utf8')) as {
        launcher: { pid: number } | null;
      }
    ).launcher?.pid ?? 0;
  const status = async (own: OwnEngine) => (await own.state()).status;

  beforeAll(async () => {
    await guard.before();
    lab = await openManagedLab('newest');
    [program, hold] = [join(lab.home, 'held-dockerd'), join(lab.home, 'hold')];
    // Where it is held it goes no further than this, and listens to nothing but SIGKILL.
    writeFileSync(program, `#!/bin/sh\n[ -f ${hold} ] && kill -STOP $$\nexec ${lab.binary} "$@"\n`);
    chmodSync(program, 0o755);
  });
  afterEach(async () => {
    rmSync(hold, { force: true });
    for (const own of opened.splice(0)) await own.close();
  });
  afterAll(async () => {
    await lab?.end();
    await guard.after();
  });

  it('is started only once what was given up has ended', async () => {
    writeFileSync(hold, '');
    let startMs = 1000;
    const own = open({ startMs: () => startMs, timing: { killMs: 1500 } });
    own.keep();
    const gone = new AbortController();
    const given = own.start(gone.signal).catch((thrown: unknown) => thrown);
    await waitFor('it to be launched', () => existsSync(join(lab.folder, 'engine.json')) && launcher() > 0);
    // Whoever asked for it is gone, e.g. a page that was loaded again.
    gone.abort();
    await given;
    await waitFor('it to be given up', async () => (await status(own)) === 'failed');
    rmSync(hold);
    startMs = 120_000;
    await own.start(never);
    expect(await status(own)).toBe('running');
    expect(lab.pid()).toBeGreaterThan(0);
    await own.stop(never);
    expect(lab.pid()).toBe(0);
  });

  it('stays stopped where it is stopped while it is being started again', async () => {
    let stopping: Promise<void> | null = null;
    let armed = false;
    const own = open({
      binary: () => {
        if (armed) stopping = own.stop(never);
        armed = false;
      },
    });
    own.keep();
    await own.start(never);
    armed = true;
    await lab.kill('SIGKILL');
    await waitFor('the restart to be under way', () => stopping !== null);
    await stopping;
    expect(await status(own)).toBe('stopped');
    // Nothing runs that nobody knows of, which would be in the way.
    await own.start(never);
    expect(await status(own)).toBe('running');
    await own.stop(never);
    expect(lab.pid()).toBe(0);
  });

  it('runs again after work that it stopped too late for, and tells so', async () => {
    const own = open({ timing: { stopMs: 1000 } });
    own.keep();
    await own.start(never);
    const before = lab.pid();
    // What entered the lab's root stops with it.
    const all = [before, launcher()];
    process.kill(before, 'SIGSTOP');
    let worked = false;
    const late = own
      .whileStopped(never, async () => {
        worked = true;
      })
      .then(
        () => '',
        ({ error }) => error.reason,
      );
    const reason = await late;
    // It ends after that, in its own time.
    for (const pid of all) process.kill(pid, 'SIGCONT');
    expect(reason).toBe('engine-stop-late');
    expect(worked).toBe(false);
    await waitFor('it to run again', async () => (await status(own)) === 'running', 60_000);
    expect(lab.pid()).not.toBe(before);
  });

  it('tells what failed first where it does not come back either', async () => {
    const own = open();
    own.keep();
    await own.start(never);
    const config = join(lab.folder, 'daemon.json');
    const failed = await own
      .whileStopped(never, async () => {
        writeFileSync(config, '{"no-such-key": true}\n');
        throw new Error('the first');
      })
      .catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({ message: 'the first' });
    rmSync(config);
    await own.start(never);
    expect(await status(own)).toBe('running');
    await own.stop(never);
  });

  it('is let go of at once by a Slipway that starts it for another', async () => {
    const owner = open();
    owner.keep();
    await waitFor('it to be owned', async () => (await owner.owner()) === 'here');
    writeFileSync(hold, '');
    const started = open()
      .start(never)
      .then(
        () => '',
        ({ error }) => error.reason,
      );
    await waitFor('it to be launched', () => launcher() > 0);
    const held = launcher();
    try {
      await owner.close();
      expect(await started).toBe('engine-owner-silent');
    } finally {
      process.kill(held, 'SIGKILL');
    }
  });
});
