import {
  type Container,
  type ContainerHealth,
  type ContainerState,
  containerStates,
  type Mount,
  type NetworkAttachment,
  type PortBinding,
} from '../../../shared/contract/containers.ts';
import { byText, flag, isoFromSeconds, isoFromText, list, num, record, text, textMap } from './fields.ts';

/** What only an inspect tells; the list has it as English sentences, which are not data. */
export type ContainerDetails = Pick<
  Container,
  'health' | 'startedAt' | 'finishedAt' | 'exitCode' | 'oomKilled' | 'restartCount'
> & {
  /** The state the other details belong to: between a list and an inspect it may have changed. */
  state: ContainerState;
};

/** A row of `/containers/json`. Without an id it is no container: null. */
export function containerRow(raw: unknown): Container | null {
  const from = record(raw);
  const id = text(from.Id);
  if (id === '') return null;
  const labels = textMap(from.Labels);
  const project = labels['com.docker.compose.project'] ?? labels['com.docker.stack.namespace'];
  const sizes = {
    ...(typeof from.SizeRw === 'number' ? { sizeRwBytes: from.SizeRw } : {}),
    ...(typeof from.SizeRootFs === 'number' ? { sizeRootFsBytes: from.SizeRootFs } : {}),
  };
  return {
    id,
    name: ownName(list(from.Names).map(text)) || id.slice(0, 12),
    image: text(from.Image),
    imageId: text(from.ImageID),
    command: text(from.Command),
    state: stateOf(text(from.State)),
    createdAt: isoFromSeconds(from.Created),
    ports: list(from.Ports).map(portBinding).filter(isPresent).sort(byPort),
    mounts: list(from.Mounts).map(mount),
    networks: networksOf(record(record(from.NetworkSettings).Networks)),
    labels,
    ...(project === undefined || project === '' ? {} : { project }),
    isTask:
      labels['com.docker.swarm.task.id'] !== undefined || labels['com.docker.swarm.service.id'] !== undefined,
    protected: false,
    ...sizes,
  };
}

/** A container's own name, without the slash; legacy links show as further names with a slash inside. */
function ownName(names: string[]): string {
  const bare = names.map((name) => name.replace(/^\//, '')).filter((name) => name !== '');
  return bare.find((name) => !name.includes('/')) ?? bare[0] ?? '';
}

/** Podman has words of its own for some states. */
export function stateOf(word: string): ContainerState {
  const known = containerStates.find((state) => state === word);
  if (known !== undefined) return known;
  switch (word) {
    case 'configured':
    case 'initialized':
      return 'created';
    case 'stopped':
    case 'stopping':
      return 'exited';
    default:
      return 'dead';
  }
}

function portBinding(raw: unknown): PortBinding | null {
  const from = record(raw);
  const containerPort = num(from.PrivatePort);
  if (containerPort === 0) return null;
  const hostPort = num(from.PublicPort);
  const protocol = text(from.Type);
  return {
    hostIp: text(from.IP),
    hostPort: hostPort === 0 ? null : hostPort,
    containerPort,
    protocol: protocol === 'udp' || protocol === 'sctp' ? protocol : 'tcp',
  };
}

function byPort(a: PortBinding, b: PortBinding): number {
  return (
    a.containerPort - b.containerPort ||
    byText(a.protocol, b.protocol) ||
    (a.hostPort ?? 0) - (b.hostPort ?? 0) ||
    byText(a.hostIp, b.hostIp)
  );
}

function mount(raw: unknown): Mount {
  const from = record(raw);
  const name = text(from.Name);
  return {
    type: text(from.Type),
    ...(name === '' ? {} : { name }),
    source: text(from.Source),
    destination: text(from.Destination),
    readOnly: from.RW === false,
  };
}

function networksOf(networks: Readonly<Record<string, unknown>>): NetworkAttachment[] {
  return Object.entries(networks)
    .map(([name, raw]) => {
      const from = record(raw);
      const ipAddress = text(from.IPAddress);
      return { name, networkId: text(from.NetworkID), ...(ipAddress === '' ? {} : { ipAddress }) };
    })
    .sort((a, b) => byText(a.name, b.name));
}

/** The details of a row out of `/containers/{id}/json`. */
export function containerDetails(raw: unknown): ContainerDetails {
  const from = record(raw);
  const state = record(from.State);
  const startedAt = isoFromText(state.StartedAt);
  const finishedAt = isoFromText(state.FinishedAt);
  const word = stateOf(text(state.Status));
  const health = healthOf(text(record(state.Health ?? state.Healthcheck).Status));
  const ended = word === 'exited' || word === 'dead' || word === 'restarting';
  return {
    state: word,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined || !ended ? {} : { finishedAt }),
    ...(ended ? { exitCode: num(state.ExitCode) } : {}),
    ...(flag(state.OOMKilled) ? { oomKilled: true } : {}),
    ...(num(from.RestartCount) > 0 ? { restartCount: num(from.RestartCount) } : {}),
    ...(health === undefined || ended ? {} : { health }),
  };
}

function healthOf(word: string): ContainerHealth | undefined {
  return word === 'starting' || word === 'healthy' || word === 'unhealthy' ? word : undefined;
}

function isPresent<T>(value: T | null): value is T {
  return value !== null;
}
