import { expect, it } from 'vitest';
import type { InputOf } from '../../shared/contract/index.ts';
import type { Plan, PlanReport } from '../../shared/contract/plans.ts';
import { ok } from '../rig/open-app.ts';
import { onEachEngine } from '../rig/suite.ts';

const prefix = 'it-original-';

interface Whole {
  Id: string;
  Name: string;
  Image: string;
  State: { Status: string; Running: boolean };
  Config: { Env: string[]; Labels: Record<string, string>; Cmd: string[]; Hostname: string; Image: string };
  HostConfig: {
    PortBindings: Record<string, { HostPort: string }[]>;
    RestartPolicy: { Name: string };
    Memory: number;
    Tmpfs: Record<string, string> | null;
  };
  Mounts: { Type: string; Name?: string; Source: string; Destination: string; RW: boolean }[];
  NetworkSettings: {
    Networks: Record<string, { IPAddress: string; Aliases: string[] | null; MacAddress: string }>;
  };
}

onEachEngine(
  'containers.replace and its original',
  { prefix, app: { replacing: { lookEveryMs: 50 } } },
  (bench, kind) => {
    const n = (name: string): string => `${prefix}${name}`;
    const plan = (input: InputOf<'containers.replace'>): Promise<Plan> =>
      ok(bench.client.call('containers.replace', { waitSeconds: 1, ...input }));
    const execute = (id: string): Promise<PlanReport> => ok(bench.client.call('plans.execute', { id }));
    const look = async (name: string): Promise<Whole> => {
      const [one]: Whole[] = JSON.parse(await bench.docker('container', 'inspect', name));
      if (one === undefined) throw new Error(`docker inspect ${name} answered nothing`);
      return one;
    };
    const run = (name: string, ...args: string[]): Promise<string> =>
      bench.docker('run', '-d', '--name', n(name), ...args);
    const outcomes = (report: PlanReport): string[] => report.items.map(({ outcomeKey }) => outcomeKey);
    /** The same container, with its name, state and networks. */
    const asBefore = async (before: Whole): Promise<void> => {
      const now = await look(before.Id);
      expect([now.Id, now.Name, now.State.Status]).toEqual([before.Id, before.Name, before.State.Status]);
      expect(now.HostConfig.RestartPolicy).toEqual(before.HostConfig.RestartPolicy);
      expect(Object.keys(now.NetworkSettings.Networks)).toEqual(Object.keys(before.NetworkSettings.Networks));
    };

    it('takes the restart policy off an original that is kept, and gives it back to one that comes back', async () => {
      await run('policy', '--restart', 'always', 'lab/web:1');
      const before = await look(n('policy'));
      const bad = await plan({ id: n('policy'), command: ['sh', '-c', 'exit 4'], waitSeconds: 3 });
      expect(bad.replacement?.restartTakenOff).toBe('always');
      expect(outcomes(await execute(bad.id))).toEqual(['put-back', 'not-replaced']);
      await asBefore(before);
      const made = await plan({ id: n('policy'), env: ['A=1'], keepOld: true });
      const report = await execute(made.id);
      const old = await look(before.Id);
      expect(old.State.Status).toBe('exited');
      // Podman of that age has no way to change it, and says nothing of that.
      const stays = kind === 'podman';
      expect(outcomes(report)).toEqual([stays ? 'swapped-restarts' : 'swapped']);
      expect(old.HostConfig.RestartPolicy.Name).toBe(stays ? 'always' : 'no');
      expect((await look(n('policy'))).HostConfig.RestartPolicy.Name).toBe('always');
      await bench.docker('rm', '-f', n('policy'), before.Id);
    });

    it('tells what was written outside of volumes, and keeps an original that holds some of that', async () => {
      await run('wrote', '-v', `${n('data')}:/data`, 'lab/web:1');
      await bench.docker('exec', n('wrote'), 'sh', '-c', 'dd if=/dev/zero of=/data/big bs=1M count=1 2>&1');
      const empty = await plan({ id: n('wrote'), env: ['A=1'] });
      expect(empty.items.map(({ action }) => action)).toEqual(['replace', 'remove']);
      expect(empty.items[1]?.bytes).toBeLessThan(65_536);
      await bench.docker('exec', n('wrote'), 'sh', '-c', 'dd if=/dev/zero of=/big bs=1M count=1 2>&1');
      expect(
        (await ok(bench.client.call('containers.editable', { id: n('wrote') }))).ownBytes,
      ).toBeGreaterThan(1_000_000);
      const kept = await plan({ id: n('wrote'), env: ['A=1'] });
      expect(kept.items.map(({ action }) => action)).toEqual(['replace']);
      expect(kept.replacement?.keepOld).toBe(true);
      expect(kept.warnings).toEqual([{ kind: 'written-kept', names: ['1.05 MB'] }]);
      const gone = await plan({ id: n('wrote'), env: ['A=1'], keepOld: false });
      expect(gone.items[1]?.bytes).toBeGreaterThan(1_000_000);
      expect(gone.totalBytes).toBe(gone.items[1]?.bytes);
      expect(gone.warnings).toEqual([{ kind: 'written-goes', names: ['1.05 MB'] }]);
      expect(outcomes(await execute(kept.id))).toEqual(['swapped']);
      const aside = kept.replacement?.asideName ?? '';
      await bench.docker('cp', `${aside}:/big`, '-');
      await bench.docker('rm', '-f', n('wrote'), aside);
    });
  },
);
