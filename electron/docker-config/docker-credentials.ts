import type { ApiError } from '../../shared/contract/errors.ts';
import { fail, toApiError } from '../../shared/contract/failure.ts';
import { setInJson } from '../../shared/model/json-edit.ts';
import { splitImageName } from '../../shared/model/names.ts';
import { dockerConfigFolder } from '../engine/contexts.ts';
import { type ConfigAuth, type DockerConfig, encodeAuth, hostOfKey } from './config.ts';
import { ConfigFile } from './config-file.ts';
import {
  type Credential,
  type CredentialSource,
  encodeHeader,
  keyOf,
  type RegistryAuth,
  registryHost,
} from './credentials.ts';
import { defaultHelper } from './default-helper.ts';
import { envAuths } from './env-auths.ts';
import {
  eraseSecret,
  getSecret,
  type HelperPlace,
  helpersOnPath,
  listSecrets,
  storeSecret,
  tokenUser,
} from './helper.ts';
import { LoginMarks } from './login-marks.ts';

/** Where a credential is to be kept. */
export type KeepIn = { kind: 'helper'; helper: string } | { kind: 'session' } | { kind: 'file' };

/** Ways to keep the credential of one registry. */
export interface KeepChoices {
  /** Names of helpers that can be used, the one the docker CLI takes first. */
  helpers: string[];
  /** The docker CLI keeps what is for this registry with this helper; empty where it would write plain text. */
  configured: string;
}

/** A login as it can be told: nothing in it is secret. */
export interface KnownLogin {
  host: string;
  key: string;
  /** Empty where only a token is kept. */
  username: string;
  source: CredentialSource;
  /** An identity or registry token is kept, and no password. */
  isToken: boolean;
  /** It lies in config.json, but a helper is asked instead. */
  ignored: boolean;
}

/** Shorter times, for tests. In ms. */
export interface CredentialTiming {
  helperMs?: number;
  lookMs?: number;
}

/** A person may have to unlock the keychain. */
const helperDeadlineMs = 60_000;
/** Nobody is asked to unlock anything for a list. */
const probeMs = 5_000;

/** Credentials of registries, found and kept as the docker CLI does, and for the session in memory. */
export class DockerCredentials {
  readonly file: ConfigFile;
  readonly marks = new LoginMarks();
  readonly #env: NodeJS.ProcessEnv;
  readonly #deadlineMs: number;
  readonly #session = new Map<string, Credential>();

  constructor(env: NodeJS.ProcessEnv, timing: CredentialTiming = {}) {
    this.#env = env;
    this.#deadlineMs = timing.helperMs ?? helperDeadlineMs;
    this.file = new ConfigFile(dockerConfigFolder(env), timing.lookMs);
  }

  /** What the docker CLI would send with a pull or push of this image. */
  authForReference(reference: string, signal?: AbortSignal): Promise<RegistryAuth> {
    return this.authFor(splitImageName(reference).registry ?? 'docker.io', signal);
  }

