import { PackageX } from 'lucide-react';
import { type KeyboardEvent, Suspense, useMemo } from 'react';
import { useWords } from '../../i18n/index.ts';
import { containerHash, containerIn } from '../../state/object-links.ts';
import { useTable } from '../../state/resources.ts';
import { navigate, routeHash, useRoute } from '../../state/route.ts';
import { ContainerActions } from '../../ui/containers/container-actions.tsx';
import { ContainerState } from '../../ui/containers/container-state.tsx';
import { useContainerMenu } from '../../ui/containers/use-container-menu.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { Page } from '../../ui/page.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import css from './container-page.module.css';
import { containerTabs } from './tabs.ts';

/** One container: its name, state and actions, and its parts as tabs. */
export function ContainerPage() {
  const words = useWords();
  const { object } = useRoute();
  const { rows, phase, standing, error } = useTable('container');
  const { openMenuUnder, menu } = useContainerMenu();
  const { id, tab } = containerIn(object);
  const container = useMemo(
    () => rows.get(id) ?? [...rows.values()].find((row) => row.name === id || row.id.startsWith(id)),
    [rows, id],
  );
  if (container === undefined)
    return (
      <Page title={phase === 'shown' ? words.containerPage.gone : id} busy={phase === 'loading'}>
        <EmptyState
          picture={<PackageX size={26} />}
          title={words.containerPage.gone}
          text={words.containerPage.goneText}
        >
          <a href={routeHash('containers')}>{words.containerPage.back}</a>
        </EmptyState>
      </Page>
    );
  const current = containerTabs.find((one) => one.id === tab) ?? containerTabs[0];
  const Panel = current?.component;

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const at = containerTabs.findIndex((one) => one.id === current?.id);
    const last = containerTabs.length - 1;
    const to = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    const next = to === undefined ? undefined : containerTabs[to];
    if (next === undefined || container === undefined) return;
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
    navigate(containerHash(container.id, next.id), { replace: true });
  }

  return (
    <Page
      title={container.name}
      aside={<ContainerState container={container} />}
      controls={<ContainerActions container={container} onMore={openMenuUnder} tabbable />}
    >
      <div className={css.tabs} role="tablist" aria-label={words.containerPage.tabs} onKeyDown={onKeyDown}>
        {containerTabs.map((one) => (
          <a
            key={one.id}
            id={`tab-${one.id}`}
            role="tab"
            className={css.tab}
            href={containerHash(container.id, one.id)}
            aria-selected={one === current}
            aria-controls={one === current ? 'tab-panel' : undefined}
            tabIndex={one === current ? 0 : -1}
            data-tab={one.id}
          >
            {words.containerPage.tabNames[one.id]}
          </a>
        ))}
      </div>
      <StaleBar standing={standing} error={error} />
      <div id="tab-panel" className={css.panel} role="tabpanel" aria-labelledby={`tab-${current?.id ?? ''}`}>
        <ErrorBoundary key={current?.id}>
          <Suspense>{Panel !== undefined && <Panel key={container.id} container={container} />}</Suspense>
        </ErrorBoundary>
      </div>
      {menu}
    </Page>
  );
}
