import {
  Activity,
  Boxes,
  FolderKanban,
  Gauge,
  HardDrive,
  KeyRound,
  Layers,
  LayoutDashboard,
  type LucideIcon,
  MonitorCog,
  Settings,
  Snowflake,
} from 'lucide-react';
import { useWords } from '../i18n/index.ts';
import { useTable } from '../state/resources.ts';
import { type NavPage, pageNames, routeHash, useRoute } from '../state/route.ts';
import css from './shell.module.css';

const icons: Record<NavPage, LucideIcon> = {
  overview: LayoutDashboard,
  containers: Boxes,
  projects: FolderKanban,
  images: Layers,
  stats: Gauge,
  disk: HardDrive,
  events: Activity,
  checkpoints: Snowflake,
  registries: KeyRound,
  machine: MonitorCog,
  settings: Settings,
};

/** Links to the pages there are. */
export function Nav() {
  const words = useWords();
  const { page } = useRoute();
  const { rows, phase } = useTable('container');
  return (
    <nav className={css.nav} aria-label={words.mainNavigation}>
      <ul>
        {pageNames.map((name) => {
          const Icon = icons[name];
          return (
            <li key={name}>
              <a
                className={css.link}
                href={routeHash(name)}
                data-tip-narrow={words.pages[name]}
                aria-current={page === name ? 'page' : undefined}
              >
                <Icon size={16} aria-hidden="true" />
                <span className={css.label}>{words.pages[name]}</span>
                {name === 'containers' && phase === 'shown' && (
                  <span className={css.count} aria-hidden="true">
                    {rows.size}
                  </span>
                )}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
