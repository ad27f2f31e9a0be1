import path from 'node:path';
import envPaths from 'env-paths';

/** The folder for settings and state: `SLIPWAY_HOME`, or the platform's application-data folder. Absolute. */
export function slipwayHome(env: NodeJS.ProcessEnv): string {
  const named = env.SLIPWAY_HOME;
  if (named !== undefined && named !== '') return path.resolve(named);
  return envPaths('Slipway', { suffix: '' }).config;
}
