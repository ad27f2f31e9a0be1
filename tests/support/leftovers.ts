// What a test run left behind, one a line: processes that carry its mark, folders in its temporary folder, engines of the
// lab whose owner is dead. The processes are ended once they are told of.
//   SLIPWAY_TEST_RUN=MARK TMPDIR=FOLDER npx tsx tests/support/leftovers.ts
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  commandLine,
  identify,
  listPids,
  type ProcessId,
  parentOf,
  signalProcess,
} from '../engine-lab/processes.ts';
import { listStates } from '../engine-lab/state.ts';
import { isLeftover } from '../engine-lab/sweep.ts';

const markVariable = 'SLIPWAY_TEST_RUN';
const settle = 3_000;

interface Leftovers {
  readonly processes: readonly ProcessId[];
  readonly lines: readonly string[];
}

/** Processes started by the run: its mark is in the environment they were started with. */
function markedProcesses(mark: string): ProcessId[] {
  const above = new Set(ancestors(process.pid));
  return listPids()
    .filter((pid) => !above.has(pid) && !ancestors(pid).includes(process.pid))
    .filter((pid) => environmentOf(pid).includes(`${markVariable}=${mark}\0`))
    .flatMap((pid) => identify(pid) ?? []);
}

/** A process and those above it. */
function ancestors(pid: number): number[] {
  const parent = parentOf(pid) ?? 0;
  return parent > 0 ? [pid, ...ancestors(parent)] : [pid];
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    // Ended between the listing and the look, or another user's: not this run's in either case.
    return '';
  }
}

function look(mark: string): Leftovers {
  const processes = markedProcesses(mark);
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith('slipway-'));
  const engines = listStates().filter(isLeftover);
  return {
    processes,
    lines: [
      ...processes.map(({ pid }) => `process ${pid} ${commandLine(pid).slice(0, 150)}`),
      ...folders.map((name) => `folder ${name} in the temporary folder`),
      ...engines.map((state) => `engine ${state.kind} in ${state.runDir}`),
    ],
  };
}

const mark = process.env[markVariable];
if (process.platform === 'linux' && mark !== undefined) {
  const deadline = Date.now() + settle;
  let left = look(mark);
  while (left.lines.length > 0 && Date.now() < deadline) {
    await sleep(100);
    left = look(mark);
  }
  process.stdout.write(left.lines.map((line) => `${line}\n`).join(''));
  for (const one of left.processes) signalProcess(one, 'SIGKILL');
}
