import type { EngineClaim } from '../../shared/contract/contexts.ts';
import {
  byReference,
  type Candidate,
  canonical,
  type DiscoveryOptions,
  ofContext,
  plain,
} from './candidates.ts';
import type { ContextStore } from './contexts.ts';

/** Something that says which engine to use, with what it comes to; undefined where that is nowhere to be found. */
export interface Claim extends EngineClaim {
  candidate: Candidate | undefined;
}

/**
 * What names an engine, with the precedence of the docker CLI: --engine, DOCKER_HOST, DOCKER_CONTEXT, what the person chose
 * here last, currentContext, then the default socket.
 */
export function claimsOf(
  found: readonly Candidate[],
  store: ContextStore,
  { argument, env, remembered, platform = process.platform }: DiscoveryOptions,
): Claim[] {
  const bySource = (source: Candidate['info']['source']) => found.find(({ info }) => info.source === source);
  const byAddress = (text: string) => found.find(({ info }) => info.address === canonical(text));
  const standardAddress = standardHost(platform);
  const standard =
    found.find(({ info }) => info.source === 'socket' && info.address === standardAddress) ??
    plain('socket', 'Docker', standardAddress, env);
  const named = (source: EngineClaim['source'], name: string): Claim => {
    const context = store.contexts.find((one) => one.name === name);
    const candidate =
      name === 'default'
        ? standard
        : context === undefined
          ? found.find(({ info }) => info.context === name)
          : ofContext(context);
    return { source, value: name, context: name, candidate };
  };
  const at = (source: EngineClaim['source'], value: string, candidate: Candidate | undefined): Claim => ({
    ...{ source, value, candidate },
    context: candidate?.info.context ?? null,
  });
  const byArgument = (text: string): Claim => {
    const context = store.contexts.find(({ name }) => name === text);
    if (context !== undefined) return named('argument', text);
    return at('argument', text, bySource('argument') ?? byReference(found, text));
  };
  return [
    ...(argument === undefined ? [] : [byArgument(argument)]),
    ...(env.DOCKER_HOST
      ? [at('docker-host', env.DOCKER_HOST, bySource('environment') ?? byAddress(env.DOCKER_HOST))]
      : []),
    ...(env.DOCKER_CONTEXT ? [named('docker-context', env.DOCKER_CONTEXT)] : []),
    ...(remembered ? [at('chosen', remembered, byAddress(remembered))] : []),
    ...(store.current === null ? [] : [named('current-context', store.current)]),
    named('default', 'default'),
  ];
}

/** Where the docker CLI looks when nothing says otherwise. */
export function standardHost(platform: NodeJS.Platform): string {
  return platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock';
}
