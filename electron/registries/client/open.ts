import { homedir } from 'node:os';
import { join } from 'node:path';
import { SlipwayError } from '../../../shared/contract/failure.ts';
import type { Credential } from '../../docker-config/credentials.ts';
import type { DockerCredentials } from '../../docker-config/docker-credentials.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Certificates } from '../certificates/certificates.ts';
import { folderName } from '../certificates/places.ts';
import { type RegistryTls, readCertsFolder } from './certs-folder.ts';
import { isInsecure } from './insecure.ts';
import { RegistryClient } from './registry-client.ts';
import { systemRoots } from './roots.ts';

/** What work on registries needs, made once. */
export interface RegistryTools {
  engine: Engine;
  credentials: DockerCredentials;
  env: NodeJS.ProcessEnv;
  /** The certs.d folders that count, without the part of a registry: the engine's first. */
  certFolders(signal: AbortSignal): Promise<string[]>;
}

/**
 * Where the engine in use looks for certificates, as far as it can be read from here, then where engines here do. While it
 * cannot be asked, what it said last counts.
 */
export function certFolders(
  certificates: Certificates,
  { engine, env }: Pick<RegistryTools, 'engine' | 'env'>,
): RegistryTools['certFolders'] {
  const usual = usualFolders(env);
  let known: string[] = [];
  return async (signal) => {
    try {
      const { all } = await certificates.places(await engine.engineId(signal), signal);
      known = all.flatMap(({ local, hidden }) => (local === null || hidden ? [] : [local]));
    } catch (thrown) {
      if (!(thrown instanceof SlipwayError) || thrown.error.code === 'cancelled') throw thrown;
    }
    return [...new Set([...known, ...usual])];
  };
}

function usualFolders(env: NodeJS.ProcessEnv): string[] {
  const home = env.HOME || homedir();
  return [
    '/etc/docker/certs.d',
    join(env.XDG_CONFIG_HOME || join(home, '.config'), 'docker', 'certs.d'),
    join(home, '.docker', 'certs.d'),
  ];
}

/**
 * A client of a registry as the engine in use would speak to it: its certificates, its insecure setting, and whoever is
 * logged in unless `credential` is given.
 */
export async function openRegistry(
  tools: RegistryTools,
  host: string,
  signal: AbortSignal,
  credential?: Credential | null,
): Promise<RegistryClient> {
  const [info, roots, tls, who] = await Promise.all([
    engineInfo(tools, signal),
    systemRoots(tools.env),
    tlsOf(tools, host, signal),
    credential === undefined ? whoIs(tools, host, signal) : credential,
  ]);
  const insecure = await isInsecure(host, info);
  const { marks } = tools.credentials;
  // One that is only tried is not kept yet.
  const verdict = (taken: boolean) => (taken ? marks.clear(host) : marks.refuse(host));
  return new RegistryClient({
    ...{ host, credential: who, insecure, tls, roots, env: tools.env },
    ...(credential === undefined ? { verdict } : {}),
  });
}

async function whoIs(
  { credentials }: RegistryTools,
  host: string,
  signal: AbortSignal,
): Promise<Credential | null> {
  const { credential, problem } = await credentials.authFor(host, signal);
  if (problem !== null) throw new SlipwayError(problem);
  return credential;
}

/**
 * What is in the first folder that holds anything for this registry that may be read, and what may not be on the way there.
 * Docker Hub never has any.
 */
export async function tlsOf(
  tools: Pick<RegistryTools, 'certFolders'>,
  host: string,
  signal: AbortSignal,
): Promise<RegistryTls> {
  const closed: string[] = [];
  if (host !== 'docker.io' && !/[/\\]|^[.]*$/.test(host))
    for (const folder of await tools.certFolders(signal)) {
      const found = await readCertsFolder(join(folder, folderName(host)));
      closed.push(...found.closed);
      if (found.ca.length > 0 || found.pairs.length > 0) return { ...found, closed };
    }
  return { ca: [], pairs: [], closed };
}

/** null where no engine answers: a registry can be looked into without one. */
async function engineInfo({ engine }: RegistryTools, signal: AbortSignal): Promise<unknown> {
  try {
    return (await (await engine.client(signal)).json('/info', { signal, deadlineMs: 10_000 })).body;
  } catch (thrown) {
    if (thrown instanceof SlipwayError && thrown.error.code !== 'cancelled') return null;
    throw thrown;
  }
}
