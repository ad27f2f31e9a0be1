import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const metaSchema = z.object({
  Name: z.string().min(1),
  Metadata: z.object({ Description: z.string().optional() }).nullish(),
  Endpoints: z.object({
    docker: z.object({ Host: z.string().min(1), SkipTLSVerify: z.boolean().optional() }),
  }),
});

export interface DockerContext {
  name: string;
  description: string;
  host: string;
  /** Where it is written. */
  metaFile: string;
  skipTlsVerify: boolean;
  /** Folder with ca.pem, cert.pem, key.pem; it need not exist. */
  tlsFolder: string;
  /** It holds files: the docker CLI then speaks TLS, whatever the port. Null where that may not be looked at. */
  hasTls: boolean | null;
}

export interface ContextStore {
  contexts: DockerContext[];
  /** `currentContext` of config.json, unless it is `default`. */
  current: string | null;
  /** What could not be read, so that it is told and not guessed. */
  problems: { context: string; detail: string }[];
}

/** The docker CLI's configuration folder: DOCKER_CONFIG, else ~/.docker. */
export function dockerConfigFolder(env: NodeJS.ProcessEnv): string {
  return env.DOCKER_CONFIG || join(env.HOME || homedir(), '.docker');
}

/** Reads the context store the docker CLI keeps on disk; what is not there is an empty store. */
export async function readContexts(env: NodeJS.ProcessEnv): Promise<ContextStore> {
  const folder = dockerConfigFolder(env);
  const store: ContextStore = { contexts: [], current: null, problems: [] };
  const metaFolder = join(folder, 'contexts', 'meta');
  for (const entry of await listFolder(metaFolder)) {
    const metaFile = join(metaFolder, entry, 'meta.json');
    const text = await readText(metaFile);
    if (text === null) continue;
    const meta = parseJson(text, metaSchema);
    if (meta === null) {
      store.problems.push({ context: entry.slice(0, 12), detail: 'its meta.json is not understood' });
      continue;
    }
    const docker = meta.Endpoints.docker;
    const tlsFolder = join(contextPlaces(folder, meta.Name).tls, 'docker');
    store.contexts.push({
      name: meta.Name,
      description: meta.Metadata?.Description ?? '',
      host: docker.Host,
      metaFile,
      skipTlsVerify: docker.SkipTLSVerify ?? false,
      tlsFolder,
      hasTls: await holdsFiles(tlsFolder),
    });
  }
  store.contexts.sort((a, b) => a.name.localeCompare(b.name));
  const config = await readText(join(folder, 'config.json'));
  if (config !== null) {
    const parsed = parseJson(config, z.object({ currentContext: z.string().optional() }));
    if (parsed === null) store.problems.push({ context: 'config.json', detail: 'it is not JSON' });
    else if (parsed.currentContext && parsed.currentContext !== 'default')
      store.current = parsed.currentContext;
  }
  return store;
}

/** The two folders of a context, each named by the SHA-256 of its name, as the docker CLI lays it out. */
export function contextPlaces(configFolder: string, name: string): { meta: string; tls: string } {
  const hashed = createHash('sha256').update(name).digest('hex');
  const contexts = join(configFolder, 'contexts');
  return { meta: join(contexts, 'meta', hashed), tls: join(contexts, 'tls', hashed) };
}

function parseJson<T>(text: string, schema: z.ZodType<T>): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

async function holdsFiles(folder: string): Promise<boolean | null> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (thrown) {
    if (!isAbsent(thrown)) throw thrown;
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EACCES' ? null : false;
  }
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (thrown) {
    if (isAbsent(thrown)) return [];
    throw thrown;
  }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (isAbsent(thrown)) return null;
    throw thrown;
  }
}

/** Unreadable counts as absent: another user's store is none of ours. */
function isAbsent(thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES';
}
