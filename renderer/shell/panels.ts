import { type ComponentType, useEffect, useState } from 'react';
import { type PageName, pageNames } from '../state/route.ts';

/** The pages, and the page of one container, which has no link of its own in the navigation. */
export type PanelName = PageName | 'container';
const panelNames: readonly PanelName[] = [...pageNames, 'container'];

const loaders: Readonly<Record<PanelName, () => Promise<ComponentType>>> = {
  overview: async () => (await import('../panels/overview/overview-page.tsx')).OverviewPage,
  containers: async () => (await import('../panels/containers/containers-page.tsx')).ContainersPage,
  container: async () => (await import('../panels/container/container-page.tsx')).ContainerPage,
  settings: async () => (await import('../panels/settings/settings-page.tsx')).SettingsPage,
};

const loaded = new Map<PanelName, ComponentType>();

/** Fetches the code of a page. Rejects when it cannot be had, e.g. because the host has gone. */
export async function loadPanel(page: PanelName): Promise<void> {
  if (!loaded.has(page)) loaded.set(page, await loaders[page]());
}

/** Fetches the other pages while nothing else is to do: going to one is then immediate, even with the host gone. */
export function loadPanelsWhenIdle(): void {
  requestIdleCallback(() => {
    for (const page of panelNames) {
      loadPanel(page).catch((fault: unknown) => console.warn(`The page ${page} is not loaded yet:`, fault));
    }
  });
}

/**
 * The component of a page; null while its code is on the way. A failure is thrown, for the error boundary.
 * Not `React.lazy`: Suspense holds content back for 300 ms once it has shown a fallback.
 */
export function usePanel(page: PanelName): ComponentType | null {
  const [arrived, setArrived] = useState<{ page: PanelName; fault?: unknown } | null>(null);
  const panel = loaded.get(page) ?? null;
  useEffect(() => {
    if (panel !== null) return;
    let wanted = true;
    loadPanel(page)
      .then(() => wanted && setArrived({ page }))
      .catch((fault: unknown) => wanted && setArrived({ page, fault }));
    return () => {
      wanted = false;
    };
  }, [page, panel]);
  if (panel === null && arrived?.page === page && 'fault' in arrived) throw arrived.fault;
  return panel;
}
