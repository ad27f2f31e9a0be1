import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { engineRequest } from './http.ts';
import { startInside } from './namespaces.ts';
import { isAlive, type ProcessId, signalProcess, waitGone } from './processes.ts';
import { type LabState, writeState } from './state.ts';

const attempts = 4;
/** What a start may fail of for once after a SIGKILL: a service manager would try again, and so does the lab. */
const passing = /containerd|process with PID \d+ is still running|address already in use/i;

/** Starts an engine's daemon and waits until it answers; gives the state with the new pid, already written. */
export async function startDaemon(state: LabState): Promise<LabState> {
  if (!isAlive(state.init)) throw new Error(`The namespaces of the engine in ${state.runDir} are gone.`);
  const init = state.init?.pid ?? 0;
  const log = join(state.runDir, 'engine.log');
  for (let attempt = 1; ; attempt += 1) {
    rmSync(join(state.runDir, 'daemon.pid'), { force: true });
    const offset = logSize(log);
    const daemon = await startInside(init, state.command, log);
    const started = { ...state, daemon };
    writeState(started);
    const failure = await waitReady(started, daemon, 60_000);
    if (failure === undefined) return started;
    signalProcess(daemon, 'SIGKILL');
    await waitGone(daemon, 5_000);
    const said = readFileSync(log).subarray(offset).toString('utf8').slice(-3_000).trim();
    // What it failed of comes last; that there is a containerd is said by every start.
    const last = said.split('\n').slice(-2).join('\n');
    if (attempt >= attempts || !passing.test(last)) throw new Error(`${failure}:\n${said}`);
    await sleep(300);
  }
}

/** Ends the daemon as a service manager would: SIGTERM, SIGKILL after `grace` ms. A stopped one is continued first. */
export async function endDaemon(daemon: ProcessId | null, grace = 20_000): Promise<void> {
  signalProcess(daemon, 'SIGTERM');
  signalProcess(daemon, 'SIGCONT');
  if (await waitGone(daemon, grace)) return;
  signalProcess(daemon, 'SIGKILL');
  await waitGone(daemon, 5_000);
}

/** Waits for the daemon's first answer; otherwise tells why there is none. */
async function waitReady(state: LabState, daemon: ProcessId, timeout: number): Promise<string | undefined> {
  const deadline = Date.now() + timeout;
  let last = 'no answer yet';
  while (Date.now() < deadline) {
    if (!isAlive(daemon)) return "The engine's daemon ended at start";
    try {
      const answer = await engineRequest({ socketPath: state.socket }, 'GET', '/_ping', undefined, 2_000);
      if (answer.status === 200) return undefined;
      last = `status ${answer.status}`;
    } catch (error) {
      last = String(error);
    }
    await sleep(20);
  }
  return `The engine does not answer after ${timeout} ms (${last})`;
}

function logSize(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}
