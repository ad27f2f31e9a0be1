import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootPath } from '../engine-lab/roots.ts';
import type { LabEngine } from '../engine-lab/types.ts';

export interface Registry {
  /** `127.0.0.1:PORT` inside the engine's network; engines take loopback without TLS. */
  address: string;
  stop(): Promise<void>;
}

/** Debian's docker-registry beside an engine, without TLS and passwords, with nothing in it. */
export async function startRegistry(engine: LabEngine, port: number): Promise<Registry> {
  const folder = `/run/registry-${port}`;
  const config = [
    'version: 0.1',
    `storage: {filesystem: {rootdirectory: ${folder}/data}, delete: {enabled: true}}`,
    `http: {addr: 127.0.0.1:${port}}`,
    '',
  ].join('\n');
  const program = await programFor(engine);
  const start =
    `mkdir -p ${folder}/data; cat >${folder}/config.yml; ` +
    `${program} serve ${folder}/config.yml </dev/null >${folder}/log 2>&1 & echo $!`;
  const started = await engine.exec(['sh', '-c', start], { input: config });
  const pid = started.stdout.trim();
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await engine.exec(['busybox', 'wget', '-q', '-O', '-', `http://127.0.0.1:${port}/v2/`]);
    if (answer.code === 0)
      return {
        address: `127.0.0.1:${port}`,
        stop: async () => {
          await engine.exec(['sh', '-c', `kill ${pid}; rm -rf ${folder}`]);
        },
      };
    await sleep(100);
  }
  const log = await engine.exec(['cat', `${folder}/log`]);
  throw new Error(`the registry did not answer: ${started.stderr} ${log.stdout}`);
}

/** Roots of older suites have none: they borrow that of a newer one. */
async function programFor(engine: LabEngine): Promise<string> {
  if ((await engine.exec(['sh', '-c', 'command -v docker-registry'])).code === 0) return 'docker-registry';
  const borrowed = join(engine.runDir, 'docker-registry');
  if (!existsSync(borrowed)) await copyFile(join(rootPath('trixie'), 'usr/bin/docker-registry'), borrowed);
  return borrowed;
}
