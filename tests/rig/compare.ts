import { isDeepStrictEqual } from 'node:util';
import type { Container, ContainerState, Mount, PortBinding } from '../../shared/contract/containers.ts';
import type { EngineKind, LabEngine } from '../engine-lab/types.ts';
import { type DockerView, dockerView, type Inspected, type PsLine } from './docker-view.ts';
import { statusWords } from './status-words.ts';
import { eventually } from './wait-for.ts';

/**
 * Until rows equal what the docker CLI shows, field by field. Both are asked again at each try, since a container
 * may change between two questions.
 */
export async function expectEqualToDocker(
  engine: LabEngine,
  rows: () => readonly Container[] | Promise<readonly Container[]>,
  options: { prefix?: string; withinMs?: number } = {},
): Promise<void> {
  const { prefix = '', withinMs = 10_000 } = options;
  await eventually(
    'the rows are to equal docker ps -a and docker inspect',
    async () => {
      const view = await dockerView(engine, prefix);
      const ours = (await rows()).filter((row) => row.name.startsWith(prefix));
      const differences = compareRows(ours, view, engine.kind);
      if (differences.length > 0) throw new Error(`\n  ${differences.join('\n  ')}`);
    },
    withinMs,
  );
}

/** What differs, a line each; empty when the rows are what docker shows. */
export function compareRows(
  rows: readonly Container[],
  view: DockerView,
  kind: EngineKind = 'main',
): string[] {
  const ids = new Set(rows.map((row) => row.id));
  const missing = [...view.ps.values()].filter((line) => !ids.has(line.ID));
  return [
    ...missing.map((line) => `${line.Names}: docker shows it, the rows do not`),
    ...(ids.size === rows.length ? [] : ['an id has two rows']),
    ...rows.flatMap((row) => {
      const ps = view.ps.get(row.id);
      const inspected = view.inspected.get(row.id);
      if (ps === undefined || inspected === undefined) return [`${row.name}: docker does not show it`];
      return compareRow(row, ps, inspected, view, kind);
    }),
  ];
}

