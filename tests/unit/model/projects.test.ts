import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Container } from '../../../shared/contract/containers.ts';
import { groupProjects, startSteps } from '../../../shared/model/projects.ts';

function container(name: string, more: Partial<Container> = {}): Container {
  return {
    id: `id-${name}`,
    name,
    image: 'x',
    imageId: 'sha256:1',
    command: '',
    state: 'running',
    createdAt: '',
    ports: [],
    mounts: [],
    networks: [],
    labels: {},
    project: 'shop',
    isTask: false,
    protected: false,
    ...more,
  };
}

const compose = (service: string, needs = ''): Container =>
  container(service, {
    labels: { 'com.docker.compose.service': service, 'com.docker.compose.depends_on': needs },
  });
const names = (steps: Container[][]): string[][] => steps.map((step) => step.map(({ name }) => name).sort());

describe('projects', () => {
  it('are groups of containers by name, with a state of their own', () => {
    const files = { 'com.docker.compose.project.config_files': '/a/c.yml,/a/d.yml' };
    const projects = groupProjects([
      container('web', { labels: files, health: 'unhealthy' }),
      container('db', { state: 'exited' }),
      container('lone', { project: undefined as never }),
      container('task', { project: 'stack', isTask: true }),
      container('old', { project: 'blog', state: 'created' }),
    ]);
    expect(projects.map(({ name, kind, state }) => `${name} ${kind} ${state}`)).toEqual([
      'blog compose stopped',
      'shop compose partial',
      'stack stack running',
    ]);
    expect(projects[1]).toMatchObject({ running: 1, unhealthy: 1, configFiles: ['/a/c.yml', '/a/d.yml'] });
  });

  it('start what others depend on first', () => {
    const web = compose('web', 'api:service_started:false');
    const api = compose('api', 'db:service_healthy:true,cache:service_started:false');
    expect(names(startSteps([web, api, compose('db'), compose('cache')]))).toEqual([
      ['cache', 'db'],
      ['api'],
      ['web'],
    ]);
    expect(names(startSteps([compose('web', 'gone:service_started:false')]))).toEqual([['web']]);
  });

  it('end for circles too, and lose no container', () => {
    const service = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(fc.array(fc.tuple(service, fc.array(service))), (pairs) => {
        const all = pairs.map(([name, needs], at) => ({ ...compose(name, needs.join(',')), id: String(at) }));
        const ids = startSteps(all).flatMap((step) => step.map(({ id }) => id));
        expect(ids.sort()).toEqual(all.map(({ id }) => id).sort());
      }),
    );
  });
});
