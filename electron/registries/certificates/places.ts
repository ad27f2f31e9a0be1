import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { CertificatePlace, PlaceKind } from '../../../shared/contract/registry-certificates.ts';
import type { Address } from '../../engine/address.ts';
import type { EngineClient } from '../../engine/client.ts';
import { type EngineHost, findEngineHost } from '../../engine/engine-host.ts';
import { record, text, texts } from '../../engine/raw/fields.ts';
import { isPodman } from '../../engine/raw/podman.ts';
import { elevators } from '../../privileges/elevate.ts';
import { type EngineHome, engineHome, isOwnDesktop, ownHome } from './engine-home.ts';

/** A place, and where it is to be found from here. */
export interface FoundPlace extends CertificatePlace {
  /** null where it is out of reach. */
  local: string | null;
}

export interface Places {
  /** Slipway installs to the first. */
  all: readonly [FoundPlace, ...FoundPlace[]];
  /** Of the engine's `/info`. */
  info: Record<string, unknown>;
  client: EngineClient;
}

/** The folder of a registry in a place: a colon is no part of a file's name everywhere. */
export function folderName(registry: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32' ? registry.replaceAll(':', '') : registry;
}

/** Where an engine looks for certificates, best first. */
export async function findPlaces(
  client: EngineClient,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Places> {
  const [info, podman, host] = await Promise.all([
    client.json('/info', { signal }).then(({ body }) => record(body)),
    client.json('/version', { signal }).then(({ body }) => isPodman(body)),
    findEngineHost(client.address),
  ]);
  const where = candidates({
    ...{ address: client.address, info, podman, host },
    home: await engineHome(client.address, host, env),
    ownDesktop: (await isOwnDesktop(client.address, env)) ? ownHome(env).home : null,
    machine: hostname(),
  });
  const [first, ...rest] = await Promise.all(where.map((one) => found(one, env)));
  if (first === undefined) throw new Error('an engine without a place');
  return { all: [first, ...rest], info, client };
}

type Candidate = Pick<FoundPlace, 'kind' | 'path' | 'local' | 'restarts'>;

/** What tells where an engine looks. */
export interface Told {
  address: Address;
  info: Record<string, unknown>;
  podman: boolean;
  /** Its process, where that is found on this machine. */
  host: Pick<EngineHost, 'path'> | null;
  /** Of whoever runs the engine. */
  home: EngineHome | null;
  /** The home of whoever runs Slipway, where a Docker Desktop that listens there is theirs. */
  ownDesktop: string | null;
  /** The name of this machine. */
  machine: string;
}

/** Where an engine looks, best first. Pure. */
export function candidates({ address, info, podman, host, home, ownDesktop, machine }: Told): Candidate[] {
  const isSocket = address.kind === 'unix' || address.kind === 'npipe';
  // A socket may lead to another machine: only an engine on one of the same name is taken for one of this.
  const isHere = isSocket && text(info.Name).toLowerCase() === machine.toLowerCase();
  const at = (kind: PlaceKind, path: string): Candidate => ({
    ...{ kind, path, restarts: false },
    local: host === null ? (isHere ? path : null) : host.path(path),
  });
  /** In the home of whoever runs it, which is known by its sign only where it is elsewhere. */
  const below = (kind: PlaceKind, ...names: string[]): Candidate =>
    home === null || (host === null && !isHere)
      ? { kind, path: ['~/.config', ...names].join('/'), local: null, restarts: false }
      : at(kind, join(home.configs, ...names));
  const rootless = texts(info.SecurityOptions).some((option) => /name=rootless/.test(option));
  if (/docker desktop/i.test(text(info.OperatingSystem))) {
    const local = ownDesktop === null ? null : join(ownDesktop, '.docker', 'certs.d');
    // It is copied into the machine of the engine when that starts.
    return [{ kind: 'desktop', path: local ?? '~/.docker/certs.d', local, restarts: true }];
  }
  if (podman) {
    const own = at('podman', '/etc/containers/certs.d');
    const asDocker = at('docker', '/etc/docker/certs.d');
    return rootless ? [below('podman-rootless', 'containers', 'certs.d'), own, asDocker] : [own, asDocker];
  }
  return [rootless ? below('rootless', 'docker', 'certs.d') : at('docker', '/etc/docker/certs.d')];
}

async function found(candidate: Candidate, env: NodeJS.ProcessEnv): Promise<FoundPlace> {
  const { local } = candidate;
  if (local === null) return { ...candidate, access: 'none', hidden: true };
  if (await isWritable(local)) return { ...candidate, access: 'write', hidden: false };
  const hidden = !(await isAllowed(local, constants.R_OK));
  const canAsk = (await elevators(env)).length > 0;
  return { ...candidate, access: canAsk ? 'elevate' : 'none', hidden };
}

/** What is not there yet is writable where it can be made. */
async function isWritable(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK | constants.X_OK);
    return true;
  } catch (thrown) {
    const missing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    const parent = dirname(path);
    return missing && parent !== path ? isWritable(parent) : false;
  }
}

async function isAllowed(path: string, mode: number): Promise<boolean> {
  try {
    await access(path, mode);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
  }
}
