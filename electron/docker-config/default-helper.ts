import { helpersOnPath } from './helper.ts';
import { programOnPath } from './on-path.ts';

/** The helper of the system's keychain that the docker CLI takes by itself, as it looks for it; empty where there is none. */
export async function defaultHelper(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Promise<string> {
  const wanted = await nameFor(platform, env);
  return (await helpersOnPath(env)).includes(wanted) ? wanted : '';
}

async function nameFor(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Promise<string> {
  if (platform === 'darwin') return 'osxkeychain';
  if (platform === 'win32') return 'wincred';
  return (await programOnPath('pass', env)) ? 'pass' : 'secretservice';
}
