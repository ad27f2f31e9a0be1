import type { ApiError } from '../../../shared/contract/errors.ts';
import { fail, SlipwayError, toApiError } from '../../../shared/contract/failure.ts';
import type { LoggedIn, LoginCheck, LoginChoices } from '../../../shared/contract/registry-login.ts';
import { type Credential, keyOf, registryHost } from '../../docker-config/credentials.ts';
import type { KeepIn } from '../../docker-config/docker-credentials.ts';
import { engineLogin } from '../../engine/api/registry-login.ts';
import { openRegistry, type RegistryTools } from '../client/open.ts';

export interface LoginInput {
  host: string;
  username: string;
  password: string;
  keep?: { kind: 'helper'; helper: string } | { kind: 'session' } | { kind: 'plain-text' } | undefined;
}

/** How a login can be kept, and how it is where nothing is chosen. */
export async function loginChoices(
  { credentials }: RegistryTools,
  host: string,
  signal: AbortSignal,
): Promise<LoginChoices> {
  const { helpers, configured } = await credentials.choices(host);
  const keychain = configured === '' ? await credentials.workingKeychain(signal) : configured;
  const first = helpers.filter((name) => name === keychain);
  return {
    helpers: [...first, ...helpers.filter((name) => name !== keychain)],
    configured,
    proposed: keychain === '' ? 'session' : 'helper',
    path: credentials.file.path,
  };
}

/**
 * Logs in: the engine tries it, this machine tries it, and only then it is kept. No failure repeats the password.
 * @throws unauthorized `registry-denied`, what stands in the way to the registry, engine-error `login-engine-refused`, what
 * the helper or config.json says
 */
export async function login(tools: RegistryTools, input: LoginInput, signal: AbortSignal): Promise<LoggedIn> {
  const { credentials } = tools;
  const host = registryHost(input.host);
  const { username, password } = input;
  const credential: Credential = { username, password, identityToken: '', registryToken: '' };
  const where = await placeFor(tools, host, input, signal);
  const [byEngine, bySlipway] = await Promise.all([
    askEngine(tools, host, credential, signal),
    attempt('slipway', async () => (await openRegistry(tools, host, signal, credential)).check(signal)),
  ]);
  signal.throwIfAborted();
  decide(host, byEngine.check, bySlipway);
  const { token } = byEngine;
  const kept: Credential = token === '' ? credential : { ...credential, password: '', identityToken: token };
  await credentials.keep(host, kept, where, signal);
  const source = where.kind === 'helper' ? where : { kind: where.kind };
  return {
    login: { host, key: keyOf(host), username, source, isToken: token !== '', ignored: false },
    checks: [byEngine.check, bySlipway],
  };
}

/** Found before anybody is asked: a place that cannot be had must not cost an attempt at the registry. */
async function placeFor(
  tools: RegistryTools,
  host: string,
  { keep }: LoginInput,
  signal: AbortSignal,
): Promise<KeepIn> {
  if (keep !== undefined) return keep.kind === 'plain-text' ? { kind: 'file' } : keep;
  const { helpers, proposed } = await loginChoices(tools, host, signal);
  const [helper] = helpers;
  return proposed === 'helper' && helper !== undefined ? { kind: 'helper', helper } : { kind: 'session' };
}

/** Has the engine try a login. No failure repeats the password. */
export async function askEngine(
  { engine }: RegistryTools,
  host: string,
  { username, password }: Credential,
  signal: AbortSignal,
): Promise<{ check: LoginCheck; token: string }> {
  let token = '';
  const check = await attempt('engine', async () => {
    const client = await engine.client(signal);
    try {
      token = await engineLogin(client, { username, password, serveraddress: keyOf(host) }, signal);
    } catch (thrown) {
      throw clean(thrown, host, password);
    }
  });
  return { check, token };
}

async function attempt(by: LoginCheck['by'], work: () => Promise<void>): Promise<LoginCheck> {
  try {
    await work();
    return { by, ok: true };
  } catch (thrown) {
    return { by, ok: false, error: toApiError(thrown) };
  }
}

/** The engine's words say why; what was sent to it is taken out of them. */
function clean(thrown: unknown, host: string, password: string): unknown {
  if (!(thrown instanceof SlipwayError) || thrown.error.engine === undefined) return thrown;
  const { status = 0 } = thrown.error;
  const said = thrown.error.engine.replaceAll(password, '***').slice(0, 1000);
  const extra = { status, engine: said };
  // Engines answer 500 for what the registry refused.
  if (status === 401 || /\b401\b|unauthorized|incorrect username or password|denied/i.test(said))
    return fail('unauthorized', 'registry-denied', { host }, extra);
  return fail('engine-error', 'login-engine-refused', { host, detail: said }, extra);
}

/** Where no engine answers the registry alone decides, as with the docker CLI. */
function decide(host: string, engine: LoginCheck, slipway: LoginCheck): void {
  if (slipway.error?.reason === 'registry-address') throw new SlipwayError(slipway.error);
  if (engine.ok) return;
  const refused = engine.error;
  if (refused?.reason === 'registry-denied') throw new SlipwayError(refused);
  if (refused === undefined || isAway(refused)) {
    if (slipway.ok) return;
    throw new SlipwayError(slipway.error ?? fail('unreachable', 'registry-refused', { host }).error);
  }
  // Both fail: ours names the cause and the remedy.
  throw new SlipwayError(slipway.error ?? refused);
}

/** Whether the engine, rather than the registry, could not be asked. */
export function isAway({ code, reason }: ApiError): boolean {
  return (
    reason !== 'login-engine-refused' &&
    (code === 'unreachable' || code === 'permission-denied' || code === 'timeout')
  );
}
