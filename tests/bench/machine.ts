import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the figures were measured on. */
export interface MachineFacts {
  cores: number;
  cpu: string;
  memoryGiB: number;
  kernel: string;
  node: string;
}

export function machineFacts(): MachineFacts {
  const all = cpus();
  return {
    cores: all.length,
    cpu: (all[0]?.model ?? 'unknown CPU').trim(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.versions.node,
  };
}

const quietShare = 0.15;

/** Waits until the machine has little else to do, at most `patienceMs`; answers the busy share (0..1) it was left with. */
export async function untilQuiet(patienceMs: number): Promise<number> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const busy = await busyShare(1000);
    if (busy <= quietShare || Date.now() > deadline) return busy;
  }
}

async function busyShare(overMs: number): Promise<number> {
  const before = cpuTicks();
  await sleep(overMs);
  const after = cpuTicks();
  const total = after.total - before.total;
  return total === 0 ? 0 : 1 - (after.idle - before.idle) / total;
}

/** The first line of /proc/stat: user nice system idle iowait irq softirq steal, in ticks over all cores. */
function cpuTicks(): { idle: number; total: number } {
  const [, ...fields] = (readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '').split(/\s+/);
  const ticks = fields.slice(0, 8).map(Number);
  const idle = (ticks[3] ?? 0) + (ticks[4] ?? 0);
  return { idle, total: ticks.reduce((sum, value) => sum + value, 0) };
}
