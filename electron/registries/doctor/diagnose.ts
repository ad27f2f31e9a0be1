import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { ApiError } from '../../../shared/contract/errors.ts';
import { SlipwayError, toApiError } from '../../../shared/contract/failure.ts';
import type { CertificateCheck, CertificateVerdict } from '../../../shared/contract/registry-certificates.ts';
import type {
  DoctorStep,
  DoctorStepKey,
  RegistryDiagnosis,
} from '../../../shared/contract/registry-doctor.ts';
import { doctorWordsInEnglish } from '../../../shared/model/doctor-words.ts';
import { list, record, text } from '../../engine/raw/fields.ts';
import type { RegistryAddress } from '../certificates/address.ts';
import { checkOf } from '../certificates/checks.ts';
import { tryFromEngine } from '../certificates/engine-trial.ts';
import { tryRegistry } from '../certificates/try-registry.ts';
import { isInsecure } from '../client/insecure.ts';
import { openRegistry, type RegistryTools, tlsOf } from '../client/open.ts';
import { askEngine, isAway } from '../login/login.ts';
import { proxyTo, tryConnecting } from './connect.ts';
import { tryMirror } from './mirrors.ts';
import { type Target, targetOf } from './target.ts';

const mostMirrors = 5;
const manifests = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

type Found = Omit<DoctorStep, 'ms' | 'side' | 'meaning' | 'fix'> & { ms?: number | null };

/** Goes the way a pull goes, first from this machine, then by the engine, and names what stands in the way. */
export async function diagnose(
  tools: RegistryTools,
  wanted: string,
  signal: AbortSignal,
): Promise<RegistryDiagnosis> {
  const target = targetOf(wanted);
  const { info, client } = await engineOf(tools, signal);
  const steps: DoctorStep[] = [];
  const add = (
    key: DoctorStepKey,
    verdict: CertificateVerdict,
    rest: Partial<Found> = {},
    side: DoctorStep['side'] = 'slipway',
  ) => {
    const { params = {}, ms = null, error } = rest;
    const words = doctorWordsInEnglish[key](verdict, params);
    steps.push({ key, side, verdict, ms, params, ...words, ...(error === undefined ? {} : { error }) });
    return verdict !== 'problem';
  };
  const addChecks = (checks: readonly CertificateCheck[], ms: number | null) => {
    for (const [at, check] of checks.entries())
      steps.push({ ...check, side: 'slipway', ms: at === 0 ? ms : null });
    return !checks.some(({ verdict }) => verdict === 'problem');
  };

  const way = async (): Promise<void> => {
    const { address } = target;
    const proxy = proxyTo(address, tools.env);
    // A proxy looks the name up by itself.
    if (proxy === null && !(await resolves(address.host, add))) return;
    if (!(await connects(address, proxy, add, signal))) return;
    const insecure = await isInsecure(target.host, info);
    if (insecure) addChecks([checkOf('secure', 'warning', { registry: target.host })], null);
    const { checks, ms } = await secured(tools, target, signal);
    const plain = checks.some(({ key, params }) => key === 'reached' && params.cause === 'plain');
    if (plain && insecure) add('plain', 'ok', { ms, params: { address: target.host } });
    // Where the engine is told not to look at them, neither does this.
    else if (!addChecks(insecure ? checks.filter(({ verdict }) => verdict !== 'problem') : checks, ms))
      return;
    if (!(await letsIn(tools, target, add, signal))) return;
    await holds(tools, target, add, signal);
  };
  await way();
  const mirrors = list(record(info.RegistryConfig).Mirrors).map(text);
  // Only for Docker Hub does the engine ask them.
  for (const mirror of target.host === 'docker.io' ? mirrors.slice(0, mostMirrors) : []) {
    const started = performance.now();
    const detail = await tryMirror(tools, mirror, signal);
    add('mirror', detail === '' ? 'ok' : 'warning', { ms: since(started), params: { mirror, detail } });
  }
  const started = performance.now();
  const trial = await tryFromEngine(client, target.host, signal);
  add('engine', trial.verdict, { ms: since(started), params: { said: trial.said } }, 'engine');
  if (!steps.some(({ verdict }) => verdict === 'problem')) await logsIn(tools, target.host, add, signal);
  const cause = steps.findIndex(({ verdict }) => verdict === 'problem');
  return {
    registry: target.host,
    image: target.image,
    steps,
    cause: cause < 0 ? null : cause,
    action: actionFor(steps[cause]),
  };
}

type Add = (
  key: DoctorStepKey,
  verdict: CertificateVerdict,
  rest?: Partial<Found>,
  side?: DoctorStep['side'],
) => boolean;

const since = (started: number): number => Math.round(performance.now() - started);

async function engineOf({ engine }: RegistryTools, signal: AbortSignal) {
  const client = await engine.client(signal);
  return { client, info: record((await client.json('/info', { signal })).body) };
}

async function resolves(host: string, add: Add): Promise<boolean> {
  if (isIP(host) !== 0) return add('name', 'ok', { ms: 0, params: { host, addresses: host } });
  const started = performance.now();
  try {
    const found = await lookup(host, { all: true });
    const addresses = found.map(({ address }) => address).join(', ');
    return add('name', 'ok', { ms: since(started), params: { host, addresses } });
  } catch {
    // Whatever the name server says, it comes to this.
    return add('name', 'problem', { ms: since(started), params: { host, addresses: '' } });
  }
}

