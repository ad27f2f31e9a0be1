import { z } from 'zod';
import type { ContainerHealth, ContainerState } from './containers.ts';
import { answer, call } from './define.ts';
import type { ApiError } from './errors.ts';

export interface ProjectContainer {
  id: string;
  name: string;
  /** The service of the compose file; empty where the label is missing. */
  service: string;
  state: ContainerState;
  health?: ContainerHealth;
}

/** Containers that belong together by their labels. */
export interface Project {
  name: string;
  kind: 'compose' | 'stack';
  /** All of them run, some do, or none. */
  state: 'running' | 'partial' | 'stopped';
  running: number;
  /** Of those that run, how many fail their health check. */
  unhealthy: number;
  containers: ProjectContainer[];
  /** Where the compose files are on the machine that started it; empty when not known. */
  configFiles: string[];
  workingDir?: string;
}

/** What became of one container of a project. */
export interface ProjectResult {
  id: string;
  name: string;
  outcome: 'done' | 'unchanged' | 'failed';
  error?: ApiError;
}

export interface ProjectReport {
  project: string;
  results: ProjectResult[];
}

const one = z.strictObject({ name: z.string().min(1).max(256).describe('name of the project') });

export const projects = {
  list: call('The compose projects and stacks that have containers', z.strictObject({}), answer<Project[]>()),
  start: call(
    'Start the containers of a project, those others depend on first',
    one,
    answer<ProjectReport>(),
  ),
  stop: call('Stop the containers of a project, those others depend on last', one, answer<ProjectReport>()),
  restart: call(
    'Restart the containers of a project, those others depend on first',
    one,
    answer<ProjectReport>(),
  ),
};
