import type { ChangedField, FieldChange } from '../../../shared/contract/plans.ts';
import { shortId } from '../../../shared/model/names.ts';
import { maskSecret } from '../../../shared/model/secrets.ts';
import { num, type RawRecord, record, text, textMap, texts } from '../../engine/raw/fields.ts';
import { type Changes, replacementOf } from './body.ts';
import { mountText } from './mounts.ts';
import { portKey, portsOf } from './ports.ts';
import { configOf, envMap, type Subject } from './subject.ts';

type View = Record<ChangedField, Map<string, string>>;

const fields: readonly ChangedField[] = [
  'image',
  'network',
  'command',
  'env',
  'ports',
  'mounts',
  'restart',
  'memory',
  'cpus',
  'user',
  'workdir',
  'health',
  'stop-signal',
  'labels',
];

/** The change that is asked for in each field; what differs in any other came with the image. */
const askedBy: Partial<Record<ChangedField, keyof Changes>> = {
  image: 'image',
  network: 'networkOwner',
  command: 'command',
  env: 'env',
  ports: 'ports',
  mounts: 'mounts',
  labels: 'labels',
  restart: 'restart',
  memory: 'memoryBytes',
  cpus: 'cpus',
};

/** What will be different, field by field, secrets masked. Empty where the replacement would be the same. */
export function changesOf(subject: Subject, changes: Changes): FieldChange[] {
  const { ownImage, container } = subject;
  const imageName = text(record(container.Config).Image);
  const before = viewOf({ ...subject, image: ownImage, imageReference: imageName }, {});
  const after = viewOf(subject, changes);
  // Its ports are published as before, by the owner of its network.
  const told = changes.networkOwner === undefined ? fields : fields.filter((field) => field !== 'ports');
  return told.flatMap((field) => {
    const keys = [...new Set([...before[field].keys(), ...after[field].keys()])].sort();
    return keys.flatMap((key): FieldChange[] => {
      const [old, next] = [before[field].get(key) ?? null, after[field].get(key) ?? null];
      if (old === next) return [];
      const asked = askedBy[field];
      const because = asked !== undefined && changes[asked] !== undefined ? 'asked-for' : 'image';
      return [{ field, key, before: masked(field, key, old), after: masked(field, key, next), because }];
    });
  });
}

function masked(field: ChangedField, key: string, value: string | null): string | null {
  if (value === null || field === 'image' || field === 'network' || field === 'ports' || field === 'mounts')
    return value;
  if (field === 'command')
    return value
      .split(' ')
      .map((word) => maskSecret(word, null) ?? word)
      .join(' ');
  return maskSecret(value, key === '' ? null : key) ?? value;
}

/** What a container made by this request would be, with what its image adds. */
function viewOf(subject: Subject, changes: Changes): View {
  const { image, imageReference } = subject;
  const { body, mounts } = replacementOf(subject, changes);
  const config: RawRecord = body;
  const host = record(body.HostConfig);
  const from = configOf(image);
  const inherited = (key: string): string => text(config[key]) || text(from[key]);
  const ports = new Map<string, string>();
  for (const port of portsOf(host.PortBindings)) {
    const at = `${port.hostIp === '' ? '' : `${port.hostIp}:`}${port.hostPort === '' ? '*' : port.hostPort}`;
    ports.set(portKey(port), [ports.get(portKey(port)), at].filter((part) => part !== undefined).join(', '));
  }
  const targets = new Map(mounts.map((mount) => [mount.target, mountText(mount)]));
  for (const target of Object.keys(record(from.Volumes)))
    if (!targets.has(target)) targets.set(target, 'volume');
  return {
    image: one(`${imageReference} (${shortId(text(image.Id))})`),
    network: one(text(host.NetworkMode)),
    command: one(commandText(config, from)),
    env: envMap([...texts(from.Env), ...texts(config.Env)]),
    ports,
    mounts: targets,
    labels: new Map(Object.entries({ ...textMap(from.Labels), ...textMap(config.Labels) })),
    restart: one(restartText(record(host.RestartPolicy))),
    memory: one(memoryText(num(host.Memory))),
    cpus: one(cpusText(host)),
    user: one(inherited('User')),
    workdir: one(inherited('WorkingDir')),
    health: one(texts(record(config.Healthcheck ?? from.Healthcheck).Test).join(' ')),
    'stop-signal': one(inherited('StopSignal')),
  };
}

const one = (value: string): Map<string, string> => new Map(value === '' ? [] : [['', value]]);

function commandText(config: RawRecord, image: RawRecord): string {
  const own = texts(config.Entrypoint);
  const entrypoint = config.Entrypoint === undefined ? texts(image.Entrypoint) : own;
  const cmd =
    config.Cmd !== undefined ? texts(config.Cmd) : config.Entrypoint === undefined ? texts(image.Cmd) : [];
  return [...entrypoint, ...cmd]
    .map((word) => (/^[^\s'"]+$/.test(word) ? word : JSON.stringify(word)))
    .join(' ');
}

function restartText(policy: RawRecord): string {
  const name = text(policy.Name) || 'no';
  const retries = num(policy.MaximumRetryCount);
  return name === 'on-failure' && retries > 0 ? `${name}:${retries}` : name;
}

/** Exact, since two limits that differ must not read the same. */
function memoryText(bytes: number): string {
  if (bytes === 0) return '';
  const mib = bytes / 1024 ** 2;
  return Number.isInteger(mib) ? `${mib} MiB` : `${bytes} B`;
}

function cpusText(host: RawRecord): string {
  const nano = num(host.NanoCpus);
  const [quota, period] = [num(host.CpuQuota), num(host.CpuPeriod) || 100_000];
  const cpus = nano > 0 ? nano / 1e9 : quota > 0 ? quota / period : 0;
  return cpus === 0 ? '' : String(cpus);
}

/** Whether the replacement is watched by a health check, its own or its image's. */
export function hasHealthCheck(subject: Subject): boolean {
  const { body } = replacementOf(subject, {});
  const test = texts(record(record(body).Healthcheck ?? configOf(subject.image).Healthcheck).Test);
  return test.length > 0 && test[0] !== 'NONE';
}
