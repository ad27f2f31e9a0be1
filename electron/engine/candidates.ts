import { createHash } from 'node:crypto';
import type { Endpoint, EndpointSource } from '../../shared/contract/engine.ts';
import { fail, SlipwayError } from '../../shared/contract/failure.ts';
import { type Address, formatAddress, parseAddress } from './address.ts';
import { type DockerContext, dockerConfigFolder } from './contexts.ts';
import { readTlsFolder, type TlsFiles } from './tls-files.ts';

/** An endpoint with what is needed to connect to it. */
export interface ResolvedEndpoint {
  info: Endpoint;
  address: Address;
  /** Reads the TLS files anew at each connection, so that mended ones are used. */
  tls: () => Promise<TlsFiles | null>;
}

/** A candidate whose address or context is unusable is kept with the reason. */
export type Candidate = (ResolvedEndpoint | { info: Endpoint; broken: SlipwayError }) & {
  /** Only of a context. */
  tlsFolder?: string;
  skipTlsVerify?: boolean;
};

export interface DiscoveryOptions {
  env: NodeJS.ProcessEnv;
  /** `--engine`: overrides everything. */
  argument?: string;
  /** The endpoint used last, from the settings. */
  remembered?: string | null;
  platform?: NodeJS.Platform;
  /** An engine of Slipway's own, once there is one. */
  own?: () => { name: string; address: string } | null;
}

/** An address from somewhere else than a context. */
export function plain(source: EndpointSource, name: string, text: string, env: NodeJS.ProcessEnv): Candidate {
  const usesTls = Boolean(env.DOCKER_TLS_VERIFY);
  return make({ source, name, text, tls: usesTls }, (address) => {
    if (address.kind !== 'tcp' || !address.tls) return async () => null;
    return () => readTlsFolder(env.DOCKER_CERT_PATH || dockerConfigFolder(env), true);
  });
}

/** A context as a candidate, with its own TLS files, whichever other has the same address. */
export function ofContext(context: DockerContext): Candidate {
  const { name, host, hasTls, tlsFolder, skipTlsVerify } = context;
  // As the docker CLI does: what need not be checked is there all the same.
  const secure = hasTls !== false || skipTlsVerify;
  const candidate = make({ source: 'context', name, text: host, tls: secure, context: name }, (address) => {
    if (address.kind !== 'tcp' || !address.tls) return async () => null;
    return () => readTlsFolder(tlsFolder, !skipTlsVerify);
  });
  if (hasTls === null) {
    // Without them it would be spoken to in clear, where the docker CLI refuses.
    const broken = fail('unauthorized', 'tls-file', { path: tlsFolder, detail: 'you may not read it' });
    return { info: candidate.info, broken, tlsFolder, skipTlsVerify };
  }
  return { ...candidate, tlsFolder, skipTlsVerify };
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

export function brokenContext(context: string, detail: string): Candidate {
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

export function unknownEndpoint(argument: string): Candidate {
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

/** The one spelling of an address; what is none stays as it is. */
export function canonical(text: string): string {
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

/** Names and ids have no colon and no slash; every address has one. */
export function isName(text: string): boolean {
  return !/[:/]/.test(text);
}

/** By id or address, else by the name of a context or its own. */
export function byReference(found: readonly Candidate[], wanted: string): Candidate | undefined {
  return (
    found.find(({ info }) => info.id === wanted || info.address === wanted) ??
    found.find(({ info }) => info.context === wanted || info.name === wanted)
  );
}
