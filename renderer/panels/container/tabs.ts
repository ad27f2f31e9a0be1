import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';
import type { Words } from '../../i18n/index.ts';

/** What every tab of a container's page is given. */
export interface TabProps {
  container: Container;
}

interface ContainerTab {
  /** Last part of its address: `#/containers/web/logs`. */
  id: string;
  label: keyof Words['container']['tab'];
  panel: LazyExoticComponent<ComponentType<TabProps>>;
}

/** The pages of one container, in order. */
export const containerTabs: readonly ContainerTab[] = [
  {
    id: 'overview',
    label: 'overview',
    panel: lazy(async () => ({ default: (await import('./overview-tab.tsx')).OverviewTab })),
  },
  {
    id: 'logs',
    label: 'logs',
    panel: lazy(async () => ({ default: (await import('../logs/logs-tab.tsx')).LogsTab })),
  },
  {
    id: 'inspect',
    label: 'inspect',
    panel: lazy(async () => ({ default: (await import('./inspect-tab.tsx')).InspectTab })),
  },
  {
    id: 'processes',
    label: 'processes',
    panel: lazy(async () => ({ default: (await import('./processes-tab.tsx')).ProcessesTab })),
  },
];
