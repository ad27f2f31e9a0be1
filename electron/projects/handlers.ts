import type { ActionResult, Container } from '../../shared/contract/containers.ts';
import { fail, toApiError } from '../../shared/contract/failure.ts';
import type { ProjectReport, ProjectResult } from '../../shared/contract/projects.ts';
import { groupProjects, startSteps } from '../../shared/model/projects.ts';
import type { DomainHandlers } from '../rpc/handlers.ts';

export type ProjectVerb = 'start' | 'stop' | 'restart';

export interface ProjectTools {
  /** All containers there are, with their health. */
  list(signal: AbortSignal): Promise<Container[]>;
  act(id: string, verb: ProjectVerb, signal: AbortSignal): Promise<ActionResult>;
}

const atOnce = 6;

/** Serves `projects.*`. */
export function projectsHandlers(tools: ProjectTools): DomainHandlers<'projects'> {
  const all = async (name: string, verb: ProjectVerb, signal: AbortSignal): Promise<ProjectReport> => {
    const members = (await tools.list(signal)).filter(({ project }) => project === name);
    if (members.length === 0) throw fail('not-found', 'project-unknown', { name });
    if (members.some(({ isTask }) => isTask)) throw fail('unsupported', 'project-is-stack', { name });
    const steps = startSteps(members);
    if (verb === 'stop') steps.reverse();
    const results: ProjectResult[] = [];
    for (const step of steps) results.push(...(await inStep(step, verb, tools, signal)));
    return { project: name, results };
  };
  return {
    list: async (_input, { signal }) => groupProjects(await tools.list(signal)),
    start: ({ name }, { signal }) => all(name, 'start', signal),
    stop: ({ name }, { signal }) => all(name, 'stop', signal),
    restart: ({ name }, { signal }) => all(name, 'restart', signal),
  };
}

/** Acts on the containers of one step, a few at a time; each has its own result. */
async function inStep(
  step: readonly Container[],
  verb: ProjectVerb,
  tools: ProjectTools,
  signal: AbortSignal,
): Promise<ProjectResult[]> {
  const results = new Map<string, ProjectResult>();
  const queue = step[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (const { id, name } of queue) results.set(id, await resultOf(id, name, verb, tools, signal));
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, step.length) }, work));
  return step.flatMap(({ id }) => results.get(id) ?? []);
}

async function resultOf(
  id: string,
  name: string,
  verb: ProjectVerb,
  tools: ProjectTools,
  signal: AbortSignal,
): Promise<ProjectResult> {
  try {
    const { changed } = await tools.act(id, verb, signal);
    return { id, name, outcome: changed ? 'done' : 'unchanged' };
  } catch (thrown) {
    return { id, name, outcome: 'failed', error: toApiError(thrown) };
  }
}
