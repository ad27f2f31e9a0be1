import { endEngine } from './cleanup.ts';
import { endDaemon, startDaemon } from './daemon.ts';
import { runDocker } from './docker-cli.ts';
import { engineRequest } from './http.ts';
import { execInside } from './namespaces.ts';
import { isAlive, signalProcess, waitGone } from './processes.ts';
import { type LabState, readState } from './state.ts';
import type { ExposedTcp, LabEngine } from './types.ts';

/**
 * A handle on the engine a state describes. It holds no state of its own: several handles, in several processes,
 * may drive one engine, since each reads `state.json` when it acts.
 */
export function engineHandle(initial: LabState, tcp: ExposedTcp | null = null): LabEngine {
  const { runDir, socket, kind, rootDir, version, apiVersion } = initial;
  const host = `unix://${socket}`;
  const current = (): LabState => {
    const state = readState(runDir);
    if (state === undefined) throw new Error(`The ${kind} engine in ${runDir} has been stopped.`);
    return state;
  };
  const engine: LabEngine = {
    kind,
    socket,
    host,
    runDir,
    rootDir,
    version,
    apiVersion,
    netnsPid: initial.init?.pid ?? 0,
    tcp,
    get pid() {
      const daemon = readState(runDir)?.daemon;
      return daemon && isAlive(daemon) ? daemon.pid : 0;
    },
    docker: (args, options) => runDocker(host, args, options),
    dockerOk: async (args, options) => {
      const result = await runDocker(host, args, options);
      if (result.code === 0) return result.stdout.trim();
      throw new Error(`docker ${args.join(' ')}: exit code ${result.code}\n${result.stderr.trim()}`);
    },
    request: (method, path, body) => engineRequest({ socketPath: socket }, method, path, body),
    exec: (command, options) => execInside(current().init?.pid ?? 0, command, options),
    kill: async (signal) => {
      const { daemon } = current();
      signalProcess(daemon, signal);
      if (signal === 'SIGKILL') await waitGone(daemon, 10_000);
      if (signal === 'SIGTERM' && !(await waitGone(daemon, 30_000))) {
        throw new Error(`The ${kind} engine did not end within 30 s of SIGTERM.`);
      }
    },
    restart: async () => {
      const state = current();
      await endDaemon(state.daemon);
      await startDaemon(state);
    },
    stop: async () => {
      await tcp?.close();
      const state = readState(runDir);
      if (state !== undefined) await endEngine(state);
    },
  };
  return engine;
}
