import { startEngine } from '../engine-lab/engine.ts';
import { runOk } from '../engine-lab/run-command.ts';
import type { LabEngine } from '../engine-lab/types.ts';
import { eventually } from './wait-for.ts';

const bridge = 'swarmbr';
const addressOf = (node: number): string => `10.99.7.${node + 1}`;

/** Engines that reach each other, each in its own network namespace, as managers of one swarm. */
export async function startSwarm(managers: number): Promise<LabEngine[]> {
  const engines = await Promise.all(
    Array.from({ length: managers }, (_, node) =>
      startEngine('main', { images: node === 0, name: `node-${node}` }),
    ),
  );
  try {
    const [first, ...others] = engines;
    if (first === undefined) throw new Error('no node');
    await connect(first, others);
    await first.dockerOk(['swarm', 'init', '--advertise-addr', addressOf(0)]);
    const token = await first.dockerOk(['swarm', 'join-token', '-q', 'manager']);
    for (const [place, engine] of others.entries())
      await engine.dockerOk([
        'swarm',
        'join',
        '--token',
        token,
        '--advertise-addr',
        addressOf(place + 1),
        `${addressOf(0)}:2377`,
      ]);
    await eventually(
      'every manager to be reachable',
      async () => {
        const rows = (
          await first.dockerOk(['node', 'ls', '--format', '{{.Status}} {{.ManagerStatus}}'])
        ).split('\n');
        if (rows.filter((row) => /^Ready (Leader|Reachable)/.test(row)).length !== managers)
          throw new Error(rows.join());
      },
      60_000,
    );
    return engines;
  } catch (thrown) {
    await Promise.all(engines.map((engine) => engine.stop()));
    throw thrown;
  }
}

/** A bridge in the first engine's namespace, and a pair of links to each other one. They go with the namespaces. */
async function connect(first: LabEngine, others: readonly LabEngine[]): Promise<void> {
  const inside = ({ netnsPid }: LabEngine, ...command: string[]) =>
    runOk('nsenter', ['-t', String(netnsPid), '-n', ...command]);
  await inside(first, 'ip', 'link', 'add', bridge, 'type', 'bridge');
  await inside(first, 'ip', 'addr', 'add', `${addressOf(0)}/24`, 'dev', bridge);
  await inside(first, 'ip', 'link', 'set', bridge, 'up');
  for (const [place, engine] of others.entries()) {
    const link = `swarm${place}`;
    const pid = String(engine.netnsPid);
    await inside(first, 'ip', 'link', 'add', link, 'type', 'veth', 'peer', 'name', 'swarm', 'netns', pid);
    await inside(first, 'ip', 'link', 'set', link, 'master', bridge, 'up');
    await inside(engine, 'ip', 'addr', 'add', `${addressOf(place + 1)}/24`, 'dev', 'swarm');
    await inside(engine, 'ip', 'link', 'set', 'swarm', 'up');
  }
  // dockerd drops what is forwarded, from one node to another included.
  const accept = ['iptables', '-I', 'FORWARD', '-i', bridge, '-o', bridge, '-j', 'ACCEPT'];
  const { code, stderr } = await first.exec(accept);
  if (code !== 0) throw new Error(stderr);
}
