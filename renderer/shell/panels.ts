import type { PageName } from '../state/route.ts';
import { Part } from '../ui/part.ts';

/** A page, or the page of one object, which stands at an address below the list. */
export type PanelName = PageName | 'container' | 'image';

export const panels: Readonly<Record<PanelName, Part>> = {
  overview: new Part(async () => (await import('../panels/overview/overview-page.tsx')).OverviewPage),
  containers: new Part(async () => (await import('../panels/containers/containers-page.tsx')).ContainersPage),
  container: new Part(async () => (await import('../panels/container/container-page.tsx')).ContainerPage),
  images: new Part(async () => (await import('../panels/images/images-page.tsx')).ImagesPage),
  image: new Part(async () => (await import('../panels/images/details/image-page.tsx')).ImagePage),
  logs: new Part(async () => (await import('../panels/logs/logs-page.tsx')).LogsPage),
  projects: new Part(async () => (await import('../panels/projects/projects-page.tsx')).ProjectsPage),
  stats: new Part(async () => (await import('../panels/stats/stats-page.tsx')).StatsPage),
  checkpoints: new Part(
    async () => (await import('../panels/checkpoints/checkpoints-page.tsx')).CheckpointsPage,
  ),
  registries: new Part(async () => (await import('../panels/registries/registries-page.tsx')).RegistriesPage),
  disk: new Part(async () => (await import('../panels/disk/disk-page.tsx')).DiskPage),
  events: new Part(async () => (await import('../panels/events/events-page.tsx')).EventsPage),
  machine: new Part(async () => (await import('../panels/machine/machine-page.tsx')).MachinePage),
  inspect: new Part(async () => (await import('../panels/inspect/inspect-page.tsx')).InspectPage),
  reset: new Part(async () => (await import('../panels/reset/reset-page.tsx')).ResetPage),
  run: new Part(async () => (await import('../panels/run/run-page.tsx')).RunPage),
  settings: new Part(async () => (await import('../panels/settings/settings-page.tsx')).SettingsPage),
};
