import type { Container } from '../contract/containers.ts';
import type { Project } from '../contract/projects.ts';
import { compareNames } from './names.ts';

const compose = 'com.docker.compose';

const alive = ({ state }: Container): boolean =>
  state === 'running' || state === 'paused' || state === 'restarting';

/** The projects that containers belong to by their labels, by name. */
export function groupProjects(containers: Iterable<Container>): Project[] {
  const groups = new Map<string, Container[]>();
  for (const container of containers) {
    if (container.project === undefined) continue;
    const group = groups.get(container.project);
    if (group === undefined) groups.set(container.project, [container]);
    else group.push(container);
  }
  return [...groups]
    .map(([name, members]) => projectOf(name, members))
    .sort((a, b) => compareNames(a.name, b.name));
}

function projectOf(name: string, members: readonly Container[]): Project {
  const sorted = [...members].sort((a, b) => compareNames(a.name, b.name));
  const running = sorted.filter(alive).length;
  const label = (key: string): string =>
    sorted.find(({ labels }) => labels[`${compose}.${key}`])?.labels[`${compose}.${key}`] ?? '';
  const workingDir = label('project.working_dir');
  return {
    name,
    kind: sorted.some(({ isTask }) => isTask) ? 'stack' : 'compose',
    state: running === 0 ? 'stopped' : running === sorted.length ? 'running' : 'partial',
    running,
    unhealthy: sorted.filter((one) => alive(one) && one.health === 'unhealthy').length,
    containers: sorted.map((one) => ({
      id: one.id,
      name: one.name,
      service: serviceOf(one),
      state: one.state,
      ...(one.health === undefined ? {} : { health: one.health }),
    })),
    configFiles: label('project.config_files').split(',').filter(Boolean),
    ...(workingDir === '' ? {} : { workingDir }),
  };
}

function serviceOf({ labels }: Container): string {
  return labels[`${compose}.service`] ?? labels['com.docker.swarm.service.name'] ?? '';
}

/**
 * Containers in steps: each after the services it depends on (`com.docker.compose.depends_on`, e.g.
 * `db:service_healthy:true,cache:service_started:false`). What depends on itself in a circle comes last, together.
 */
export function startSteps(containers: readonly Container[]): Container[][] {
  const waiting = new Map<string, { members: Container[]; needs: Set<string> }>();
  for (const container of containers) {
    const service = serviceOf(container) || container.id;
    const entry = waiting.get(service) ?? { members: [], needs: new Set<string>() };
    entry.members.push(container);
    for (const each of (container.labels[`${compose}.depends_on`] ?? '').split(',')) {
      const [needed = ''] = each.split(':');
      if (needed !== '' && needed !== service) entry.needs.add(needed);
    }
    waiting.set(service, entry);
  }
  const steps: Container[][] = [];
  while (waiting.size > 0) {
    const free = [...waiting].filter(([, { needs }]) => ![...needs].some((needed) => waiting.has(needed)));
    const next = free.length > 0 ? free : [...waiting];
    steps.push(next.flatMap(([, { members }]) => members));
    for (const [service] of next) waiting.delete(service);
  }
  return steps;
}
