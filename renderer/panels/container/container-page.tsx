import { Suspense } from 'react';
import { shortId } from '../../../shared/model/names.ts';
import { useWords } from '../../i18n/index.ts';
import { useTable } from '../../state/resources.ts';
import { containerHash, navigate, routeHash, useRoute } from '../../state/route.ts';
import { ContainerActions } from '../../ui/containers/container-actions.tsx';
import { ContainerState } from '../../ui/containers/container-state.tsx';
import { useContainerMenu } from '../../ui/containers/use-container-menu.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { Shape } from '../../ui/shape.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import css from './container.module.css';
import { containerTabs } from './tabs.ts';

/** The page of one container: what it is and does, and a tab for each way to look into it. */
export function ContainerPage() {
  const words = useWords();
  const { object, tab } = useRoute();
  const { rows, phase, standing, error } = useTable('container');
  const { openMenuUnder, menu } = useContainerMenu();
  const container = [...rows.values()].find(
    ({ id, name }) => name === object || (object !== null && object.length >= 4 && id.startsWith(object)),
  );
  const shown = containerTabs.find(({ id }) => id === tab) ?? containerTabs[0];

  if (container === undefined || shown === undefined) {
    const name = object ?? '';
    return (
      <Page title={name} busy={phase === 'loading'}>
        <EmptyState
          picture={<Shape name="dashed" />}
          title={words.container.gone}
          text={words.container.goneText}
        >
          <a href={routeHash('containers')}>{words.container.back}</a>
        </EmptyState>
      </Page>
    );
  }
  const go = (by: number) => {
    const at = containerTabs.indexOf(shown);
    const next = containerTabs[(at + by + containerTabs.length) % containerTabs.length];
    if (next === undefined) return;
    navigate(containerHash(shortId(container.id), next.id), { replace: true });
    document.getElementById(`container-tab-${next.id}`)?.focus();
  };
  const Panel = shown.panel;
  return (
    <Page
      title={container.name}
      aside={<ContainerState container={container} />}
      controls={<ContainerActions container={container} onMore={openMenuUnder} tabbable />}
    >
      <div className={css.bar}>
        <a className={css.back} href={routeHash('containers')}>
          {words.container.back}
        </a>
        <div
          role="tablist"
          aria-label={words.container.tabsOf(container.name)}
          className={css.tabs}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') go(1);
            else if (event.key === 'ArrowLeft') go(-1);
          }}
        >
          {containerTabs.map(({ id }) => (
            <a
              key={id}
              id={`container-tab-${id}`}
              role="tab"
              className={css.tab}
              href={containerHash(shortId(container.id), id)}
              aria-selected={id === shown.id}
              aria-controls="container-panel"
              tabIndex={id === shown.id ? 0 : -1}
            >
              {words.container.tabs[id]}
            </a>
          ))}
        </div>
      </div>
      <StaleBar standing={standing} error={phase === 'shown' ? error : null} />
      <div
        id="container-panel"
        role="tabpanel"
        className={css.panel}
        aria-labelledby={`container-tab-${shown.id}`}
      >
        <Suspense
          fallback={
            <div className={css.waiting}>
              <Skeleton width="40%" />
            </div>
          }
        >
          <Panel key={container.id} container={container} />
        </Suspense>
      </div>
      {menu}
    </Page>
  );
}
