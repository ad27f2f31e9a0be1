import { useEffect } from 'react';
import { useWords } from '../../i18n/index.ts';
import { routeHash, useRoute } from '../../state/route.ts';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { Page } from '../../ui/page.tsx';
import { loadWhenIdle, usePart } from '../../ui/part.ts';
import { TabBar, tabPanelIds } from '../../ui/tab-bar.tsx';
import css from './registries.module.css';
import { type RegistriesTab, registriesTabs } from './tabs.ts';

function Content({ part }: Pick<RegistriesTab, 'part'>) {
  const Shown = usePart(part);
  return Shown === null ? <div aria-busy="true" /> : <Shown />;
}

/** Certificates, sign-ins and contents of registries: `#/registries/TAB`. */
export function RegistriesPage() {
  const words = useWords();
  const { object } = useRoute();
  useEffect(() => loadWhenIdle(Object.fromEntries(registriesTabs.map(({ id, part }) => [id, part]))), []);
  const current = registriesTabs.find(({ id }) => id === object) ?? registriesTabs[0];
  if (current === undefined) return null;
  return (
    <Page title={words.pages.registries}>
      <div className={css.page}>
        <TabBar
          label={words.registries.tabs}
          prefix="registries"
          current={current.id}
          tabs={registriesTabs.map(({ id }) => ({
            id,
            label: words.registries.tab[id],
            href: routeHash('registries', id),
          }))}
        />
        <div className={css.panel} role="tabpanel" {...tabPanelIds('registries', current.id)}>
          <ErrorBoundary key={current.id}>
            <Content part={current.part} />
          </ErrorBoundary>
        </div>
      </div>
    </Page>
  );
}
