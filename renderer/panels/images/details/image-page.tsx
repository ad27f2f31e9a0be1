import { ArrowUpFromLine, ChevronLeft, Ellipsis, SearchX, Tag, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { useWords } from '../../../i18n/index.ts';
import { engineIdOf, useConnection, useStanding } from '../../../state/connection.ts';
import { pushImage } from '../../../state/image-moves.ts';
import { type ImageRow, planImageRemoval, useImages } from '../../../state/images.ts';
import { routeHash, useRoute } from '../../../state/route.ts';
import { IconButton } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorBoundary } from '../../../ui/error-boundary.tsx';
import { InspectedObjectView } from '../../../ui/inspect/inspected-object.tsx';
import { Page } from '../../../ui/page.tsx';
import { Shape } from '../../../ui/shape.tsx';
import { StaleBar } from '../../../ui/stale-bar.tsx';
import { StatusPill } from '../../../ui/status-pill.tsx';
import { TabBar, tabPanelIds } from '../../../ui/tab-bar.tsx';
import { wordUse } from '../columns.tsx';
import { askImage, ImageDialogs } from '../dialogs.tsx';
import { useImageMenu } from '../use-image-menu.tsx';
import css from './details.module.css';
import { HistoryTab } from './history-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { UsersTab } from './users-tab.tsx';

const tabs = ['overview', 'history', 'users', 'inspect'] as const;
type TabName = (typeof tabs)[number];

/** By the start of its id, or by a name. */
function findRow(rows: readonly ImageRow[], wanted: string): ImageRow | undefined {
  const bare = wanted.replace(/^sha256:/, '');
  return (
    rows.find(({ tags }) => tags.includes(wanted) || tags.includes(`${wanted}:latest`)) ??
    rows.find(({ id }) => bare.length >= 4 && id.replace(/^sha256:/, '').startsWith(bare))
  );
}

/** The row, and after its removal what it was: the page does not go away with the image. */
function useShownImage(rows: readonly ImageRow[], wanted: string): ImageRow | undefined {
  const engineId = useConnection((state) => engineIdOf(state.engine));
  const last = useRef<{ of: string; row: ImageRow } | null>(null);
  const of = `${engineId} ${wanted}`;
  const found =
    findRow(rows, wanted) ??
    (last.current?.of === of ? rows.find(({ id }) => id === last.current?.row.id) : undefined);
  if (found !== undefined) last.current = { of, row: found };
  return found ?? (last.current?.of === of ? last.current.row : undefined);
}

function Tab({ name, image }: { name: TabName; image: ImageRow }) {
  switch (name) {
    case 'overview':
      return <OverviewTab image={image} />;
    case 'history':
      return <HistoryTab image={image} />;
    case 'users':
      return <UsersTab image={image} />;
    case 'inspect':
      return <InspectedObjectView kind="image" id={image.id} stamp={image.tags.join()} />;
  }
}

function HeadActions({ image, onMore }: { image: ImageRow; onMore(button: HTMLElement): void }) {
  const all = useWords();
  const words = all.images;
  const off = useStanding() === 'ready' ? null : all.engine.notReady;
  const [name] = image.tags;
  return (
    <span className={css.actions}>
      <IconButton
        label={words.named(words.push, image.title)}
        tip={words.push}
        disabledReason={off ?? (name === undefined ? words.noNameNoPush : null)}
        onClick={() => {
          if (name !== undefined) pushImage(name);
        }}
      >
        <ArrowUpFromLine size={14} />
      </IconButton>
      <IconButton
        label={words.named(words.tag, image.title)}
        tip={words.tag}
        disabledReason={off}
        onClick={() => askImage({ kind: 'tag', image })}
      >
        <Tag size={14} />
      </IconButton>
      <IconButton
        label={words.named(words.remove, image.title)}
        tip={words.removeDots}
        disabledReason={off ?? (image.protected ? words.protectedMark : null)}
        onClick={() => planImageRemoval([image])}
      >
        <Trash2 size={14} />
      </IconButton>
      <IconButton
        label={words.menu(image.title)}
        tip={words.columns.actions}
        aria-haspopup="menu"
        onClick={(event) => onMore(event.currentTarget)}
      >
        <Ellipsis size={16} />
      </IconButton>
    </span>
  );
}

/** The page of one image, `#/images/ID/TAB`. */
export function ImagePage() {
  const all = useWords();
  const words = all.images;
  const { object, tab } = useRoute();
  const { all: rows, phase, standing, error } = useImages();
  const { openMenuUnder, menu } = useImageMenu();
  const image = useShownImage(rows, object ?? '');
  const current = tabs.find((name) => name === tab) ?? 'overview';
  if (image === undefined)
    return (
      <Page title={object ?? all.pages.images} busy={phase === 'loading'}>
        <div className={css.unknown}>
          <EmptyState
            picture={<SearchX size={26} />}
            title={words.unknownTitle}
            text={words.unknownText(object ?? '')}
          >
            <a href={routeHash('images')}>{words.back}</a>
          </EmptyState>
        </div>
      </Page>
    );
  const removed = phase === 'shown' && !rows.includes(image);
  const used = image.usedBy.length > 0;
  return (
    <div className={css.page}>
      <div className={css.head}>
        <a className={css.back} href={routeHash('images')} aria-label={words.back} data-tip={words.back}>
          <ChevronLeft size={18} aria-hidden="true" />
        </a>
        <h1 className={css.title} data-tip={image.tags.join('\n') || image.title}>
          <bdi>{image.title}</bdi>
        </h1>
        {removed ? (
          <StatusPill shape="cross" tone="idle">
            {words.removed}
          </StatusPill>
        ) : (
          <StatusPill shape={used ? 'disc' : 'ring'} tone={used ? 'ok' : 'idle'}>
            {wordUse(image, words)}
          </StatusPill>
        )}
        {!removed && <HeadActions image={image} onMore={(button) => openMenuUnder(image, button)} />}
      </div>
      <TabBar
        label={words.tabs}
        prefix="image"
        current={current}
        tabs={tabs.map((id) => ({
          id,
          label: words.tab[id],
          href: routeHash('images', object, {}, id),
        }))}
      />
      <StaleBar standing={standing} error={phase === 'shown' ? error : null} />
      <div role="status">
        {removed && (
          <p className={css.removed}>
            <Shape name="triangle" />
            {words.removedText}
          </p>
        )}
      </div>
      <div className={css.panel} role="tabpanel" {...tabPanelIds('image', current)}>
        <ErrorBoundary key={`${image.id} ${current}`}>
          <Tab name={current} image={image} />
        </ErrorBoundary>
      </div>
      {menu}
      <ImageDialogs />
    </div>
  );
}
