import { fail, type SlipwayError } from '../../../shared/contract/failure.ts';
import type { Credential } from '../../docker-config/credentials.ts';
import { record, text } from '../../engine/raw/fields.ts';
import type { Challenge } from './challenge.ts';
import { exchange, type Line, type Received } from './exchange.ts';

/** A token is taken for old this long before it is, in ms. */
const marginMs = 5_000;
const limitBytes = 512 * 1024;
const leastSeconds = 60;

export interface Token {
  value: string;
  /** By the monotonic clock, in ms. */
  endsAt: number;
}

/**
 * Gets a bearer token as a challenge asks for it: with an identity token by OAuth2, else with name and password, else for
 * anybody.
 * @param scope what it is for; empty for nothing but to be let in
 * @throws unauthorized `registry-denied`, unsupported `registry-token-server`
 */
export async function fetchToken(
  line: Line,
  { params }: Challenge,
  credential: Credential | null,
  scope: string,
  signal: AbortSignal,
): Promise<Token> {
  const realm = realmOf(params.get('realm') ?? '', line);
  const service = params.get('service') ?? '';
  const fields = new URLSearchParams();
  if (service !== '') fields.set('service', service);
  if (scope !== '') fields.set('scope', scope);
  const answer = await ask(line, realm, fields, credential, signal);
  const { status } = answer;
  if (status === 401 || status === 403 || (status === 400 && credential !== null))
    throw fail(
      'unauthorized',
      credential === null ? 'registry-wants-login' : 'registry-denied',
      { host: line.host },
      { status },
    );
  const given = parse(answer);
  const value = text(given.token) || text(given.access_token);
  if (status !== 200 || value === '') throw badServer(line, realm, `it answered ${status} without a token`);
  const seconds = typeof given.expires_in === 'number' ? given.expires_in : leastSeconds;
  return { value, endsAt: performance.now() + Math.max(seconds, leastSeconds) * 1000 - marginMs };
}

function ask(
  line: Line,
  realm: URL,
  fields: URLSearchParams,
  credential: Credential | null,
  signal: AbortSignal,
): Promise<Received> {
  if (credential !== null && credential.identityToken !== '') {
    fields.set('grant_type', 'refresh_token');
    fields.set('refresh_token', credential.identityToken);
    fields.set('client_id', 'slipway');
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    return exchange(line, { method: 'POST', url: realm, headers, body: String(fields), limitBytes, signal });
  }
  const url = new URL(realm);
  for (const [name, value] of fields) url.searchParams.append(name, value);
  if (credential !== null && credential.username !== '') url.searchParams.set('account', credential.username);
  const headers = { accept: 'application/json', ...basic(credential) };
  return exchange(line, { method: 'GET', url, headers, limitBytes, signal });
}

/** The header for name and password, where there are some. */
export function basic(credential: Credential | null): { authorization?: string } {
  if (credential === null || credential.password === '') return {};
  const pair = `${credential.username}:${credential.password}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** A password is not sent in the clear because an answer says so. */
function realmOf(realm: string, line: Line): URL {
  const url = URL.canParse(realm) ? new URL(realm) : null;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && line.insecure)) return url;
  throw fail('unsupported', 'registry-token-server', {
    host: line.host,
    server: (url?.host ?? realm).slice(0, 200),
    detail: 'its address is no https address',
  });
}

function parse({ body }: Received) {
  try {
    return record(JSON.parse(body.toString('utf8')));
  } catch {
    // No JSON, so no token: told by whoever looks for one. Its text may hold what was sent.
    return {};
  }
}

function badServer(line: Line, realm: URL, detail: string): SlipwayError {
  return fail('unsupported', 'registry-token-server', { host: line.host, server: realm.host, detail });
}
