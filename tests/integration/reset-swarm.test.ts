import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Plan } from '../../shared/contract/plans.ts';
import type { ResetTick } from '../../shared/contract/reset.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { type OpenApp, ok, openApp } from '../rig/open-app.ts';
import { startSwarm } from '../rig/swarm-lab.ts';
import { eventually } from '../rig/wait-for.ts';
import { describeOnEngine } from '../support/describe-on-engine.ts';

describeOnEngine('main', 'a reset of one manager among three', () => {
  let nodes: LabEngine[] = [];
  const opened: OpenApp[] = [];
  beforeAll(async () => {
    nodes = await startSwarm(3);
    await node(0).dockerOk([
      'service',
      'create',
      '-d',
      '--name',
      'stays',
      '--constraint',
      'node.hostname==node-0',
      '--no-resolve-image',
      'lab/busybox:1',
      'sleep',
      '100000',
    ]);
    await node(0).dockerOk(['secret', 'create', 'word', '-'], { input: 'swordfish' });
  }, 180_000);
  afterAll(async () => {
    for (const app of opened) await app.close();
    await Promise.all(nodes.map((engine) => engine.stop()));
  });

  function node(place: number): LabEngine {
    const found = nodes[place];
    if (found === undefined) throw new Error(`no node ${place}`);
    return found;
  }
  async function on(place: number, ticks: ResetTick[]) {
    const slipway = await openApp({ engine: node(place).host });
    opened.push(slipway);
    const made = await ok(slipway.client.call('reset.plan', { ticks }));
    const execute = ({ id, confirm = '' }: Plan) => ok(slipway.client.call('plans.execute', { id, confirm }));
    return { slipway, made, execute };
  }
  const managers = async () =>
    (await node(0).dockerOk(['node', 'ls', '--format', '{{.Hostname}} {{.Status}} {{.ManagerStatus}}']))
      .split('\n')
      .map((row) => row.trimEnd())
      .sort();

  it('leaves as a worker; the swarm keeps its majority, its services and its secrets', async () => {
    const { made, execute } = await on(1, ['swarm']);
    expect(made.items.map(({ kind, action }) => [kind, action])).toEqual([['swarm', 'leave']]);
    expect(made.warnings).toEqual([{ kind: 'reset-manager-leaves', names: ['3', '3'] }]);
    expect(made.reset?.kept.map(({ name, why }) => [name, why])).toEqual(
      expect.arrayContaining([
        ['stays', 'of-the-swarm'],
        ['word', 'of-the-swarm'],
      ]),
    );
    const report = await execute(made);
    expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['left']);
    expect(report.reset?.verified).toEqual([{ tick: 'swarm', listed: 1, empty: true, left: [] }]);
    expect(await node(1).dockerOk(['info', '-f', '{{.Swarm.LocalNodeState}}'])).toBe('inactive');
    // Down and no manager: two of two are a majority.
    await eventually(
      'the others to see it gone',
      async () => {
        expect(await managers()).toEqual(['node-0 Ready Leader', 'node-1 Down', 'node-2 Ready Reachable']);
      },
      60_000,
    );
    expect(await node(0).dockerOk(['service', 'ls', '--format', '{{.Name}} {{.Replicas}}'])).toBe(
      'stays 1/1',
    );
    expect(await node(0).dockerOk(['secret', 'ls', '--format', '{{.Name}}'])).toBe('word');
  }, 120_000);

  it('is left alone when it is the last manager by the time it is executed', async () => {
    const { made, execute } = await on(0, ['swarm']);
    expect(made.items.map(({ reasonKey }) => reasonKey)).toEqual(['reset-leave-manager', 'reset-task']);
    await node(0).dockerOk(['node', 'demote', 'node-2']);
    await eventually(
      'node 2 to be a worker',
      async () => {
        expect(await node(2).dockerOk(['info', '-f', '{{.Swarm.ControlAvailable}}'])).toBe('false');
      },
      60_000,
    );
    const report = await execute(made);
    expect(report.items.map(({ outcomeKey }) => outcomeKey)).toEqual(['changed-since', 'now-in-use']);
    expect(await node(0).dockerOk(['service', 'ls', '--format', '{{.Name}} {{.Replicas}}'])).toBe(
      'stays 1/1',
    );
    expect(await node(0).dockerOk(['ps', '-q', '--no-trunc'])).toBe(made.items[1]?.id);
    const worker = await on(2, ['swarm']);
    expect(worker.made.warnings).toEqual([{ kind: 'reset-worker-leaves', names: ['worker'] }]);
    expect((await worker.execute(worker.made)).items.map(({ outcomeKey }) => outcomeKey)).toEqual(['left']);
    expect(await node(2).dockerOk(['info', '-f', '{{.Swarm.LocalNodeState}}'])).toBe('inactive');
  }, 120_000);
});
