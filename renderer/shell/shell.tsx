import { useEffect, useRef } from 'react';
import { useWords } from '../i18n/index.ts';
import { useStanding } from '../state/connection.ts';
import { type PageName, type Route, routeHash, useRoute } from '../state/route.ts';
import { BulkResults } from '../ui/containers/bulk-results.tsx';
import { ContainerDialogs } from '../ui/containers/container-dialogs.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Page } from '../ui/page.tsx';
import { usePart } from '../ui/part.ts';
import { PlanDialog } from '../ui/plan-dialog.tsx';
import { Shape } from '../ui/shape.tsx';
import { Toasts } from '../ui/toasts.tsx';
import { TooltipLayer } from '../ui/tooltip-layer.tsx';
import { EngineSwitcher } from './engine-switcher.tsx';
import { Nav } from './nav.tsx';
import { NoEnginePage } from './no-engine-page.tsx';
import { OperationsLayer } from './operations/drawer-button.tsx';
import { type PanelName, panels } from './panels.ts';
import css from './shell.module.css';
import { StatusBar } from './status-bar.tsx';

/** Pages that need no engine. */
const withoutEngine: ReadonlySet<PageName> = new Set(['machine', 'settings']);

function Panel({ name, title }: { name: PanelName; title: string }) {
  const Content = usePart(panels[name]);
  return Content === null ? <Page title={title} busy /> : <Content />;
}

/** The page of one object, below the page of its list. */
function insideOf({ page, object, tab }: Route): PanelName | null {
  if (page === 'containers' && tab !== undefined) return 'container';
  return page === 'images' && object !== null ? 'image' : null;
}

function CurrentPage({ page, inside }: { page: PageName | null; inside: PanelName | null }) {
  const words = useWords();
  const standing = useStanding();
  if (page === null) {
    return (
      <Page title={words.notBuilt}>
        <EmptyState picture={<Shape name="dashed" />} title={words.notBuilt}>
          <a href={routeHash('overview')}>{words.toOverview}</a>
        </EmptyState>
      </Page>
    );
  }
  if (standing === 'unusable' && !withoutEngine.has(page)) return <NoEnginePage title={words.pages[page]} />;
  const name: PanelName = inside ?? page;
  return <Panel key={name} name={name} title={words.pages[page]} />;
}

/** Everything around the pages: navigation, engine switcher, status, dialogs, messages. */
export function Shell() {
  const words = useWords();
  const route = useRoute();
  const { page } = route;
  const inside = insideOf(route);
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
  }, [page, inside]);

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
        <ErrorBoundary key={`${page} ${inside}`}>
          <CurrentPage page={page} inside={inside} />
        </ErrorBoundary>
      </main>
      <div className={css.foot}>
        <StatusBar />
      </div>
      <ErrorBoundary>
        <OperationsLayer />
        <PlanDialog />
        <ContainerDialogs />
        <BulkResults />
      </ErrorBoundary>
      <Toasts />
      <TooltipLayer />
    </div>
  );
}
