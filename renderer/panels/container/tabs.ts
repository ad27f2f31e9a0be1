import { type ComponentType, lazy } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';
import type { Words } from '../../i18n/index.ts';

export interface ContainerTab {
  /** As the address has it. */
  id: keyof Words['containerPage']['tabNames'];
  component: ComponentType<{ container: Container }>;
}

/** The tabs of a container's page, in order. */
export const containerTabs: readonly ContainerTab[] = [
  {
    id: 'inspect',
    component: lazy(async () => ({ default: (await import('./inspect-tab.tsx')).InspectTab })),
  },
  {
    id: 'processes',
    component: lazy(async () => ({ default: (await import('./processes-tab.tsx')).ProcessesTab })),
  },
];
