import type { ContainerSpec, PortSpec, SpecProblem } from '../../../shared/contract/container-spec.ts';
import type { Container } from '../../../shared/contract/containers.ts';
import { problem } from '../../../shared/model/container-spec/problem.ts';

const holds: ReadonlySet<string> = new Set(['running', 'paused', 'restarting']);

/** Ports of the host that running containers have. A program outside the engine is known only when it starts. */
export function portProblems(spec: ContainerSpec, rows: readonly Container[], start: boolean): SpecProblem[] {
  return spec.ports.flatMap((port, at) => {
    if (port.hostPort === null) return [];
    const last = port.hostPortEnd ?? port.hostPort;
    let by: Container | undefined;
    for (let number = port.hostPort; number <= last; number += 1) {
      by = rows.find(
        (row) => holds.has(row.state) && row.ports.some((other) => collide(port, number, other)),
      );
      // Of a range one free port is enough.
      if (by === undefined) return [];
    }
    if (by === undefined) return [];
    const shown = last === port.hostPort ? String(port.hostPort) : `${port.hostPort}-${last}`;
    return [
      problem(start ? 'error' : 'warning', `ports.${at}`, 'port-taken', {
        port: shown,
        by: `container ${by.name}`,
      }),
    ];
  });
}

function collide(port: PortSpec, number: number, other: Container['ports'][number]): boolean {
  if (other.hostPort !== number || other.protocol !== port.protocol) return false;
  return isEvery(port.hostIp) || isEvery(other.hostIp) || port.hostIp === other.hostIp;
}

function isEvery(address: string): boolean {
  return address === '' || address === '0.0.0.0' || address === '::';
}
