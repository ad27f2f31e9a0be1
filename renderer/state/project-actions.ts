import type { ApiError } from '../../shared/contract/errors.ts';
import type { Project } from '../../shared/contract/projects.ts';
import { beginRun } from './bulk.ts';
import { markInFlight } from './in-flight.ts';
import { call } from './link.ts';
import { toastError } from './toasts.ts';

export const projectVerbs = ['start', 'stop', 'restart'] as const;
export type ProjectVerb = (typeof projectVerbs)[number];

/** Why an action makes no sense on a project now; null when it may be tried. */
export function whyNotProject(project: Project, verb: ProjectVerb): 'running' | 'stopped' | 'stack' | null {
  if (project.kind === 'stack') return 'stack';
  if (verb === 'start' && project.state === 'running') return 'running';
  return verb === 'stop' && project.state === 'stopped' ? 'stopped' : null;
}

/** Acts on a whole project; one message counts its containers, and keeps a result for each. */
export async function actOnProject(project: Project, verb: ProjectVerb): Promise<void> {
  const { name, containers } = project;
  const run = beginRun(verb, containers);
  const clear = markInFlight(
    containers.map(({ id }) => id),
    verb,
  );
  const result = await call(`projects.${verb}`, { name });
  clear();
  if (result.ok) run.finish(result.value.results);
  else {
    run.cancel();
    tellFailure(project, verb, result.error);
  }
}

function tellFailure(project: Project, verb: ProjectVerb, error: ApiError): void {
  toastError(
    (words) => words.projects.failed[verb](project.name),
    error,
    `project:${project.name}`,
    () => void actOnProject(project, verb),
  );
}
