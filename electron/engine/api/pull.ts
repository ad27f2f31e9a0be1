import type { ApiError } from '../../../shared/contract/errors.ts';
import { fail, SlipwayError } from '../../../shared/contract/failure.ts';
import type { PullProgress } from '../../../shared/contract/images-transfer.ts';
import { splitImageName } from '../../../shared/model/names.ts';
import type { EngineClient } from '../client.ts';
import { progressLines, progressOf } from './progress-lines.ts';

/** A registry may take its time before the engine sends a first line. */
const headDeadlineMs = 120_000;

/** Who asks a registry, as the engine is told. */
export interface PullLogin {
  /** The header `X-Registry-Auth`; null where nobody is logged in. */
  header: string | null;
  /** Why a login that may be kept could not be read. */
  problem: ApiError | null;
  /** Told whether the registry takes the login, where there is one. */
  verdict?: (taken: boolean) => void;
}

/** The login for a name, as the docker CLI would find it. */
export type AuthFor = (reference: string, signal: AbortSignal) => Promise<PullLogin>;

export interface PullWish {
  reference: string;
  platform: string;
  /** Every tag of the repository. */
  allTags?: boolean;
  login?: PullLogin;
}

function authHeader(auth: string | null | undefined): { headers?: Record<string, string> } {
  return auth == null ? {} : { headers: { 'X-Registry-Auth': auth } };
}

/**
 * Pulls an image; ends when it is there. Leaving the loop or aborting `signal` stops the engine.
 * @throws not-found `image-not-found`, unauthorized `registry-login-needed`, engine-error `pull-failed`; where the registry
 * refuses and the login could not be read, why that is
 */
export async function* pullImage(
  client: EngineClient,
  image: PullWish,
  signal: AbortSignal,
): AsyncGenerator<PullProgress> {
  const { reference, platform, login, allTags = false } = image;
  const names = allTags ? { fromImage: repositoryOf(reference) } : named(reference);
  const lines = progressLines(
    client,
    '/images/create',
    {
      method: 'POST',
      query: { ...names, ...(platform === '' ? {} : { platform }) },
      signal,
      deadlineMs: headDeadlineMs,
      ...authHeader(login?.header),
    },
    (said, status) => {
      const refusal = pullRefusal(said, reference, platform, status);
      if (refusedWords.test(said)) login?.verdict?.(false);
      return login?.problem != null && mayWantLogin(refusal) ? new SlipwayError(login.problem) : refusal;
    },
  );
  for await (const said of lines) {
    const progress = progressOf(said);
    if (progress !== null) yield progress;
  }
}

/** Without a tag every tag of the repository would be pulled. */
function named(reference: string): { fromImage: string; tag?: string } {
  const { repository, tag, digest } = splitImageName(reference);
  if (repository === '' || digest !== undefined || tag !== undefined) return { fromImage: reference };
  return { fromImage: reference, tag: 'latest' };
}

/** With its registry, without tag and digest. */
function repositoryOf(reference: string): string {
  const { registry, repository } = splitImageName(reference);
  return registry === undefined ? repository : `${registry}/${repository}`;
}

/** What registries say of a login, not of what somebody may do. */
const refusedWords = /unauthorized|(?:incorrect|invalid) username/i;

/** What an engine says of a registry that does not know who asks. */
const loginWords = /unauthorized|authentication required|no basic auth|invalid username\/password|denied:/i;

function pullRefusal(said: string, image: string, platform: string, status?: number): SlipwayError {
  const extra = { engine: said, ...(status === undefined ? {} : { status }) };
  if (
    /no matching manifest|does not match the specified platform|no image found in .*for architecture/i.test(
      said,
    )
  )
    return fail('not-found', 'image-no-platform', { image, platform }, extra);
  // Docker Hub says the same of what is not there and what is not for everybody.
  if (/not found|manifest unknown|does not exist|name unknown|access denied|repository .* not/i.test(said))
    return fail('not-found', 'image-not-found', { image }, extra);
  if (loginWords.test(said)) return fail('unauthorized', 'registry-login-needed', { image }, extra);
  return fail('engine-error', 'pull-failed', { image, detail: said }, extra);
}

/** Registries say of what somebody may not see that it is not there. */
function mayWantLogin({ error: { reason } }: SlipwayError): boolean {
  return reason === 'image-not-found' || reason === 'registry-login-needed';
}

/** An empty login: dockerd wants the header with every push. */
const nobody = Buffer.from('{}').toString('base64url');

/**
 * Pushes one name of an image; ends when the registry has it. Leaving the loop or aborting `signal` stops the engine.
 * @throws why the login could not be read, before the engine is asked; not-found `object-unknown`, unauthorized `registry-login-needed`, engine-error `push-failed`
 */
export async function* pushImage(
  client: EngineClient,
  { reference, login }: { reference: string; login: PullLogin },
  signal: AbortSignal,
): AsyncGenerator<PullProgress> {
  // Nearly every registry wants to know who pushes.
  if (login.problem !== null) throw new SlipwayError(login.problem);
  const { tag = 'latest' } = splitImageName(reference);
  const name = repositoryOf(reference);
  const lines = progressLines(
    client,
    `/images/${name.split('/').map(encodeURIComponent).join('/')}/push`,
    {
      method: 'POST',
      query: { tag },
      signal,
      deadlineMs: headDeadlineMs,
      ...authHeader(login.header ?? nobody),
    },
    (said, status) => {
      if (refusedWords.test(said)) login.verdict?.(false);
      return pushRefusal(said, reference, status);
    },
  );
  for await (const said of lines) {
    const progress = progressOf(said);
    if (progress !== null) yield progress;
  }
  // Nobody may push without one. What is public is pulled with any.
  login.verdict?.(true);
}

function pushRefusal(said: string, image: string, status?: number): SlipwayError {
  const extra = { engine: said, ...(status === undefined ? {} : { status }) };
  if (status === 404 || /does not exist locally|no such image|image not known/i.test(said))
    return fail('not-found', 'object-unknown', { kind: 'image', id: image }, extra);
  if (loginWords.test(said)) return fail('unauthorized', 'registry-login-needed', { image }, extra);
  return fail('engine-error', 'push-failed', { image, detail: said }, extra);
}
