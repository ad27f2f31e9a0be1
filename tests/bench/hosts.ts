import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNode } from './child.ts';

const dist = (path: string) => fileURLToPath(new URL(`../../dist/${path}`, import.meta.url));

/** A path in dist/; throws when it is not built. */
export function built(path: string): string {
  const found = dist(path);
  if (!existsSync(found))
    throw new Error(`dist/${path} is not built: run npm run bench, or node build/build.mjs.`);
  return found;
}

/** What keeps a process of ours away from the settings of whoever runs the benchmarks; `--engine` overrides the rest. */
export function ownHome(home: string): Record<string, string> {
  return { SLIPWAY_HOME: home, DOCKER_CONFIG: join(home, 'docker') };
}

/** A running web host; `link` lets one page in. Disposing of it ends it. */
export interface WebHost extends AsyncDisposable {
  pid: number;
  link: string;
}

/** Starts the built web host on an engine. */
export async function startWebHost(engine: string, home: string): Promise<WebHost> {
  const args = [built('node/web.js'), '--port', '0', '--no-open', '--engine', engine];
  const child = startNode(args, { ...process.env, ...ownHome(home) });
  const [, link = ''] = await child.line(/^Slipway is ready: (\S+)$/);
  return { pid: child.pid, link, [Symbol.asyncDispose]: child[Symbol.asyncDispose] };
}
