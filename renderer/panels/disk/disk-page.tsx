import { useEffect } from 'react';
import { useWords } from '../../i18n/index.ts';
import { routeHash, useRoute } from '../../state/route.ts';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { Page } from '../../ui/page.tsx';
import { loadWhenIdle, usePart } from '../../ui/part.ts';
import { TabBar, tabPanelIds } from '../../ui/tab-bar.tsx';
import css from './disk.module.css';
import { type DiskTab, diskTabs } from './tabs.ts';

function Content({ part }: Pick<DiskTab, 'part'>) {
  const Shown = usePart(part);
  return Shown === null ? <div aria-busy="true" /> : <Shown />;
}

/** What takes space, and how to free it without fear: `#/disk/TAB`. */
export function DiskPage() {
  const words = useWords();
  const { object } = useRoute();
  useEffect(() => loadWhenIdle(Object.fromEntries(diskTabs.map(({ id, part }) => [id, part]))), []);
  const current = diskTabs.find(({ id }) => id === object) ?? diskTabs[0];
  if (current === undefined) return null;
  return (
    <Page
      title={words.pages.disk}
      controls={
        <a className={css.link} href={routeHash('reset')}>
          {words.reset.open}
        </a>
      }
    >
      <div className={css.page}>
        <TabBar
          label={words.disk.tabs}
          prefix="disk"
          current={current.id}
          tabs={diskTabs.map(({ id }) => ({ id, label: words.disk.tab[id], href: routeHash('disk', id) }))}
        />
        <div className={css.panel} role="tabpanel" {...tabPanelIds('disk', current.id)}>
          <ErrorBoundary key={current.id}>
            <Content part={current.part} />
          </ErrorBoundary>
        </div>
      </div>
    </Page>
  );
}
