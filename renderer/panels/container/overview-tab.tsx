import type { Container } from '../../../shared/contract/containers.ts';
import { Facts } from '../../ui/containers/facts.tsx';
import css from './container.module.css';

/** What the list knows of the container. */
export function OverviewTab({ container }: { container: Container }) {
  return (
    <div className={css.overview}>
      <Facts container={container} heading="h2" />
    </div>
  );
}
