import type { ProbedEndpoint } from '../../shared/contract/engine.ts';
import { fail, toApiError } from '../../shared/contract/failure.ts';
import {
  brokenContext,
  byReference,
  type Candidate,
  type DiscoveryOptions,
  isName,
  ofContext,
  plain,
  type ResolvedEndpoint,
  unknownEndpoint,
} from './candidates.ts';
import { type Claim, claimsOf } from './claims.ts';
import { readContexts } from './contexts.ts';
import { handshake } from './handshake.ts';
import { networkError } from './network-errors.ts';
import { socketCandidates } from './socket-candidates.ts';
import { createTransport, type Transport } from './transport.ts';

const probeDeadlineMs = 2500;

/** What is known without touching any engine. */
export interface Discovery {
  /** Every engine address on this machine: arguments and environment, contexts, well-known sockets. Each once. */
  candidates: Candidate[];
  /** What says which to use, strongest first. */
  claims: Claim[];
}

export async function discoverEndpoints(options: DiscoveryOptions): Promise<Discovery> {
  const { argument, env } = options;
  const found: Candidate[] = [];
  const add = (candidate: Candidate) => {
    const same = found.find((other) => other.info.address === candidate.info.address);
    if (same === undefined) found.push(candidate);
  };
  if (argument !== undefined && !isName(argument)) add(plain('argument', argument, argument, env));
  if (env.DOCKER_HOST) add(plain('environment', 'DOCKER_HOST', env.DOCKER_HOST, env));
  const store = await readContexts(env);
  for (const context of store.contexts) add(ofContext(context));
  for (const wanted of [env.DOCKER_CONTEXT, store.current])
    if (wanted && wanted !== 'default' && !store.contexts.some((context) => context.name === wanted))
      add(brokenContext(wanted, 'it does not exist'));
  for (const problem of store.problems) add(brokenContext(problem.context, problem.detail));
  if (options.remembered) add(plain('settings', 'Last used', options.remembered, env));
  for (const socket of await socketCandidates(env, options.platform ?? process.platform))
    add(plain('socket', socket.name, socket.address, env));
  const own = options.own?.() ?? null;
  if (own !== null) add(plain('socket', own.name, own.address, env));
  if (argument !== undefined && isName(argument) && byReference(found, argument) === undefined)
    found.unshift(unknownEndpoint(argument));
  const claims = claimsOf(found, store, options);
  const chosen = claims.find(({ candidate }) => candidate !== undefined)?.candidate;
  return {
    claims,
    candidates: found.map((candidate) => ({
      ...candidate,
      info: { ...candidate.info, current: candidate.info.id === chosen?.info.id },
    })),
  };
}

/** An endpoint by id, name, context or address. @throws not-found, invalid-input */
export async function resolveEndpoint(wanted: string, options: DiscoveryOptions): Promise<ResolvedEndpoint> {
  const { candidates } = await discoverEndpoints(options);
  const match = byReference(candidates, wanted);
  if (match !== undefined) {
    if ('broken' in match) throw match.broken;
    return match;
  }
  if (isName(wanted)) throw fail('not-found', 'endpoint-unknown', { endpoint: wanted });
  const made = plain('settings', wanted, wanted, options.env);
  if ('broken' in made) throw made.broken;
  return made;
}

/** Asks each candidate at once whether it answers, each with a deadline of its own. */
export async function probeEndpoints(
  candidates: readonly Candidate[],
  env: NodeJS.ProcessEnv,
): Promise<ProbedEndpoint[]> {
  return Promise.all(
    candidates.map(async (candidate) => ({ ...candidate.info, probe: await probe(candidate, env) })),
  );
}

async function probe(candidate: Candidate, env: NodeJS.ProcessEnv): Promise<ProbedEndpoint['probe']> {
  if ('broken' in candidate) return { status: 'unusable', error: candidate.broken.error };
  let transport: Transport | undefined;
  try {
    transport = createTransport(candidate.address, await candidate.tls(), env);
    const shake = await handshake(transport, probeDeadlineMs);
    return {
      status: 'usable',
      version: shake.version,
      apiVersion: shake.client.apiVersion,
      kind: shake.kind,
      ms: Math.round(shake.ms * 10) / 10,
    };
  } catch (thrown) {
    return { status: 'unusable', error: toApiError(networkError(thrown, candidate.address)) };
  } finally {
    transport?.close();
  }
}
