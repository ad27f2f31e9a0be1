import { createSecureContext, type SecureContext } from 'node:tls';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { Credential } from '../../docker-config/credentials.ts';
import { list, record, text } from '../../engine/raw/fields.ts';
import type { RegistryTls } from './certs-folder.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import { exchange, type Line, type Received, type Sent } from './exchange.ts';
import { speaksNoTls } from './failures.ts';
import { basic, fetchToken, type Token } from './tokens.ts';

export interface RegistryAccess {
  /** `host[:port]`; `docker.io` for Docker Hub. */
  host: string;
  credential: Credential | null;
  /** Told whether the registry takes the credential, where there is one. */
  verdict?: (taken: boolean) => void;
  insecure: boolean;
  tls: RegistryTls;
  /** PEM texts of the authorities the system trusts. */
  roots: string[];
  env: NodeJS.ProcessEnv;
  /** For each request, in ms. */
  deadlineMs?: number;
}

export interface AskOptions {
  method?: 'GET' | 'HEAD' | 'DELETE';
  accept?: readonly string[];
  /** What a token is asked for, such as `repository:team/app:pull`. */
  scope: string;
  limitBytes?: number;
  /** Statuses of 400 and more that the caller reads itself. */
  expect?: readonly number[];
  signal: AbortSignal;
}

const defaultDeadlineMs = 20_000;
const defaultLimit = 8 * 1024 * 1024;
const mostRedirects = 5;

/** Speaks the distribution API to one registry, as one person. Nothing it throws holds a secret. */
export class RegistryClient {
  readonly #access: RegistryAccess;
  readonly #line: Line;
  readonly #tokens = new Map<string, Token>();
  #scheme: 'https:' | 'http:' = 'https:';
  #challenge: Challenge | null = null;

  /** @throws invalid-input `registry-certs` where a certificate or key cannot be used */
  constructor(access: RegistryAccess) {
    const { host, env, insecure, deadlineMs = defaultDeadlineMs } = access;
    this.#access = access;
    const { closed = [] } = access.tls;
    this.#line = { host, env, insecure, deadlineMs, closed, tls: secureContexts(access) };
  }

  /** Asks `/v2/`: whether it is a registry, and lets this person in. @throws what stands in the way */
  async check(signal: AbortSignal): Promise<void> {
    await this.json('/v2/', { scope: '', signal });
  }

  /** The answer to a path such as `/v2/_catalog`, logged in where it is asked for. @throws for statuses of 400 and more */
  async ask(path: string, options: AskOptions): Promise<Received> {
    try {
      const answer = await this.#authorized(path, options);
      const { status } = answer;
      if (status >= 300 && !options.expect?.includes(status)) throw this.#refusal(answer);
      // Before it asked who this is, it took nobody.
      if (this.#challenge !== null && this.#access.credential !== null) this.#access.verdict?.(true);
      return answer;
    } catch (thrown) {
      if (thrown instanceof SlipwayError && thrown.error.reason === 'registry-denied')
        this.#access.verdict?.(false);
      throw thrown;
    }
  }

  /** The same as JSON. A page or other text is none, whatever its status. */
  async json(path: string, options: AskOptions): Promise<{ value: unknown; answer: Received }> {
    const answer = await this.ask(path, options);
    const written = answer.body.toString('utf8').trim();
    if (/^text\/html/i.test(answer.headers['content-type'] ?? '') || written.startsWith('<'))
      throw this.#notOne('it sent a web page');
    // Some answer `/v2/` with nothing at all.
    if (written === '') return { value: {}, answer };
    try {
      return { value: JSON.parse(written), answer };
    } catch {
      throw this.#notOne('it sent no JSON');
    }
  }

  async #authorized(path: string, options: AskOptions): Promise<Received> {
    const first = await this.#send(path, options, await this.#authorization(options));
    if (first.status !== 401) return first;
    const offered = parseChallenges(first.headers['www-authenticate'] ?? '');
    const bearer = offered.find(({ scheme }) => scheme === 'bearer');
    const simple = offered.find(({ scheme }) => scheme === 'basic');
    const challenge = bearer ?? simple;
    if (challenge === undefined) return first;
    this.#tokens.delete(options.scope);
    this.#challenge = challenge;
    // What it asks for just now is what it wants; what it asked for before was for something else.
    const authorization = await this.#authorization(options, challenge.params.get('scope'));
    return authorization === undefined ? first : this.#send(path, options, authorization);
  }

  /** What the registry asked for last time; nothing before it asked. */
  async #authorization({ scope, signal }: AskOptions, asked = scope): Promise<string | undefined> {
    const { credential } = this.#access;
    if (credential !== null && credential.registryToken !== '') return `Bearer ${credential.registryToken}`;
    const challenge = this.#challenge;
    if (challenge === null) return undefined;
    if (challenge.scheme === 'basic') return basic(credential).authorization;
    const known = this.#tokens.get(scope);
    if (known !== undefined && known.endsAt > performance.now()) return `Bearer ${known.value}`;
    const token = await fetchToken(this.#line, challenge, credential, asked, signal);
    this.#tokens.set(scope, token);
    return `Bearer ${token.value}`;
  }

