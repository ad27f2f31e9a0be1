import { ChevronLeft, SearchX, SlidersHorizontal } from 'lucide-react';
import { useEffect } from 'react';
import type { Container } from '../../../shared/contract/containers.ts';
import { useWords } from '../../i18n/index.ts';
import { engineIdOf, useConnection, useStanding } from '../../state/connection.ts';
import { openDialog } from '../../state/container-dialogs.ts';
import { useTable } from '../../state/resources.ts';
import { routeHash, useRoute } from '../../state/route.ts';
import { IconButton } from '../../ui/button.tsx';
import { ContainerActions, useWhyNot } from '../../ui/containers/container-actions.tsx';
import { ContainerState } from '../../ui/containers/container-state.tsx';
import { useContainerMenu } from '../../ui/containers/use-container-menu.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { Page } from '../../ui/page.tsx';
import { loadWhenIdle, usePart } from '../../ui/part.ts';
import { Shape } from '../../ui/shape.tsx';
import { StaleBar } from '../../ui/stale-bar.tsx';
import { StatusPill } from '../../ui/status-pill.tsx';
import { TabBar, tabPanelIds } from '../../ui/tab-bar.tsx';
import css from './container.module.css';
import { type ContainerTab, containerTabs } from './tabs.ts';
import { useShownContainer } from './use-shown-container.ts';

function Tab({ part, container }: { part: ContainerTab['part']; container: Container }) {
  const Content = usePart(part);
  return Content === null ? <div aria-busy="true" /> : <Content container={container} />;
}

function EditButton({ container }: { container: Container }) {
  const words = useWords();
  const reasonFor = useWhyNot(container);
  return (
    <IconButton
      label={words.containers.named(words.replace.actionName, container.name)}
      tip={words.replace.action}
      disabledReason={reasonFor('edit')}
      onClick={() => openDialog({ kind: 'edit', container })}
    >
      <SlidersHorizontal size={14} />
    </IconButton>
  );
}

/** The page of one container, `#/containers/ID/TAB`. */
export function ContainerPage() {
  const words = useWords();
  const { object, tab } = useRoute();
  const { rows, phase, error } = useTable('container');
  const standing = useStanding();
  const { openMenuUnder, menu } = useContainerMenu();
  useEffect(() => loadWhenIdle(Object.fromEntries(containerTabs.map(({ id, part }) => [id, part]))), []);
  const engineId = useConnection((state) => engineIdOf(state.engine));
  const container = useShownContainer(rows, object ?? '', engineId);
  const current = containerTabs.find(({ id }) => id === tab) ?? containerTabs[0];
  if (container === undefined || current === undefined) {
    return (
      <Page title={object ?? words.pages.containers} busy={phase === 'loading'}>
        <div className={css.unknown}>
          <EmptyState
            picture={<SearchX size={26} />}
            title={words.container.unknownTitle}
            text={words.container.unknownText(object ?? '')}
          >
            <a href={routeHash('containers')}>{words.container.back}</a>
          </EmptyState>
        </div>
      </Page>
    );
  }
  const removed = phase === 'shown' && !rows.has(container.id);
  const hrefOf = (id: string) => routeHash('containers', object, {}, id);

  return (
    <div className={css.page}>
      <div className={css.head}>
        <a
          className={css.back}
          href={routeHash('containers')}
          aria-label={words.container.back}
          data-tip={words.container.back}
        >
          <ChevronLeft size={18} aria-hidden="true" />
        </a>
        <h1 className={css.name} data-tip={container.name}>
          <bdi>{container.name}</bdi>
        </h1>
        {removed ? (
          <StatusPill shape="cross" tone="idle">
            {words.container.removed}
          </StatusPill>
        ) : (
          <ContainerState container={container} />
        )}
        <span className={css.image} data-tip={container.image}>
          {container.image}
        </span>
        <span className={css.actions}>
          <EditButton container={container} />
          <ContainerActions container={container} onMore={openMenuUnder} tabbable />
        </span>
      </div>
      <TabBar
        label={words.container.tabs}
        prefix="container"
        current={current.id}
        tabs={containerTabs.map(({ id, label }) => ({
          id,
          label: words.container.tab[label],
          href: hrefOf(id),
        }))}
      />
      <StaleBar standing={standing} error={phase === 'shown' ? error : null} />
      <div role="status">
        {removed && (
          <p className={css.removed}>
            <Shape name="triangle" />
            {words.container.removedText}
          </p>
        )}
      </div>
      <div className={css.panel} role="tabpanel" {...tabPanelIds('container', current.id)}>
        <ErrorBoundary key={`${container.id} ${current.id}`}>
          <Tab part={current.part} container={container} />
        </ErrorBoundary>
      </div>
      {menu}
    </div>
  );
}
