import type { Container } from '../../../shared/contract/containers.ts';
import { crashTitle } from '../../../shared/model/crash-words.ts';
import { useWords } from '../../i18n/index.ts';
import { useCrashes } from '../../state/crashes.ts';
import { CrashDetails } from '../../ui/containers/crash-details.tsx';
import { CrashLinks } from '../../ui/containers/crash-links.tsx';
import { CrashSummary } from '../../ui/containers/crash-summary.tsx';
import { Shape } from '../../ui/shape.tsx';
import css from './overview-tab.module.css';

/** How this container crashed last, if it did and nobody has put it away. */
export function CrashCard({ container }: { container: Container }) {
  const words = useWords().crashes;
  const crash = useCrashes(({ crashes }) => crashes.find(({ containerId }) => containerId === container.id));
  if (crash === undefined) return null;
  return (
    <section className={css.crash} aria-label={words.card(crash.name)}>
      <div className={css.crashHead}>
        <Shape name="triangle" className={css.mark} />
        <h2>{crashTitle(crash, words.words)}</h2>
        <CrashLinks crash={crash} container={container} />
      </div>
      <CrashSummary crash={crash} />
      <CrashDetails crash={crash} />
    </section>
  );
}
