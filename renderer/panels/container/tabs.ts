import { type ComponentType, lazy } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';
import type { Words } from '../../i18n/index.ts';

export interface ContainerTab {
  /** The last part of its address: `#/containers/ID/TAB`. */
  id: keyof Words['container']['tabs'];
  panel: ComponentType<{ container: Container }>;
}

/** The tabs of a container's page, in order. */
export const containerTabs: readonly ContainerTab[] = [
  {
    id: 'terminal',
    panel: lazy(async () => ({ default: (await import('./terminal/terminal-tab.tsx')).TerminalTab })),
  },
];
