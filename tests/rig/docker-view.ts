import type { LabEngine } from '../engine-lab/types.ts';

/** A line of `docker ps -a --no-trunc --format json`. */
export interface PsLine {
  ID: string;
  Names: string;
  Image: string;
  Command: string;
  CreatedAt: string;
  Labels: string;
  Networks: string;
  Ports: string;
  State: string;
  Status: string;
}

/** What of `docker inspect` is compared. */
export interface Inspected {
  Id: string;
  Name: string;
  Image: string;
  Created: string;
  RestartCount: number;
  State: {
    Status: string;
    StartedAt: string;
    FinishedAt: string;
    ExitCode: number;
    Health?: { Status: string };
  };
  Config: { Labels: Record<string, string> | null };
  HostConfig: { PortBindings: Record<string, { HostPort: string }[]> | null };
  Mounts: { Type: string; Name?: string; Source: string; Destination: string; RW: boolean }[];
  NetworkSettings: { Networks: Record<string, { NetworkID: string; IPAddress: string }> };
}

/** The containers of an engine as the docker CLI shows them. */
export interface DockerView {
  /** When `docker ps` was started and when it had ended, ms since the epoch. */
  from: number;
  to: number;
  ps: Map<string, PsLine>;
  inspected: Map<string, Inspected>;
}

/**
 * Asks the docker CLI for all containers, or those whose name has this prefix. Throws when one vanished between its
 * two questions: ask again.
 */
export async function dockerView(engine: LabEngine, prefix = ''): Promise<DockerView> {
  const from = Date.now();
  const lines = await psLines(engine);
  const to = Date.now();
  const ps = new Map(lines.filter((line) => line.Names.startsWith(prefix)).map((line) => [line.ID, line]));
  if (ps.size === 0) return { from, to, ps, inspected: new Map() };
  const inspected: Inspected[] = JSON.parse(await engine.dockerOk(['container', 'inspect', ...ps.keys()]));
  return { from, to, ps, inspected: new Map(inspected.map((one) => [one.Id, one])) };
}

async function psLines(engine: LabEngine): Promise<PsLine[]> {
  const out = await engine.dockerOk(['ps', '-a', '--no-trunc', '--format', 'json']);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line): PsLine => JSON.parse(line));
}

/** One container as `docker inspect` tells it. */
export async function dockerInspect(engine: LabEngine, name: string): Promise<Inspected> {
  const [one]: Inspected[] = JSON.parse(await engine.dockerOk(['container', 'inspect', name]));
  if (one === undefined) throw new Error(`docker inspect ${name} answered nothing`);
  return one;
}

/** Names of the containers that `docker ps -a` shows. */
export async function dockerNames(engine: LabEngine): Promise<string[]> {
  return (await psLines(engine)).map((line) => line.Names).sort();
}
