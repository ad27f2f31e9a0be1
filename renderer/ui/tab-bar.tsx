import type { KeyboardEvent } from 'react';
import { navigate } from '../state/route.ts';
import css from './tab-bar.module.css';

export interface TabLink {
  id: string;
  label: string;
  href: string;
  /** A figure after the words. */
  count?: number | undefined;
}

interface TabBarProps {
  /** Of what these are the tabs. */
  label: string;
  /** Begins the ids of the tabs and of their panel, so that several bars can stand on a page. */
  prefix: string;
  tabs: readonly TabLink[];
  current: string;
}

/** The id of the panel that a bar's tab shows, and of the tab that names it. */
export const tabPanelIds = (prefix: string, current: string) => ({
  id: `${prefix}-panel`,
  'aria-labelledby': `${prefix}-tab-${current}`,
});

/** Tabs that are addresses; arrow keys move between them. */
export function TabBar({ label, prefix, tabs, current }: TabBarProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = tabs.findIndex(({ id }) => id === current);
    const last = tabs.length - 1;
    const to = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    const next = to === undefined ? undefined : tabs[to];
    if (next === undefined) return;
    event.preventDefault();
    navigate(next.href, { replace: true });
    document.getElementById(`${prefix}-tab-${next.id}`)?.focus();
  };
  return (
    <div className={css.tabs} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map(({ id, label: words, href, count }) => (
        <a
          key={id}
          id={`${prefix}-tab-${id}`}
          className={css.tab}
          role="tab"
          href={href}
          aria-selected={id === current}
          aria-controls={id === current ? `${prefix}-panel` : undefined}
          tabIndex={id === current ? 0 : -1}
        >
          {words}
          {count !== undefined && count > 0 && <span className={css.count}>{count}</span>}
        </a>
      ))}
    </div>
  );
}
