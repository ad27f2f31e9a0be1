import { createExec, type ExecState, inspectExec, startDetached } from '../engine/api/exec.ts';
import type { EngineClient } from '../engine/client.ts';
import { sleep } from '../engine/session.ts';
import { findShell } from './shells.ts';

/** In the environment of each process we start, so that it can be found again inside its container. */
export const markName = 'SLIPWAY_TERMINAL';

/**
 * Sends signals to the process whose environment holds a mark: $1 mark, $2 its pid as the engine numbers it, the
 * rest signals. The engine has no call for it. Only what came in from outside is meant (its parent is 0 in a pid
 * namespace of its own), not what it started. Every word is built into bash, dash and busybox.
 */
const script = `m=$1 n=$2; shift 2; g=$*
for d in /proc/[0-9]*; do
  p=\${d#/proc/}; s=
  IFS= read -r s < $d/stat || continue
  set -- \${s##*) }
  [ "$2" = 0 ] || [ "$p" = "$n" ] || continue
  while IFS= read -r l || [ -n "$l" ]; do
    case $l in *${markName}=$m*) for k in $g; do kill -$k $p; done; break;; esac
  done < $d/environ
done 2>/dev/null`;

/** Milliseconds a process has to end after each signal. */
const graceMs = 1000;

export interface MarkedProcess {
  containerId: string;
  execId: string;
  mark: string;
  user: string;
}

/** Waits until an exec has ended; its last state is the answer. */
export async function untilEnded(
  client: EngineClient,
  execId: string,
  withinMs: number,
  signal?: AbortSignal,
): Promise<ExecState> {
  const deadline = performance.now() + withinMs;
  let pauseMs = 10;
  for (;;) {
    const state = await inspectExec(client, execId, signal);
    if (!state.running || signal?.aborted || performance.now() > deadline) return state;
    await sleep(pauseMs, signal ?? new AbortController().signal);
    pauseMs = Math.min(pauseMs * 2, 160);
  }
}

/**
 * Ends a process as closing a terminal window does: a hangup, which a shell passes on to what it runs; then, if
 * that was not heard, SIGKILL. False where it still runs, or where the image has no shell to send signals from.
 */
export async function hangUp(
  client: EngineClient,
  process: MarkedProcess,
  signal?: AbortSignal,
): Promise<boolean> {
  const before = await inspectExec(client, process.execId, signal);
  if (!before.running) return true;
  const shell = await findShell(client, process.containerId, signal);
  if (shell === null) return false;
  for (const signals of [['HUP', 'CONT'], ['KILL']]) {
    const command = [shell, '-c', script, 'slipway', process.mark, String(before.pid), ...signals];
    const spec = { command, env: [], user: process.user, workdir: '', tty: false, detached: true };
    const id = await createExec(client, process.containerId, spec, signal);
    await startDetached(client, id, signal);
    if (!(await untilEnded(client, process.execId, graceMs, signal)).running) return true;
  }
  return false;
}

/** How long a start that nobody waits for any more may still take. */
const startMs = 2000;

/** Ends a process that was being started when whoever wanted it left. */
export async function abandon(client: EngineClient, process: MarkedProcess): Promise<void> {
  const deadline = performance.now() + startMs;
  for (;;) {
    const state = await inspectExec(client, process.execId);
    if (state.running) {
      await hangUp(client, process);
      return;
    }
    // It has no exit code either as long as it has not started.
    if (state.exitCode !== null || performance.now() > deadline) return;
    await sleep(50, new AbortController().signal);
  }
}
