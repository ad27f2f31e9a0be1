import type {
  EditableContainer,
  WantedMount,
  WantedPort,
} from '../../../../shared/contract/container-replace.ts';
import type { InputOf } from '../../../../shared/contract/index.ts';
import { keptUnlessSaid } from '../../../../shared/model/own-bytes.ts';
import type { Words } from '../../../i18n/index.ts';

/** A row of the form. The key is its own for as long as the form is open. */
export interface EnvRow {
  key: number;
  name: string;
  value: string;
}

export interface PortRow {
  key: number;
  hostIp: string;
  hostPort: string;
  containerPort: string;
  protocol: WantedPort['protocol'];
}

export interface MountRow extends WantedMount {
  key: number;
}

export type Restart = 'no' | 'always' | 'unless-stopped' | 'on-failure';

export interface Draft {
  image: string;
  env: EnvRow[];
  ports: PortRow[];
  mounts: MountRow[];
  restart: Restart;
  waitSeconds: string;
  keepOld: boolean;
}

let lastKey = 0;
const key = (): number => {
  lastKey += 1;
  return lastKey;
};

export const newEnv = (): EnvRow => ({ key: key(), name: '', value: '' });
export const newPort = (): PortRow => ({
  ...{ key: key(), hostIp: '', hostPort: '' },
  ...{ containerPort: '', protocol: 'tcp' },
});
export const newMount = (): MountRow => ({
  ...{ key: key(), type: 'volume', source: '' },
  ...{ target: '', readOnly: false },
});

export const restarts: readonly Restart[] = ['no', 'always', 'unless-stopped', 'on-failure'];

/** The form as it opens: the container as it is. */
export function draftOf(now: EditableContainer): Draft {
  return {
    image: now.image,
    env: now.env.map((line) => {
      const at = line.indexOf('=');
      return { key: key(), name: at < 0 ? line : line.slice(0, at), value: at < 0 ? '' : line.slice(at + 1) };
    }),
    ports: now.ports.map((port) => ({ ...port, key: key(), containerPort: String(port.containerPort) })),
    mounts: now.mounts.map((mount) => ({ ...mount, key: key() })),
    restart: restarts.find((name) => name === now.restart.name) ?? 'no',
    waitSeconds: now.hasHealthCheck ? '120' : '10',
    keepOld: keptUnlessSaid(now.ownBytes),
  };
}

/** What is wrong, by field and by row's key; empty where the form may be sent. */
export interface Wrongs {
  image?: string;
  waitSeconds?: string;
  rows: ReadonlyMap<number, string>;
}

const isPort = (text: string): boolean => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535;

function isHostPort(text: string): boolean {
  if (text === '') return true;
  const [first = '', last, ...more] = text.split('-');
  if (more.length > 0 || !isPort(first)) return false;
  return last === undefined || (isPort(last) && Number(last) >= Number(first));
}

export function wrongsOf(draft: Draft, words: Words['replace']): Wrongs {
  const rows = new Map<number, string>();
  const names = new Set<string>();
  for (const row of draft.env) {
    const name = row.name.trim();
    if (name === '' || name.includes('=')) rows.set(row.key, words.envNameWrong);
    else if (names.has(name)) rows.set(row.key, words.envTwice(name));
    names.add(name);
  }
  const ports = new Set<string>();
  for (const row of draft.ports) {
    const wrong = portWrong(row, words);
    const same = `${row.hostIp} ${row.hostPort} ${row.containerPort}/${row.protocol}`;
    if (wrong !== null) rows.set(row.key, wrong);
    else if (ports.has(same)) rows.set(row.key, words.portTwice(`${row.containerPort}/${row.protocol}`));
    ports.add(same);
  }
  const targets = new Set<string>();
  for (const row of draft.mounts) {
    const wrong = mountWrong(row, words);
    if (wrong !== null) rows.set(row.key, wrong);
    else if (targets.has(row.target)) rows.set(row.key, words.mountTwice(row.target));
    targets.add(row.target);
  }
  const seconds = Number(draft.waitSeconds);
  const waits = /^\d+$/.test(draft.waitSeconds) && seconds >= 1 && seconds <= 3600;
  return {
    rows,
    ...(draft.image.trim() === '' ? { image: words.imageMissing } : {}),
    ...(waits ? {} : { waitSeconds: words.waitWrong }),
  };
}

function portWrong(row: PortRow, words: Words['replace']): string | null {
  if (!isHostPort(row.hostPort)) return words.portHostWrong;
  if (!/^[0-9a-fA-F.:]*$/.test(row.hostIp)) return words.portIpWrong;
  return isPort(row.containerPort) ? null : words.portContainerWrong;
}

function mountWrong(row: MountRow, words: Words['replace']): string | null {
  if (row.type === 'bind' && !row.source.startsWith('/')) return words.mountBindWrong;
  if (row.type === 'volume' && !/^(?:[a-zA-Z0-9][a-zA-Z0-9_.-]*)?$/.test(row.source))
    return words.mountVolumeWrong;
  return /^\/./.test(row.target) ? null : words.mountTargetWrong;
}

export function isFine({ rows, image, waitSeconds }: Wrongs): boolean {
  return rows.size === 0 && image === undefined && waitSeconds === undefined;
}

/** What is asked for: only the fields that were changed, so that all others stay exactly as they are. */
export function inputOf(now: EditableContainer, draft: Draft): InputOf<'containers.replace'> {
  const before = draftOf(now);
  const env = draft.env.map(({ name, value }) => `${name.trim()}=${value}`);
  const ports = (rows: readonly PortRow[]): WantedPort[] =>
    rows.map(({ key: _, containerPort, ...row }) => ({ ...row, containerPort: Number(containerPort) }));
  const mounts = (rows: readonly MountRow[]): WantedMount[] =>
    rows.map(({ key: _, ...row }) => ({
      ...row,
      source: row.type === 'tmpfs' ? '' : row.source,
    }));
  const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
  const seconds = Number(draft.waitSeconds);
  return {
    id: now.id,
    ...(draft.image.trim() === now.image ? {} : { image: draft.image.trim() }),
    ...(differs(env, now.env) ? { env } : {}),
    ...(differs(ports(draft.ports), ports(before.ports)) ? { ports: ports(draft.ports) } : {}),
    ...(differs(mounts(draft.mounts), mounts(before.mounts)) ? { mounts: mounts(draft.mounts) } : {}),
    ...(draft.restart === before.restart ? {} : { restart: { name: draft.restart } }),
    ...(now.hasHealthCheck ? { healthSeconds: seconds } : { waitSeconds: seconds }),
    keepOld: draft.keepOld,
  };
}