  async #send(path: string, options: AskOptions, authorization: string | undefined): Promise<Received> {
    const { method = 'GET', accept = ['application/json'], limitBytes = defaultLimit, signal } = options;
    const host = this.#access.host === 'docker.io' ? 'registry-1.docker.io' : this.#access.host;
    const headers = { accept: accept.join(', '), 'user-agent': 'slipway' };
    const sent = (url: URL): Sent => ({ method, url, headers, limitBytes, signal });
    let url = this.#url(host, path);
    let answer: Received;
    try {
      answer = await this.#exchange(sent(url), authorization);
    } catch (thrown) {
      // As engines do, and only where the engine in use was told to. Others may have found out meanwhile.
      if (!this.#access.insecure || url.protocol === 'http:' || !speaksNoTls(thrown)) throw thrown;
      this.#scheme = 'http:';
      url = this.#url(host, path);
      answer = await this.#exchange(sent(url), authorization);
    }
    const { origin } = url;
    for (let count = 0; isRedirect(answer) && method !== 'DELETE'; count += 1) {
      const location = String(answer.headers.location);
      if (!URL.canParse(location, url))
        throw fail('unsupported', 'registry-redirect', {
          host: this.#access.host,
          to: location.slice(0, 200),
        });
      const target = new URL(location, url);
      const isSafe = target.protocol === 'https:' || (target.protocol === 'http:' && this.#access.insecure);
      if (count === mostRedirects || !isSafe)
        throw fail('unsupported', 'registry-redirect', { host: this.#access.host, to: target.host });
      url = target;
      // Blobs often lie elsewhere: who this person is, is not told there.
      answer = await this.#exchange(sent(url), target.origin === origin ? authorization : undefined);
    }
    return answer;
  }

  #exchange(sent: Sent, authorization: string | undefined): Promise<Received> {
    const headers = authorization === undefined ? sent.headers : { ...sent.headers, authorization };
    return exchange(this.#line, { ...sent, headers });
  }

  #url(host: string, path: string): URL {
    const written = `${this.#scheme}//${host}${path}`;
    if (!URL.canParse(written)) throw fail('invalid-input', 'registry-address', { host: this.#access.host });
    const url = new URL(written);
    if (url.host === '' || url.username !== '' || !url.pathname.startsWith('/v2/'))
      throw fail('invalid-input', 'registry-address', { host: this.#access.host });
    return url;
  }

  #refusal(answer: Received): SlipwayError {
    const { host, credential } = this.#access;
    const { status } = answer;
    const engine = this.#words(answer);
    const extra = { status, ...(engine === '' ? {} : { engine }) };
    if (status === 401)
      return fail(
        'unauthorized',
        credential === null ? 'registry-wants-login' : 'registry-denied',
        { host },
        extra,
      );
    if (status === 403) return fail('permission-denied', 'registry-forbidden', { host }, extra);
    if (status === 429) return fail('conflict', 'registry-limit', { host }, extra);
    if (status === 404) return fail('not-found', 'registry-unknown', { host }, extra);
    if (status >= 300 && status < 400)
      return fail('unsupported', 'registry-redirect', { host, to: '' }, extra);
    return fail('engine-error', 'registry-error', { host, status: String(status), detail: engine }, extra);
  }

  /** The registry's own words, without what was sent to it. */
  #words({ body }: Received): string {
    let said = '';
    try {
      const [first] = list(record(JSON.parse(body.toString('utf8'))).errors);
      said = text(record(first).message) || text(record(first).code);
    } catch {
      // A page, or nothing: there are no words in it for people.
      return '';
    }
    const { credential } = this.#access;
    const secrets = [
      credential?.password ?? '',
      credential?.identityToken ?? '',
      credential?.registryToken ?? '',
      basic(credential).authorization?.slice('Basic '.length) ?? '',
      ...[...this.#tokens.values()].map(({ value }) => value),
    ];
    return secrets
      .reduce((words, secret) => (secret === '' ? words : words.replaceAll(secret, '***')), said)
      .slice(0, 300);
  }

  #notOne(detail: string): SlipwayError {
    return fail('unsupported', 'registry-not-one', { host: this.#access.host, detail });
  }
}

function isRedirect({ status, headers }: Received): boolean {
  return [301, 302, 303, 307, 308].includes(status) && headers.location !== undefined;
}

/** One for each pair: OpenSSL takes one of a kind at a time, and does not choose by whom the registry trusts. */
function secureContexts({ host, tls, roots }: RegistryAccess): SecureContext[] {
  const ca = [...roots, ...tls.ca];
  try {
    if (tls.pairs.length === 0) return [createSecureContext({ ca })];
    return tls.pairs.map(({ cert, key }) => createSecureContext({ ca, cert, key }));
  } catch {
    // OpenSSL's words name a line of its own source; the files are looked into one by one elsewhere.
    throw fail('invalid-input', 'registry-certs', {
      path: host,
      detail: 'a certificate or key in it is broken',
    });
  }
}
