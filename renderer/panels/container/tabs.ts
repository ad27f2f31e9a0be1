import type { Container } from '../../../shared/contract/containers.ts';
import type { Words } from '../../i18n/index.ts';
import { Part } from '../../ui/part.ts';

/** What each tab of a container's page is given. */
interface TabProps {
  container: Container;
}

export interface ContainerTab {
  /** Last part of its address: `#/containers/web/logs`. */
  id: string;
  label: keyof Words['container']['tab'];
  part: Part<TabProps>;
}

/** The pages of one container, in order. */
export const containerTabs: readonly ContainerTab[] = [
  {
    id: 'overview',
    label: 'overview',
    part: new Part(async () => (await import('./overview-tab.tsx')).OverviewTab),
  },
  {
    id: 'logs',
    label: 'logs',
    part: new Part(async () => (await import('./logs-tab.tsx')).LogsTab),
  },
  {
    id: 'terminal',
    label: 'terminal',
    part: new Part(async () => (await import('./terminal/terminal-tab.tsx')).TerminalTab),
  },
  {
    id: 'files',
    label: 'files',
    part: new Part(async () => (await import('./files/files-tab.tsx')).FilesTab),
  },
  {
    id: 'stats',
    label: 'stats',
    part: new Part(async () => (await import('./stats/stats-tab.tsx')).StatsTab),
  },
  {
    id: 'inspect',
    label: 'inspect',
    part: new Part(async () => (await import('./inspect-tab.tsx')).InspectTab),
  },
  {
    id: 'processes',
    label: 'processes',
    part: new Part(async () => (await import('./processes-tab.tsx')).ProcessesTab),
  },
  {
    id: 'checkpoints',
    label: 'checkpoints',
    part: new Part(async () => (await import('./checkpoints-tab.tsx')).CheckpointsTab),
  },
];
