import { createHash } from 'node:crypto';
import type { Endpoint, EndpointSource, ProbedEndpoint } from '../../shared/contract/engine.ts';
import { fail, SlipwayError, toApiError } from '../../shared/contract/failure.ts';
import { type Address, formatAddress, parseAddress } from './address.ts';
import { type ContextStore, type DockerContext, dockerConfigFolder, readContexts } from './contexts.ts';
import { handshake } from './handshake.ts';
import { networkError } from './network-errors.ts';
import { socketCandidates } from './socket-candidates.ts';
import { readTlsFolder, type TlsFiles } from './tls-files.ts';
import { createTransport, type Transport } from './transport.ts';

/** An endpoint with what is needed to connect to it. */
export interface ResolvedEndpoint {
  info: Endpoint;
  address: Address;
  /** Reads the TLS files anew at each connection, so that mended ones are used. */
  tls: () => Promise<TlsFiles | null>;
}

/** A candidate whose address or context is unusable is kept with the reason. */
export type Candidate = ResolvedEndpoint | { info: Endpoint; broken: SlipwayError };

export interface DiscoveryOptions {
  env: NodeJS.ProcessEnv;
  /** `--engine`: overrides everything. */
  argument?: string;
  /** The endpoint used last, from the settings. */
  remembered?: string | null;
  platform?: NodeJS.Platform;
}

const probeDeadlineMs = 2500;

/** Every engine address on this machine, without touching any: arguments and environment, contexts, well-known sockets. */
export async function discoverEndpoints(options: DiscoveryOptions): Promise<Candidate[]> {
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
  if (argument !== undefined && isName(argument) && byReference(found, argument) === undefined)
    found.unshift(unknownEndpoint(argument));
  return choose(found, store, options);
}

/** Names and ids have no colon and no slash; every address has one. */
function isName(text: string): boolean {
  return !/[:/]/.test(text);
}

function byReference(found: readonly Candidate[], wanted: string): Candidate | undefined {
  return (
    found.find(({ info }) => info.id === wanted || info.address === wanted) ??
    found.find(({ info }) => info.context === wanted || info.name === wanted)
  );
}

/**
 * Marks the one to use, with the precedence of the docker CLI: --engine, DOCKER_HOST, DOCKER_CONTEXT, what the
 * person chose here last, currentContext, then the default socket.
 */
function choose(found: Candidate[], store: ContextStore, options: DiscoveryOptions): Candidate[] {
  const { argument, env, remembered } = options;
  const byAddress = (text: string) => found.find((candidate) => candidate.info.address === canonical(text));
  const standard = found.find((candidate) => candidate.info.source === 'socket');
  const contextNamed = (name: string) => {
    if (name === 'default') return standard;
    const twin = store.contexts.find((context) => context.name === name);
    // Of several contexts for one address the first is listed, and stands for the others.
    return found.find(({ info }) => info.context === name) ?? (twin && byAddress(twin.host));
  };
  const chosen =
    (argument === undefined ? undefined : found.find(({ info }) => info.source === 'argument')) ??
    (argument === undefined ? undefined : byReference(found, argument)) ??
    (env.DOCKER_HOST ? byAddress(env.DOCKER_HOST) : undefined) ??
    (env.DOCKER_CONTEXT ? contextNamed(env.DOCKER_CONTEXT) : undefined) ??
    (remembered ? byAddress(remembered) : undefined) ??
    (store.current === null ? undefined : contextNamed(store.current)) ??
    standard;
  return found.map((candidate) => ({
    ...candidate,
    info: { ...candidate.info, current: candidate === chosen },
  }));
}

/** An endpoint by id, name, context or address. @throws not-found, invalid-input */
export async function resolveEndpoint(wanted: string, options: DiscoveryOptions): Promise<ResolvedEndpoint> {
  const candidates = await discoverEndpoints(options);
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

function plain(source: EndpointSource, name: string, text: string, env: NodeJS.ProcessEnv): Candidate {
  const usesTls = Boolean(env.DOCKER_TLS_VERIFY);
  return make({ source, name, text, tls: usesTls }, (address) => {
    if (address.kind !== 'tcp' || !address.tls) return async () => null;
    return () => readTlsFolder(env.DOCKER_CERT_PATH || dockerConfigFolder(env), true);
  });
}

function ofContext(context: DockerContext): Candidate {
  const { name, host, hasTls } = context;
  return make({ source: 'context', name, text: host, tls: hasTls, context: name }, (address) => {
    if (address.kind !== 'tcp' || !address.tls) return async () => null;
    return () => readTlsFolder(context.tlsFolder, !context.skipTlsVerify);
  });
}

function make(
  from: { source: EndpointSource; name: string; text: string; tls: boolean; context?: string },
  tlsFor: (address: Address) => () => Promise<TlsFiles | null>,
): Candidate {
  const info = (address: string, tls: boolean): Endpoint => ({
    id: endpointId(address),
    name: from.name,
    address,
    source: from.source,
    tls,
    current: false,
    ...(from.context === undefined ? {} : { context: from.context }),
  });
  try {
    const address = parseAddress(from.text, from.tls);
    return {
      info: info(formatAddress(address), address.kind === 'tcp' && address.tls),
      address,
      tls: tlsFor(address),
    };
  } catch (thrown) {
    if (!(thrown instanceof SlipwayError)) throw thrown;
    return { info: info(from.text, from.tls), broken: thrown };
  }
}

function brokenContext(context: string, detail: string): Candidate {
  return {
    info: {
      id: endpointId(`context:${context}`),
      name: context,
      address: `context:${context}`,
      source: 'context',
      context,
      tls: false,
      current: false,
    },
    broken: fail('invalid-input', 'context-broken', { context, detail }),
  };
}

function unknownEndpoint(argument: string): Candidate {
  return {
    info: {
      id: endpointId(`argument:${argument}`),
      name: argument,
      address: argument,
      source: 'argument',
      tls: false,
      current: false,
    },
    broken: fail('not-found', 'endpoint-unknown', { endpoint: argument }),
  };
}

function canonical(text: string): string {
  try {
    return formatAddress(parseAddress(text));
  } catch (thrown) {
    if (thrown instanceof SlipwayError) return text;
    throw thrown;
  }
}

function endpointId(address: string): string {
  return createHash('sha256').update(address).digest('hex').slice(0, 12);
}
