import { registryHost } from '../../docker-config/credentials.ts';
import type { Plans } from '../../plans/plans.ts';
import type { DomainHandlers } from '../../rpc/handlers.ts';
import { openRegistry, type RegistryTools } from '../client/open.ts';
import { deletionExecutor, planDeletion } from './deletion.ts';
import { tagDetails } from './manifests.ts';
import { repositoryPage, tagPage } from './pages.ts';

type Members = 'repositories' | 'tags' | 'tagDetails' | 'deleteTags';

/** Serves the looks into registries of `registries.*`. */
export function browseHandlers(
  tools: RegistryTools,
  plans: Plans,
): Pick<DomainHandlers<'registries'>, Members> {
  plans.register(deletionExecutor(tools));
  const opened = (host: string, signal: AbortSignal) => openRegistry(tools, registryHost(host), signal);
  return {
    repositories: async ({ host, after, limit }, { signal }) =>
      repositoryPage(await opened(host, signal), registryHost(host), { after, limit }, signal),
    tags: async ({ host, repository, after, limit }, { signal }) =>
      tagPage(await opened(host, signal), pathOf(host, repository), { after, limit }, signal),
    tagDetails: async ({ host, repository, tags }, { signal }) =>
      tagDetails(await opened(host, signal), pathOf(host, repository), tags, signal),
    deleteTags: ({ host, repository, tags }, { signal }) =>
      planDeletion(tools, plans, { host, repository: pathOf(host, repository), tags }, signal),
  };
}

/** On Docker Hub what has no owner belongs to `library`. */
function pathOf(host: string, repository: string): string {
  return registryHost(host) === 'docker.io' && !repository.includes('/')
    ? `library/${repository}`
    : repository;
}