async function connects(
  address: RegistryAddress,
  proxy: URL | null,
  add: Add,
  signal: AbortSignal,
): Promise<boolean> {
  const started = performance.now();
  const detail = await tryConnecting(address, proxy, signal);
  // Without who logs in to it.
  const params = { address: `${address.host}:${address.port}`, detail, proxy: proxy?.host ?? '' };
  return add('connect', detail === '' ? 'ok' : 'problem', { ms: since(started), params });
}

/** TLS with the certificates the engine would use. */
async function secured(
  tools: RegistryTools,
  { host, address }: Target,
  signal: AbortSignal,
): Promise<{ checks: CertificateCheck[]; ms: number }> {
  const started = performance.now();
  const tls = await tlsOf(tools, host, signal);
  const checks = await tryRegistry(address, tls, { env: tools.env, signal, tokens: false });
  return { checks, ms: since(started) };
}

/** `/v2/` with a token where one is asked for, as whoever is logged in. */
async function letsIn(
  tools: RegistryTools,
  { host }: Target,
  add: Add,
  signal: AbortSignal,
): Promise<boolean> {
  const started = performance.now();
  const { credential } = await tools.credentials.authFor(host, signal);
  const user = credential === null ? '' : credential.username || 'a token';
  try {
    const client = await openRegistry(tools, host, signal);
    await client.check(signal);
    return add('sign-in', 'ok', { ms: since(started), params: { user, detail: '' } });
  } catch (thrown) {
    return add('sign-in', 'problem', {
      ...failed(thrown),
      ms: since(started),
      params: { user, detail: toApiError(thrown).message, other: isAboutLogin(thrown) ? '' : 'yes' },
    });
  }
}

/** POST /auth with the login that is kept, where it is a password: it was taken from here just before. */
async function logsIn(tools: RegistryTools, host: string, add: Add, signal: AbortSignal): Promise<void> {
  const { credential } = await tools.credentials.authFor(host, signal);
  if (credential === null || credential.password === '') return;
  const started = performance.now();
  const { check } = await askEngine(tools, host, credential, signal);
  signal.throwIfAborted();
  const { ok, error } = check;
  const verdict = ok ? 'ok' : error !== undefined && isAway(error) ? 'unknown' : 'problem';
  const params = {
    ...{ user: credential.username, detail: error?.message ?? '' },
    other: error?.reason === 'registry-denied' ? '' : 'yes',
  };
  const rest = { ms: since(started), params, ...(error === undefined ? {} : { error }) };
  add('engine-login', verdict, rest, 'engine');
}

/** Such as a key that may not be read, or a token server that is down: no login helps there. */
function isAboutLogin(thrown: unknown): boolean {
  const { reason = '' } = toApiError(thrown);
  return !reason.startsWith('registry-') || /-(wants-login|denied|forbidden)$/.test(reason);
}

async function holds(
  tools: RegistryTools,
  { host, repository, reference, image }: Target,
  add: Add,
  signal: AbortSignal,
) {
  if (image === null) {
    add('manifest', 'unknown');
    return;
  }
  const started = performance.now();
  const client = await openRegistry(tools, host, signal);
  try {
    const { status, headers } = await client.ask(`/v2/${repository}/manifests/${reference}`, {
      ...{ method: 'HEAD', accept: manifests, scope: `repository:${repository}:pull`, signal },
      expect: [404, 429],
    });
    const ms = since(started);
    const limit = first(headers['ratelimit-limit']);
    const remaining = first(headers['ratelimit-remaining']);
    if (status === 429) add('rate-limit', 'problem', { ms, params: { limit, remaining } });
    else if (status === 404) add('manifest', 'problem', { ms, params: { image, gone: 'yes', detail: '' } });
    else {
      add('manifest', 'ok', { ms, params: { image, gone: '', detail: '' } });
      add('rate-limit', 'ok', { params: { limit, remaining } });
    }
  } catch (thrown) {
    const params = { image, gone: '', detail: toApiError(thrown).message };
    add('manifest', 'problem', { ...failed(thrown), ms: since(started), params });
  }
}

/** `100;w=21600`: so many in so many seconds. */
const first = (header: string | string[] | undefined): string => String(header ?? '').split(';')[0] ?? '';

function failed(thrown: unknown): { error: ApiError } {
  if (!(thrown instanceof SlipwayError) || thrown.error.code === 'cancelled') throw thrown;
  return { error: thrown.error };
}

function actionFor(step: DoctorStep | undefined): RegistryDiagnosis['action'] {
  switch (step?.key) {
    case 'reached':
      return step.params.cause === 'plain' ? 'insecure' : null;
    case 'server-trusted':
    case 'handshake':
      return 'certificate';
    case 'sign-in':
    case 'engine-login':
      return step.params.other === 'yes' ? null : 'login';
    case 'rate-limit':
      return 'login';
    case 'engine':
      return /x509|tls:|certificate/i.test(step.params.said ?? '') ? 'certificate' : null;
    default:
      return null;
  }
}
