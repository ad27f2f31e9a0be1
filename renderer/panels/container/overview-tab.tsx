import type { Container } from '../../../shared/contract/containers.ts';
import { Facts } from '../../ui/containers/facts.tsx';
import { CrashCard } from './crash-card.tsx';
import { HealthCard } from './health-card.tsx';
import css from './overview-tab.module.css';

/** How the container fares, and what the list knows of it. */
export function OverviewTab({ container }: { container: Container }) {
  return (
    <div className={css.scroller}>
      <div className={css.sheet}>
        <CrashCard container={container} />
        <HealthCard container={container} />
        <Facts container={container} heading="h2" />
      </div>
    </div>
  );
}
