import { runDocker } from './docker-cli.ts';
import { engineRequest, parseHost } from './http.ts';
import type { EngineKind, LabEngine } from './types.ts';

/**
 * A handle on an engine the lab did not start (SLIPWAY_TEST_ENGINE). It can be used, not hurt: `kill`, `restart` and
 * `exec` reject, and `stop` leaves it running.
 */
export async function externalEngine(kind: EngineKind, host: string): Promise<LabEngine> {
  const address = parseHost(host);
  const { version, apiVersion } = readVersion((await engineRequest(address, 'GET', '/version')).body);
  const refuse = (what: string) => (): Promise<never> =>
    Promise.reject(new Error(`${what}: ${host} is not the lab's own engine.`));
  return {
    kind,
    socket: 'socketPath' in address ? address.socketPath : '',
    host,
    pid: 0,
    runDir: '',
    rootDir: '',
    version,
    apiVersion,
    netnsPid: 0,
    tcp: null,
    docker: (args, options) => runDocker(host, args, options),
    dockerOk: async (args, options) => {
      const result = await runDocker(host, args, options);
      if (result.code === 0) return result.stdout.trim();
      throw new Error(`docker ${args.join(' ')}: exit code ${result.code}\n${result.stderr.trim()}`);
    },
    request: (method, path, body) => engineRequest(address, method, path, body),
    exec: refuse('exec'),
    kill: refuse('kill'),
    restart: refuse('restart'),
    stop: () => Promise.resolve(),
  };
}

/** Takes the versions from an answer of `/version`. */
export function readVersion(body: unknown): { version: string; apiVersion: string } {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  return { version: String(fields.Version ?? ''), apiVersion: String(fields.ApiVersion ?? '') };
}
