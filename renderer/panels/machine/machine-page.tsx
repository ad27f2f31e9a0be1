import { useEffect } from 'react';
import { useWords } from '../../i18n/index.ts';
import { routeHash, useRoute } from '../../state/route.ts';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { Page } from '../../ui/page.tsx';
import { loadWhenIdle, usePart } from '../../ui/part.ts';
import { TabBar, tabPanelIds } from '../../ui/tab-bar.tsx';
import css from './machine.module.css';
import { type MachineTab, machineTabs } from './tabs.ts';

function Content({ part }: Pick<MachineTab, 'part'>) {
  const Shown = usePart(part);
  return Shown === null ? <div aria-busy="true" /> : <Shown />;
}

/** The engine of this machine and what it needs: `#/machine/TAB`. */
export function MachinePage() {
  const words = useWords();
  const { object } = useRoute();
  useEffect(() => loadWhenIdle(Object.fromEntries(machineTabs.map(({ id, part }) => [id, part]))), []);
  const current = machineTabs.find(({ id }) => id === object) ?? machineTabs[0];
  if (current === undefined) return null;
  return (
    <Page title={words.pages.machine}>
      <div className={css.page}>
        <TabBar
          label={words.machine.tabs}
          prefix="machine"
          current={current.id}
          tabs={machineTabs.map(({ id }) => ({
            id,
            label: words.machine.tab[id],
            href: routeHash('machine', id),
          }))}
        />
        <div className={css.panel} role="tabpanel" {...tabPanelIds('machine', current.id)}>
          <ErrorBoundary key={current.id}>
            <Content part={current.part} />
          </ErrorBoundary>
        </div>
      </div>
    </Page>
  );
}
