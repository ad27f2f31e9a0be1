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
    id: 'terminal',
    label: 'terminal',
    panel: lazy(async () => ({ default: (await import('./terminal/terminal-tab.tsx')).TerminalTab })),
  },
];
