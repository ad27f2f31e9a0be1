import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import type { Keeper } from '../../electron/daemon/keeper.ts';
import { fail } from '../../shared/contract/failure.ts';
import type { LabEngine } from '../engine-lab/types.ts';

export interface LabKeeper extends Keeper {
  /** How often it was started or restarted. */
  starts: number;
  /** Waited for before each start. */
  before: () => Promise<void>;
}

/** Looks after an engine of the lab as a service manager would, so that it can be restarted. */
export function labKeeper(engine: LabEngine): LabKeeper {
  let args: string[] = argsOf(engine.pid);
  const start = async (signal: AbortSignal): Promise<void> => {
    keeper.starts += 1;
    const late = new Promise<never>((_resolve, reject) => {
      const stop = () => reject(fail('timeout', 'engine-start-late', { seconds: '0', line: '' }));
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
    });
    const started = keeper.before().then(() => engine.restart());
    // Whoever gave up waiting is not told of what came after.
    started.catch(() => undefined);
    await Promise.race([started, late]);
    args = argsOf(engine.pid);
  };
  const keeper: LabKeeper = {
    id: 'system',
    starts: 0,
    before: () => Promise.resolve(),
    describe: () =>
      Promise.resolve({
        ...{ id: 'system' as const, unit: 'lab.service', pid: engine.pid === 0 ? null : engine.pid },
        ...{ binary: '/usr/sbin/dockerd', args, configFile: '/etc/docker/daemon.json' },
        ...{ dataRoot: null, address: engine.host, logFile: null, user: 'root' },
      }),
    start,
    restart: start,
    reload: () => engine.kill('SIGHUP'),
    async *log() {
      const lines = (await readFile(join(engine.runDir, 'engine.log'), 'utf8')).split('\n').slice(-200);
      for (const text of lines) yield { at: null, level: null, text };
    },
    local: (path) => Promise.resolve(join(`/proc/${engine.netnsPid}/root`, normalize(`/${path}`))),
  };
  return keeper;
}

function argsOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0$/, '').split('\0').slice(1);
}
