import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, posix } from 'node:path';
import type { SettingsGroup, SettingsPlace } from '../../shared/contract/reset.ts';
import type { EngineClient } from '../engine/client.ts';
import { dockerConfigFolder } from '../engine/contexts.ts';
import { type EngineHost, findEngineHost } from '../engine/engine-host.ts';
import { record, text } from '../engine/raw/fields.ts';
import { codeOf, hashesBelow } from './settings-hashes.ts';
import type { ResetTools } from './tools.ts';

/** A place to look: a file, or a folder with all that is below it. */
interface Looked {
  group: SettingsGroup;
  /** As the machine it lies on names it. */
  path: string;
  /** Where it is read from here, below `root`; null where it cannot be. */
  here: string | null;
  /** The root of the machine it lies on, as seen from here, where that is not this one's. */
  root?: string;
  /** What is told of it where it cannot be read. */
  state?: 'elsewhere' | 'not-a-file';
  detail?: string;
}

/** sha256 of each settings file by its group and path, and what could not be read. */
export interface Fingerprint {
  hashes: Map<string, { group: SettingsGroup; path: string; sha256: string }>;
  places: SettingsPlace[];
}

/** Files that could not be read, of one place. */
const toldAtMost = 5;
const ownFiles = ['settings.json', 'protected.json', 'schedules.json'];

/** The places of all settings that a reset leaves alone, and whether they can be read. */
export async function findPlaces(
  tools: Pick<ResetTools, 'home' | 'env'>,
  client: EngineClient,
  kind: 'docker' | 'podman',
): Promise<SettingsPlace[]> {
  return (await fingerprint(tools, client, kind)).places;
}

/**
 * Reads every settings file there is and keeps its sha256, never its content. What cannot be read is told as such.
 * Links are followed as the machine that they lie on would.
 */
export async function fingerprint(
  { home, env }: Pick<ResetTools, 'home' | 'env'>,
  client: EngineClient,
  kind: 'docker' | 'podman',
): Promise<Fingerprint> {
  const host = await findEngineHost(client.address);
  const looked = [
    ...ownFiles.map((name): Looked => at('slipway', join(home, name))),
    ...(await clientPlaces(env)),
    ...(kind === 'docker' ? await engineOfDocker(host) : engineOfPodman(host, env)),
  ];
  const hashes: Fingerprint['hashes'] = new Map();
  const places: SettingsPlace[] = [];
  for (const place of looked) places.push(await look(place, hashes));
  return { hashes, places };
}

const at = (group: SettingsGroup, path: string): Looked => ({ group, path, here: path });

async function clientPlaces(env: NodeJS.ProcessEnv): Promise<Looked[]> {
  const folder = dockerConfigFolder(env);
  const config = join(folder, 'config.json');
  const places = [at('client-config', config), at('contexts', join(folder, 'contexts'))];
  const helpers = await helpersIn(config);
  if (helpers.length === 0)
    places.push({
      ...{ group: 'credentials', path: config, here: null, state: 'not-a-file' },
      detail: 'no helper: logins are in config.json',
    });
  for (const helper of helpers) {
    const program = `docker-credential-${helper}`;
    if (helper === 'pass') {
      const store = env.PASSWORD_STORE_DIR || join(env.HOME || homedir(), '.password-store');
      places.push(at('credentials', join(store, 'docker-credential-helpers')));
    } else
      places.push({
        ...{ group: 'credentials', path: program, here: null, state: 'not-a-file' },
        detail: `${program} keeps them`,
      });
  }
  return places;
}

/** Names of the credential helpers that config.json tells; none where it tells none, or cannot be understood. */
async function helpersIn(config: string): Promise<string[]> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(config, 'utf8'));
  } catch (thrown) {
    // That it is missing or unreadable is told at its own place.
    if (thrown instanceof SyntaxError || codeOf(thrown) !== '') return [];
    throw thrown;
  }
  const { credsStore, credHelpers } = record(parsed);
  const names = [text(credsStore), ...Object.values(record(credHelpers)).map(text)];
  return [...new Set(names.filter((name) => /^[A-Za-z0-9._-]+$/.test(name)))];
}