  /**
   * The credential for a registry: of this session, of DOCKER_AUTH_CONFIG, of the helper for it, of config.json. Where that
   * could not be read the answer has none and says why: what is public can be pulled all the same.
   */
  async authFor(host: string, signal?: AbortSignal): Promise<RegistryAuth> {
    const name = registryHost(host);
    const key = keyOf(name);
    const answer = (credential: Credential | null, source: CredentialSource | null): RegistryAuth => ({
      host: name,
      key,
      credential,
      source: credential === null ? null : source,
      header: encodeHeader(credential, key),
      problem: null,
    });
    const kept = this.#session.get(key);
    if (kept !== undefined) return answer(kept, { kind: 'session' });
    const given = envAuths(this.#env).get(key);
    if (given !== undefined) return answer(given, { kind: 'environment' });
    try {
      const config = await this.file.read();
      const helper = await this.#helperFor(config, key);
      if (helper === '') return answer(fromFile(config, key, name), { kind: 'file' });
      const secret = await getSecret(helper, key, this.#place(signal));
      return answer(secret === null ? null : fromSecret(secret), { kind: 'helper', helper });
    } catch (thrown) {
      const problem = toApiError(thrown);
      if (problem.code === 'cancelled') throw thrown;
      return { ...answer(null, null), problem };
    }
  }

  /** Where a credential for this registry can be kept. @throws as `ConfigFile.read` */
  async choices(host: string): Promise<KeepChoices> {
    const config = await this.file.read();
    const configured = namedHelper(config, keyOf(registryHost(host)));
    const others = (await helpersOnPath(this.#env)).filter((name) => name !== configured);
    const first = await defaultHelper(this.#env);
    others.sort((a, b) => Number(b === first) - Number(a === first));
    return { helpers: configured === '' ? others : [configured, ...others], configured };
  }

  /** The helper of the system's keychain, if it works here and now; empty otherwise. */
  async workingKeychain(signal?: AbortSignal): Promise<string> {
    const helper = await defaultHelper(this.#env);
    if (helper === '') return '';
    try {
      await listSecrets(helper, this.#probe(signal));
      return helper;
    } catch (thrown) {
      if (toApiError(thrown).code === 'cancelled') throw thrown;
      // Without a desktop session or a key there is no keychain, whatever is installed.
      return '';
    }
  }

  /**
   * Keeps a credential, in place of what was kept for this registry there.
   * @throws what the helper or config.json says; conflict `plain-not-read` where the docker CLI would ask a helper instead
   */
  async keep(host: string, credential: Credential, where: KeepIn, signal?: AbortSignal): Promise<void> {
    const key = keyOf(registryHost(host));
    this.marks.clear(registryHost(host));
    if (where.kind === 'session') {
      this.#session.set(key, credential);
      return;
    }
    const config = await this.file.read();
    const configured = namedHelper(config, key);
    if (where.kind === 'file') {
      // Where nothing is named the CLI takes the file as soon as there is something in it.
      if (configured !== '') throw fail('conflict', 'plain-not-read', { helper: configured, host });
      await this.file.change((now) => withAuth(now, key, encodeAuth(credential)));
    } else {
      const { helper } = where;
      const { username, password, identityToken } = credential;
      const secret =
        identityToken === ''
          ? { username, secret: password }
          : { username: tokenUser, secret: identityToken };
      await storeSecret(helper, key, secret, this.#place(signal));
      const detected = hasAuth(config) ? '' : await defaultHelper(this.#env);
      await this.file.change((now) => withAuth(naming(now, key, helper, detected), key, {}));
    }
    this.#session.delete(key);
  }

  /**
   * Forgets what is kept for a registry, as `docker logout` does. False where nothing was kept.
   * @throws what the helper says; everything else is forgotten all the same
   */
  async erase(host: string, signal?: AbortSignal): Promise<boolean> {
    const name = registryHost(host);
    const key = keyOf(name);
    this.marks.clear(name);
    let erased = this.#session.delete(key);
    const config = await this.file.read();
    const keys = name === 'docker.io' ? [key] : [key, `http://${name}`, `https://${name}`];
    const errors: unknown[] = [];
    for (const one of keys) {
      const helper = await this.#helperFor(config, one);
      if (helper === '') continue;
      try {
        // What is not there is not asked for: some helpers fail for it in words of their own.
        if ((await getSecret(helper, one, this.#place(signal))) === null) continue;
        if (await eraseSecret(helper, one, this.#place(signal))) erased = true;
      } catch (thrown) {
        errors.push(thrown);
      }
    }
    const listed = (now: DockerConfig) =>
      [...now.auths.keys(), ...now.broken].filter(
        (one) => one === key || registryHost(hostOfKey(one)) === name,
      );
    if (listed(config).length > 0) {
      erased = true;
      await this.file.change((now) =>
        listed(now).reduce((text, one) => setInJson(text, ['auths', one], undefined), now.text),
      );
    }
    if (errors.length > 0) throw errors[0];
    return erased;
  }

  /**
   * Registries a login is kept for, without asking any helper: config.json has an entry for each, empty where a helper keeps
   * the secret. @throws as `ConfigFile.read`
   */
  async keptFor(): Promise<string[]> {
    const { auths } = await this.file.read();
    const keys = [...this.#session.keys(), ...envAuths(this.#env).keys(), ...auths.keys()];
    return [...new Set(keys.map((key) => registryHost(hostOfKey(key))))].sort();
  }

  /** Everybody who is logged in somewhere, and what could not be asked. @throws as `ConfigFile.read` */
  async logins(signal?: AbortSignal): Promise<{ logins: KnownLogin[]; problems: ApiError[] }> {
    const config = await this.file.read();
    const problems: ApiError[] = [];
    const found = new Map<string, KnownLogin>();
    const add = (
      key: string,
      held: Pick<Credential, 'username'> & Partial<Credential>,
      source: CredentialSource,
    ) => {
      const isToken = (held.identityToken ?? '') !== '' || (held.registryToken ?? '') !== '';
      const username = held.username === tokenUser ? '' : held.username;
      const host = registryHost(hostOfKey(key));
      const login = { host, key, username, source, isToken: isToken || username === '', ignored: false };
      if (!found.has(key)) found.set(key, login);
    };
    for (const [key, credential] of this.#session) add(key, credential, { kind: 'session' });
    for (const [key, credential] of envAuths(this.#env)) add(key, credential, { kind: 'environment' });
    const ask = async (work: () => Promise<void>): Promise<ApiError[]> => {
      try {
        await work();
        return [];
      } catch (thrown) {
        return [toApiError(thrown)];
      }
    };
    const store = config.credsStore || (hasAuth(config) ? '' : await defaultHelper(this.#env));
    const place = this.#probe(signal);
    // All at once: one that hangs is not waited for by the others.
    const asking = [...config.credHelpers].map(([key, helper]) =>
      ask(async () => {
        const secret = helper === '' ? null : await getSecret(helper, key, place);
        if (secret !== null) add(key, fromSecret(secret), { kind: 'helper', helper });
      }),
    );
    if (store !== '')
      asking.push(
        ask(async () => {
          for (const [key, username] of await listSecrets(store, place))
            if (!config.credHelpers.has(key)) add(key, { username }, { kind: 'helper', helper: store });
        }),
      );
    problems.push(...(await Promise.all(asking)).flat());
    for (const [key, auth] of config.auths) {
      if (!isHeld(auth)) continue;
      const helper = await this.#helperFor(config, key);
      if (found.has(key) && helper === '') continue;
      if (helper === '') add(key, auth, { kind: 'file' });
      else
        found.set(`${key} in plain text`, {
          ...{ host: registryHost(hostOfKey(key)), key, username: auth.username, isToken: false },
          ...{ source: { kind: 'file' }, ignored: true },
        });
    }
    for (const key of config.broken)
      problems.push(
        fail('invalid-input', 'docker-config-entry', { path: this.file.path, key: hostOfKey(key) }).error,
      );
    return { logins: [...found.values()].sort((a, b) => a.host.localeCompare(b.host)), problems };
  }

  #place(signal: AbortSignal | undefined): HelperPlace {
    return {
      env: this.#env,
      deadlineMs: this.#deadlineMs,
      ...(signal === undefined ? {} : { signal }),
    };
  }

  #probe(signal: AbortSignal | undefined): HelperPlace {
    return { ...this.#place(signal), deadlineMs: Math.min(probeMs, this.#deadlineMs) };
  }

  /** One for this registry beats the one for all; the CLI looks for the system's where config.json tells of nothing. */
  async #helperFor(config: DockerConfig, key: string): Promise<string> {
    return hasAuth(config) ? namedHelper(config, key) : defaultHelper(this.#env);
  }
}

function namedHelper({ credHelpers, credsStore }: DockerConfig, key: string): string {
  return credHelpers.get(key) ?? credsStore;
}

function hasAuth({ auths, broken, credHelpers, credsStore }: DockerConfig): boolean {
  return auths.size > 0 || broken.size > 0 || credHelpers.size > 0 || credsStore !== '';
}

function isHeld({ username, password, identityToken, registryToken }: ConfigAuth): boolean {
  return username !== '' || password !== '' || identityToken !== '' || registryToken !== '';
}

/** @throws invalid-input `docker-config-entry` */
function fromFile(config: DockerConfig, key: string, host: string): Credential | null {
  if (config.broken.has(key))
    throw fail('invalid-input', 'docker-config-entry', { path: 'config.json', key });
  const exact = config.auths.get(key);
  // Old clients wrote addresses as keys.
  const auth = exact ?? [...config.auths].find(([one]) => registryHost(hostOfKey(one)) === host)?.[1];
  return auth !== undefined && isHeld(auth) ? auth : null;
}

function fromSecret({ username, secret }: { username: string; secret: string }): Credential {
  const none = { username: '', password: '', identityToken: '', registryToken: '' };
  return username === tokenUser
    ? { ...none, identityToken: secret }
    : { ...none, username, password: secret };
}

/** Left alone where it says so already, however it is written. */
function withAuth(config: DockerConfig, key: string, entry: Record<string, string>): string {
  const held = config.auths.get(key);
  const isSame = held !== undefined && JSON.stringify(encodeAuth(held)) === JSON.stringify(entry);
  return isSame ? config.text : setInJson(config.text, ['auths', key], entry);
}

/** Has the docker CLI ask this helper for this registry, if it would not anyway. */
function naming(config: DockerConfig, key: string, helper: string, detected: string): DockerConfig {
  const own = config.credHelpers.get(key);
  if (own === helper || (own === undefined && config.credsStore === helper)) return config;
  const path =
    own === undefined && helper === detected && !hasAuth(config) ? ['credsStore'] : ['credHelpers', key];
  return { ...config, text: setInJson(config.text, path, helper) };
}
