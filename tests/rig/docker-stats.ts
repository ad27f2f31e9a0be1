import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { labDockerPath } from '../engine-lab/docker-cli.ts';

/** A row as `docker stats --format json` tells it, with its figures as numbers. */
export interface DockerStatsRow {
  name: string;
  cpuPercent: number;
  memoryBytes: number;
  memoryPercent: number;
}

/** Follows `docker stats` and hands over each row it tells, about twice a second. Disposing of it ends it. */
export function followDockerStats(host: string, row: (row: DockerStatsRow) => void): AsyncDisposable {
  const child = spawn(labDockerPath(), ['-H', host, 'stats', '--format', 'json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (text + chunk).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      // It clears the screen before each round, whoever reads.
      const json = /\{.*\}/.exec(line)?.[0];
      if (json !== undefined) row(parse(JSON.parse(json)));
    }
  });
  return {
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

function parse(raw: Record<string, string>): DockerStatsRow {
  return {
    name: raw.Name ?? '',
    cpuPercent: Number.parseFloat(raw.CPUPerc ?? ''),
    memoryBytes: bytesOf(raw.MemUsage?.split(' / ')[0] ?? ''),
    memoryPercent: Number.parseFloat(raw.MemPerc ?? ''),
  };
}

/** Of text such as `1.5MiB`; NaN where it is none. */
function bytesOf(text: string): number {
  const [, value = '', unit = ''] = /^([\d.]+)([KMGT]?i?B)$/.exec(text) ?? [];
  const power = { B: 0, KiB: 1, MiB: 2, GiB: 3, TiB: 4 }[unit as 'B'];
  return Number.parseFloat(value) * 1024 ** (power ?? Number.NaN);
}