async function engineOfDocker(host: EngineHost | null): Promise<Looked[]> {
  if (host === null)
    return [far('daemon', '/etc/docker/daemon.json'), far('certificates', '/etc/docker/certs.d')];
  const { config, folder } = await daemonPaths(host);
  return [onHost(host, 'daemon', config), onHost(host, 'certificates', `${folder}/certs.d`)];
}

const onHost = (host: EngineHost, group: SettingsGroup, path: string): Looked => ({
  ...{ group, path, here: posix.normalize(`/${path}`), root: host.path('/').replace(/\/$/, '') },
});

const far = (group: SettingsGroup, path: string): Looked => ({
  ...{ group, path, here: null, state: 'elsewhere' },
  detail: 'the engine runs elsewhere, or its files may not be read from here',
});

/** Where the daemon was told to look, else where it looks by itself: in its user's folder when it is rootless. */
async function daemonPaths({ pid }: EngineHost): Promise<{ config: string; folder: string }> {
  const split = async (name: string) =>
    (await readFile(`/proc/${pid}/${name}`, 'utf8').catch(whenAway('')))?.split('\0') ?? [];
  const args = await split('cmdline');
  const next = args.indexOf('--config-file');
  const given =
    args.find((arg) => arg.startsWith('--config-file='))?.slice('--config-file='.length) ??
    (next < 0 ? undefined : args[next + 1]);
  let folder = '/etc/docker';
  if (await isRootless(pid)) {
    const vars = await split('environ');
    const varOf = (key: string) => vars.find((one) => one.startsWith(`${key}=`))?.slice(key.length + 1);
    const base = varOf('XDG_CONFIG_HOME') || `${varOf('HOME') ?? ''}/.config`;
    folder = `${base}/docker`;
  }
  return { config: given ?? `${folder}/daemon.json`, folder };
}

/** A rootless daemon is root in a user namespace only: its parent there, rootlesskit, tells. */
async function isRootless(pid: number): Promise<boolean> {
  const map = await readFile(`/proc/${pid}/uid_map`, 'utf8').catch(whenAway(''));
  const [, outside = '0'] = (map ?? '').trim().split(/\s+/);
  return outside !== '0';
}

function engineOfPodman(host: EngineHost | null, env: NodeJS.ProcessEnv): Looked[] {
  const own = ['/etc/containers'].map(
    (path): Looked => (host === null ? far('podman', path) : onHost(host, 'podman', path)),
  );
  const home = env.HOME || homedir();
  const auth = [env.REGISTRY_AUTH_FILE, env.XDG_RUNTIME_DIR && `${env.XDG_RUNTIME_DIR}/containers/auth.json`];
  return [
    ...own,
    at('podman', join(home, '.config/containers')),
    ...auth.flatMap((path) => (path ? [at('credentials', path)] : [])),
  ];
}

async function look(place: Looked, hashes: Fingerprint['hashes']): Promise<SettingsPlace> {
  const { group, path, here } = place;
  if (here === null)
    return { group, path, files: 0, state: place.state ?? 'elsewhere', detail: place.detail ?? '' };
  try {
    const { files, unread } = await hashesBelow({ root: place.root ?? '', path: here });
    const told = (name: string) => (name === '' ? path : join(path, name));
    for (const [name, sha256] of files)
      hashes.set(`${group}:${told(name)}`, { group, path: told(name), sha256 });
    const detail = unread.slice(0, toldAtMost).map(({ name, code }) => `${code} ${told(name)}`);
    if (unread.length > toldAtMost) detail.push(`... ${unread.length}`);
    const state = unread.length > 0 ? 'unreadable' : 'readable';
    return { group, path, files: files.size, state, detail: detail.join(', ') };
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === '') throw thrown;
    const absent = code === 'ENOENT' || code === 'ENOTDIR';
    return { group, path, files: 0, state: absent ? 'absent' : 'unreadable', detail: absent ? '' : code };
  }
}

const whenAway =
  <T>(value: T) =>
  (thrown: unknown): T => {
    if (codeOf(thrown) === '') throw thrown;
    return value;
  };
