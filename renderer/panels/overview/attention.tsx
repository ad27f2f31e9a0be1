import type { Container } from '../../../shared/contract/containers.ts';
import { ailmentOf } from '../../../shared/model/container-text.ts';
import { parseTime } from '../../../shared/model/durations.ts';
import { shortId } from '../../../shared/model/names.ts';
import { useWords } from '../../i18n/index.ts';
import { routeHash } from '../../state/route.ts';
import { Age } from '../../ui/age.tsx';
import { ContainerActions } from '../../ui/containers/container-actions.tsx';
import { ContainerState } from '../../ui/containers/container-state.tsx';
import { Shape } from '../../ui/shape.tsx';
import css from './overview.module.css';
import { Waiting } from './waiting.tsx';

const most = 8;

function What({ container }: { container: Container }) {
  const words = useWords();
  const ailment = ailmentOf(container);
  const ended = container.state === 'exited' ? parseTime(container.finishedAt) : null;
  return (
    <span className={css.what}>
      {ailment !== null && words.containers.ailments[ailment]}
      {ended !== null && (
        <>
          {' · '}
          <Age sinceMs={ended} sentence={words.agoText} />
        </>
      )}
    </span>
  );
}

interface AttentionProps {
  /** null while not known. */
  sick: readonly Container[] | null;
  onMore(container: Container, button: HTMLElement): void;
}

/** The containers in which something is wrong, each with what can be done about it. */
export function Attention({ sick, onMore }: AttentionProps) {
  const words = useWords();
  return (
    <section className={css.card} aria-labelledby="attention">
      <div className={css.cardHead}>
        <h2 id="attention">{words.overview.attention}</h2>
      </div>
      {sick === null && <Waiting />}
      {sick !== null && sick.length === 0 && (
        <div className={css.well}>
          <Shape name="check" className={css.ok} />
          <p>{words.overview.allWell}</p>
          <p>{words.overview.allWellText}</p>
        </div>
      )}
      <ul aria-labelledby="attention">
        {(sick ?? []).slice(0, most).map((container) => (
          <li key={container.id} className={css.sick}>
            <span className={css.sickName}>
              <a href={routeHash('containers', shortId(container.id))}>
                <bdi>{container.name}</bdi>
              </a>
              <What container={container} />
            </span>
            <ContainerState container={container} />
            <ContainerActions container={container} onMore={onMore} tabbable />
          </li>
        ))}
      </ul>
      {sick !== null && sick.length > most && (
        <a className={css.more} href={routeHash('containers', null, { state: 'attention' })}>
          {words.overview.showAll(sick.length)}
        </a>
      )}
    </section>
  );
}