function compareRow(
  row: Container,
  ps: PsLine,
  inspected: Inspected,
  view: DockerView,
  kind: EngineKind,
): string[] {
  const differences: string[] = [];
  const same = (field: string, ours: unknown, theirs: unknown): void => {
    if (isDeepStrictEqual(ours, theirs)) return;
    differences.push(`${row.name}: ${field}: ${JSON.stringify(ours)}, docker says ${JSON.stringify(theirs)}`);
  };
  const state = stateIn(inspected.State.Status);
  const ended = state === 'exited' || state === 'dead' || state === 'restarting';
  const health = inspected.State.Health?.Status;
  const labels = inspected.Config.Labels ?? {};
  same('name', row.name, ps.Names);
  same('name', row.name, inspected.Name.replace(/^\//, ''));
  same('image', row.image, ps.Image);
  same('imageId', row.imageId.replace('sha256:', ''), inspected.Image.replace('sha256:', ''));
  same('command', JSON.stringify(row.command), ps.Command);
  same('state', row.state, stateIn(ps.State));
  same('state', row.state, state);
  same('createdAt', Date.parse(row.createdAt), Date.parse(ps.CreatedAt.replace(/ [A-Z]+$/, '')));
  same('startedAt', row.startedAt, timeIn(inspected.State.StartedAt));
  same('finishedAt', row.finishedAt, ended ? timeIn(inspected.State.FinishedAt) : undefined);
  same('exitCode', row.exitCode, ended ? inspected.State.ExitCode : undefined);
  same('health', row.health, ended || !health || health === 'none' ? undefined : health);
  same('restartCount', row.restartCount ?? 0, inspected.RestartCount);
  same('ports', portsOf(row), portsIn(ps.Ports));
  same('mounts', mountsOf(row.mounts), mountsOf(mountsIn(inspected.Mounts, row.mounts)));
  same('networks', row.networks.map(({ name }) => name).sort(), ps.Networks.split(',').sort());
  same('networks', networksOf(row), networksIn(inspected, kind));
  same('labels', row.labels, labels);
  same('project', row.project, labels['com.docker.compose.project']);
  same('isTask', row.isTask, labels['com.docker.swarm.task.id'] !== undefined);
  if (!statusFits(row, ps.Status, view, kind))
    same('status', statusWords(row, (view.from + view.to) / 2), ps.Status);
  return differences;
}

/** Docker words a status when it is asked: any moment of its asking will do, by whole seconds. */
function statusFits(row: Container, status: string, view: DockerView, kind: EngineKind): boolean {
  // Podman's list does not tell health.
  const told = kind === 'podman' ? withoutHealth(row) : row;
  for (let at = view.from - 1000; at <= view.to + 1000; at += 100)
    if (statusWords(told, at) === status) return true;
  return false;
}

function withoutHealth(row: Container): Container {
  const { health: _, ...rest } = row;
  return rest;
}

/** Podman has words of its own. */
function stateIn(word: string): ContainerState {
  const own: Record<string, ContainerState> = {
    configured: 'created',
    initialized: 'created',
    stopped: 'exited',
    stopping: 'exited',
  };
  return own[word] ?? (word as ContainerState);
}

function timeIn(written: string): string | undefined {
  return written === '' || written.startsWith('0001-') ? undefined : new Date(written).toISOString();
}

/** Podman leaves the host's address out, and docker ps then shows a published port as an exposed one. */
function portsOf({ ports }: Container): string[] {
  const text = ({ hostIp, hostPort, containerPort, protocol }: PortBinding): string =>
    `${hostIp === '' ? '' : `${hostIp}:${hostPort}->`}${containerPort}/${protocol}`;
  return ports.map(text).sort();
}

/** The PORTS column with its ranges written out: `1.2.3.4:80-81->8080-8081/tcp` are two. */
function portsIn(column: string): string[] {
  return column
    .split(', ')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const found = /^(?:(.*):(\d+)(?:-(\d+))?->)?(\d+)(?:-(\d+))?\/(\w+)$/.exec(part);
      if (found === null) throw new Error(`unknown form of a port: ${part}`);
      const [, ip, host, , first = '', last = first, protocol = ''] = found;
      const count = Number(last) - Number(first) + 1;
      return Array.from({ length: count }, (_, n) => {
        const published = ip === undefined ? '' : `${ip}:${Number(host) + n}->`;
        return `${published}${Number(first) + n}/${protocol}`;
      });
    })
    .sort();
}

function mountsOf(mounts: readonly Mount[]): string[] {
  return mounts
    .map(
      ({ type, name = '', source, destination, readOnly }) =>
        `${type} ${name} ${source} ${destination} ${readOnly ? 'ro' : 'rw'}`,
    )
    .sort();
}

/** Docker's list leaves out where an anonymous volume is on disk: its inspect must not be asked for more. */
function mountsIn(mounts: Inspected['Mounts'], listed: readonly Mount[]): Mount[] {
  return mounts.map(({ Type, Name, Source, Destination, RW }) => {
    const untold = listed.some((one) => one.destination === Destination && one.name && one.source === '');
    return {
      type: Type,
      ...(Name === undefined ? {} : { name: Name }),
      source: untold ? '' : Source,
      destination: Destination,
      readOnly: !RW,
    };
  });
}

function networksOf({ networks }: Container): string[] {
  return networks.map(({ name, networkId, ipAddress }) => `${name} ${networkId} ${ipAddress ?? ''}`).sort();
}

function networksIn(inspected: Inspected, kind: EngineKind): string[] {
  return Object.entries(inspected.NetworkSettings.Networks)
    .map(([name, { NetworkID, IPAddress }]) => `${name} ${kind === 'podman' ? name : NetworkID} ${IPAddress}`)
    .sort();
}
