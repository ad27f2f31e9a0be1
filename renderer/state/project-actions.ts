import type { ApiError } from '../../shared/contract/errors.ts';
import type { Project } from '../../shared/contract/projects.ts';
import { beginRun } from './bulk.ts';
import { engineIdOf, useConnection } from './connection.ts';
import { markInFlight } from './in-flight.ts';
import { call } from './link.ts';
import { toast, toastError } from './toasts.ts';

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
  const engineId = usedEngine();
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
    tellFailure(project, verb, result.error, engineId);
  }
}

const usedEngine = (): string | null => engineIdOf(useConnection.getState().engine);

/** A name means another project on another engine: trying again is for the one that it failed on. */
function tellFailure(project: Project, verb: ProjectVerb, error: ApiError, engineId: string | null): void {
  const key = `project:${project.name}`;
  const retry = () => {
    if (usedEngine() === engineId) void actOnProject(project, verb);
    else toast({ key, tone: 'warning', title: (words) => words.projects.otherEngine(project.name) });
  };
  toastError(
    (words) => words.projects.failed[verb](project.name),
    error,
    key,
    usedEngine() === engineId ? retry : undefined,
  );
}
