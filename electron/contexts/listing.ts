import type { ContextList, ContextRow, EndpointScheme, EngineClaim } from '../../shared/contract/contexts.ts';
import { toApiError } from '../../shared/contract/failure.ts';
import { type Candidate, ofContext, plain } from '../engine/candidates.ts';
import { standardHost } from '../engine/claims.ts';
import { type DockerContext, dockerConfigFolder, readContexts } from '../engine/contexts.ts';
import type { Engine } from '../engine/engine.ts';
import { describeTls } from './tls.ts';

/** Everything a page tells of contexts. Nothing is asked of any engine. */
export async function listContexts(engine: Engine, env: NodeJS.ProcessEnv): Promise<ContextList> {
  const [store, { claims }] = await Promise.all([readContexts(env), engine.chooser.discover()]);
  const endpoint = engine.connection.endpoint?.info ?? null;
  const current = store.current ?? 'default';
  const isInUse = (name: string, address: string): boolean =>
    endpoint !== null &&
    (endpoint.context === undefined ? endpoint.address === address : endpoint.context === name);
  const rows: ContextRow[] = [];
  for (const context of store.contexts) {
    const candidate = ofContext(context);
    rows.push({
      ...rowOf(context, candidate),
      tlsFiles: await describeTls(context.tlsFolder),
      current: current === context.name,
      inUse: isInUse(context.name, candidate.info.address),
    });
  }
  const standard = plain('environment', 'default', env.DOCKER_HOST || standardHost(process.platform), env);
  const builtIn: ContextRow = {
    name: 'default',
    description: '',
    host: standard.info.address,
    scheme: schemeOf(standard.info.address),
    tls: standard.info.tls,
    skipTlsVerify: false,
    tlsFiles: [],
    builtIn: true,
    current: current === 'default',
    inUse: endpoint?.context === undefined && isInUse('default', standard.info.address),
    file: null,
    broken: brokenOf(standard),
  };
  return {
    folder: dockerConfigFolder(env),
    contexts: [builtIn, ...rows],
    current,
    claims: claims.map(claimOnly),
    choice: engine.chooser.choice,
    problems: store.problems,
  };
}

export const claimOnly = ({ source, value, context }: EngineClaim): EngineClaim => ({
  source,
  value,
  context,
});

function rowOf(
  { name, description, host, skipTlsVerify, metaFile }: DockerContext,
  candidate: Candidate,
): Omit<ContextRow, 'tlsFiles' | 'current' | 'inUse'> {
  return {
    ...{ name, description, host, skipTlsVerify },
    scheme: schemeOf(host),
    tls: candidate.info.tls,
    builtIn: false,
    file: metaFile,
    broken: brokenOf(candidate),
  };
}

function brokenOf(candidate: Candidate): ContextRow['broken'] {
  return 'broken' in candidate ? toApiError(candidate.broken) : null;
}

function schemeOf(host: string): EndpointScheme {
  const scheme = /^([a-z]+):\/\//.exec(host)?.[1];
  switch (scheme) {
    case 'unix':
    case 'npipe':
    case 'tcp':
    case 'ssh':
      return scheme;
    case 'http':
    case 'https':
      return 'tcp';
    default:
      return 'other';
  }
}
