import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { CertificatePlace, PlaceKind } from '../../../shared/contract/registry-certificates.ts';
import type { Address } from '../../engine/address.ts';
import type { EngineClient } from '../../engine/client.ts';
import { type EngineHost, findEngineHost } from '../../engine/engine-host.ts';
import { record, text, texts } from '../../engine/raw/fields.ts';
import { isPodman } from '../../engine/raw/podman.ts';
import { elevators } from './elevate.ts';

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
  const where = candidates({ address: client.address, info, podman, host, env });
  const [first, ...rest] = await Promise.all(where.map((one) => found(one, env)));
  if (first === undefined) throw new Error('an engine without a place');
  return { all: [first, ...rest], info, client };
}

type Candidate = Pick<FoundPlace, 'kind' | 'path' | 'local' | 'restarts'>;

interface Told {
  address: Address;
  info: Record<string, unknown>;
  podman: boolean;
  host: EngineHost | null;
  env: NodeJS.ProcessEnv;
}

function candidates({ address, info, podman, host, env }: Told): Candidate[] {
  const home = env.HOME ?? homedir();
  const configs = env.XDG_CONFIG_HOME ?? join(home, '.config');
  const isHere = address.kind === 'unix' || address.kind === 'npipe';
  const at = (kind: PlaceKind, path: string, restarts = false): Candidate => ({
    ...{ kind, path, restarts },
    local: host === null ? (isHere ? path : null) : host.path(path),
  });
  const rootless = texts(info.SecurityOptions).some((option) => /name=rootless/.test(option));
  if (/docker desktop/i.test(text(info.OperatingSystem)))
    // It is copied into the machine of the engine when that starts.
    return [
      {
        kind: 'desktop',
        path: join(home, '.docker', 'certs.d'),
        local: join(home, '.docker', 'certs.d'),
        restarts: true,
      },
    ];
  if (podman) {
    const own = at('podman', '/etc/containers/certs.d');
    const asDocker = at('docker', '/etc/docker/certs.d');
    return rootless
      ? [at('podman-rootless', join(configs, 'containers', 'certs.d')), own, asDocker]
      : [own, asDocker];
  }
  if (rootless) return [at('rootless', join(configs, 'docker', 'certs.d'))];
  const usual = at('docker', '/etc/docker/certs.d');
  // A socket may lead to another machine: only one of the same name is taken for this one.
  const same = host !== null || text(info.Name) === hostname();
  return [same ? usual : { ...usual, local: null }];
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
