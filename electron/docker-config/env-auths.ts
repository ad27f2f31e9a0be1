import { type ConfigAuth, parseConfig } from './config.ts';

/** What DOCKER_AUTH_CONFIG holds; nothing where it holds something the docker CLI does not take either. */
export function envAuths(env: NodeJS.ProcessEnv): ReadonlyMap<string, ConfigAuth> {
  const text = env.DOCKER_AUTH_CONFIG;
  if (text === undefined || text.trim() === '') return new Map();
  try {
    return parseConfig(text, 'DOCKER_AUTH_CONFIG').auths;
  } catch {
    // The CLI says so on its screen and goes on without.
    return new Map();
  }
}
