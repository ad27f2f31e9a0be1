import { fail } from '../../shared/contract/failure.ts';

/** The key under which the docker CLI keeps what is for Docker Hub. */
export const hubKey = 'https://index.docker.io/v1/';

/** One entry of `auths`, decoded. All empty where a helper keeps what belongs to it. */
export interface ConfigAuth {
  username: string;
  password: string;
  identityToken: string;
  registryToken: string;
}

/** What of config.json is about registries. */
export interface DockerConfig {
  /** As read; `{}` in the form the docker CLI writes where there is no file. */
  text: string;
  auths: ReadonlyMap<string, ConfigAuth>;
  /** Entries that hold nothing that can be read, by key. */
  broken: ReadonlySet<string>;
  credsStore: string;
  credHelpers: ReadonlyMap<string, string>;
}

/** Reads the text of a config.json; null for a file that is not there. @throws invalid-input `docker-config-damaged` */
export function parseConfig(text: string | null, path: string): DockerConfig {
  // An empty file is none to the CLI, too.
  const present = text === null || text.trim() === '' ? '{}' : text;
  const damaged = (detail: string) => fail('invalid-input', 'docker-config-damaged', { path, detail });
  const root = asObject(parseJson(present));
  if (root === null) throw damaged('it is not JSON');
  const member = (name: string): Readonly<Record<string, unknown>> => {
    const value = own(root, name);
    const inner = asObject(value ?? {});
    if (inner === null) throw damaged(`"${name}" is not an object`);
    return inner;
  };
  const auths = new Map<string, ConfigAuth>();
  const broken = new Set<string>();
  for (const [key, value] of Object.entries(member('auths'))) {
    const auth = decodeAuth(asObject(value ?? {}));
    if (auth === null) broken.add(key);
    else auths.set(key, auth);
  }
  const credHelpers = new Map<string, string>();
  for (const [key, value] of Object.entries(member('credHelpers')))
    if (typeof value === 'string') credHelpers.set(key, value);
  const credsStore = own(root, 'credsStore');
  return {
    text: present,
    auths,
    broken,
    credsStore: typeof credsStore === 'string' ? credsStore : '',
    credHelpers,
  };
}

function decodeAuth(entry: Readonly<Record<string, unknown>> | null): ConfigAuth | null {
  if (entry === null) return null;
  const text = (name: string) => {
    const value = own(entry, name);
    return typeof value === 'string' ? value : '';
  };
  const rest = { identityToken: text('identitytoken'), registryToken: text('registrytoken') };
  const auth = text('auth');
  if (auth === '') return { username: text('username'), password: text('password'), ...rest };
  const decoded = Buffer.from(auth, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 1) return null;
  // Old clients padded what they wrote with zeros.
  return {
    username: decoded.slice(0, colon),
    password: decoded.slice(colon + 1).replace(/^\0+|\0+$/g, ''),
    ...rest,
  };
}

/** An entry as the docker CLI writes it. */
export function encodeAuth({ username, password, identityToken }: ConfigAuth): Record<string, string> {
  return {
    ...(username === '' && password === ''
      ? {}
      : { auth: Buffer.from(`${username}:${password}`).toString('base64') }),
    ...(identityToken === '' ? {} : { identitytoken: identityToken }),
  };
}

/** Host and port of a key: what is between a scheme and a path. */
export function hostOfKey(key: string): string {
  return key.replace(/^https?:\/\//, '').split('/', 1)[0] ?? '';
}

/** Parses JSON that may hold anything; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    // What stands in a config.json is secret: nothing of it goes into a message.
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : null;
}

function own(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
