import { lazy, Suspense, useEffect, useRef } from 'react';
import { useWords } from '../i18n/index.ts';
import { useStanding } from '../state/connection.ts';
import { containerIn } from '../state/object-links.ts';
import { type PageName, routeHash, useRoute } from '../state/route.ts';
import { BulkResults } from '../ui/containers/bulk-results.tsx';
import { ContainerDialogs } from '../ui/containers/container-dialogs.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Page } from '../ui/page.tsx';
import { PlanDialog } from '../ui/plan-dialog.tsx';
import { Shape } from '../ui/shape.tsx';
import { Toasts } from '../ui/toasts.tsx';
import { TooltipLayer } from '../ui/tooltip-layer.tsx';
import { EngineSwitcher } from './engine-switcher.tsx';
import { Nav } from './nav.tsx';
import { NoEnginePage } from './no-engine-page.tsx';
import css from './shell.module.css';
import { StatusBar } from './status-bar.tsx';

const pages = {
  overview: lazy(async () => ({
    default: (await import('../panels/overview/overview-page.tsx')).OverviewPage,
  })),
  containers: lazy(async () => ({
    default: (await import('../panels/containers/containers-page.tsx')).ContainersPage,
  })),
  projects: lazy(async () => ({
    default: (await import('../panels/projects/projects-page.tsx')).ProjectsPage,
  })),
  events: lazy(async () => ({
    default: (await import('../panels/events/events-page.tsx')).EventsPage,
  })),
  inspect: lazy(async () => ({
    default: (await import('../panels/inspect/inspect-page.tsx')).InspectPage,
  })),
  settings: lazy(async () => ({
    default: (await import('../panels/settings/settings-page.tsx')).SettingsPage,
  })),
};

const ContainerPage = lazy(async () => ({
  default: (await import('../panels/container/container-page.tsx')).ContainerPage,
}));

function CurrentPage({ page }: { page: PageName | null }) {
  const words = useWords();
  const standing = useStanding();
  const { object } = useRoute();
  if (page === null) {
    return (
      <Page title={words.notBuilt}>
        <EmptyState picture={<Shape name="dashed" />} title={words.notBuilt}>
          <a href={routeHash('overview')}>{words.toOverview}</a>
        </EmptyState>
      </Page>
    );
  }
  // The settings need no engine.
  if (standing === 'unusable' && page !== 'settings') return <NoEnginePage title={words.pages[page]} />;
  // A container with a tab behind it has a page of its own; without one it is the side panel of the list.
  const Panel = page === 'containers' && containerIn(object).tab !== null ? ContainerPage : pages[page];
  return (
    <Suspense fallback={<Page title={words.pages[page]} busy />}>
      <Panel />
    </Suspense>
  );
}

/** Everything around the pages: navigation, engine switcher, status, dialogs, messages. */
export function Shell() {
  const words = useWords();
  const { page } = useRoute();
  const main = useRef<HTMLElement>(null);
  const title = page === null ? words.notBuilt : words.pages[page];
  const first = useRef(true);

  useEffect(() => {
    document.title = `${title} - Slipway`;
  }, [title]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus moves when the page changes, and only then
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    // Where somebody is already typing in the new page, the focus stays.
    if (main.current?.contains(document.activeElement)) return;
    main.current?.focus({ preventScroll: true });
  }, [page]);

  return (
    <div className={css.shell}>
      <button type="button" className={css.skip} onClick={() => main.current?.focus()}>
        {words.skipToContent}
      </button>
      <div className={css.side}>
        <header className={css.top}>
          <div className={css.brand}>
            <img src="./icon.svg" width="22" height="22" alt="" />
            <span>Slipway</span>
          </div>
          <EngineSwitcher />
        </header>
        <Nav />
      </div>
      <main ref={main} id="main" className={css.main} tabIndex={-1} aria-label={title}>
        <ErrorBoundary key={page}>
          <CurrentPage page={page} />
        </ErrorBoundary>
      </main>
      <div className={css.foot}>
        <StatusBar />
      </div>
      <ErrorBoundary>
        <PlanDialog />
        <ContainerDialogs />
        <BulkResults />
      </ErrorBoundary>
      <Toasts />
      <TooltipLayer />
    </div>
  );
}
