import { Facts } from '../containers/details.tsx';
import css from './container.module.css';
import type { TabProps } from './tabs.ts';

/** What the list knows of the container. */
export function OverviewTab({ container }: TabProps) {
  return (
    <div className={css.overview}>
      <Facts container={container} />
    </div>
  );
}
