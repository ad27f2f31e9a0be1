import { labDockerPath } from '../engine-lab/docker-cli.ts';
import { runOk } from '../engine-lab/run-command.ts';
import { temporaryFolder } from './open-app.ts';

/** A docker configuration folder that the real docker CLI writes. */
export interface DockerConfig {
  readonly path: string;
  /** `docker context create NAME --docker ENDPOINT`, e.g. `host=unix:///path`. */
  create(name: string, endpoint: string): Promise<void>;
  /** `docker context use NAME` */
  use(name: string): Promise<void>;
  remove(): Promise<void>;
}

export async function makeDockerConfig(): Promise<DockerConfig> {
  const folder = await temporaryFolder();
  const docker = (...args: string[]): Promise<string> =>
    runOk(labDockerPath(), args, { env: { SLIPWAY_LAB_DOCKER_CONFIG: folder.path } });
  return {
    path: folder.path,
    create: async (name, endpoint) => void (await docker('context', 'create', name, '--docker', endpoint)),
    use: async (name) => void (await docker('context', 'use', name)),
    remove: folder.remove,
  };
}
