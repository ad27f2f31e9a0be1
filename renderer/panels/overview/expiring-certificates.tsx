import { useWords } from '../../i18n/index.ts';
import { useEndingCertificates } from '../../state/ending-certificates.ts';
import { routeHash } from '../../state/route.ts';
import { StatusPill } from '../../ui/status-pill.tsx';
import css from './overview.module.css';

/** Certificates of registries that ended, or end within a month. Nothing while there are none. */
export function ExpiringCertificates() {
  const words = useWords().certificates;
  const ending = useEndingCertificates((state) => state.ending);
  if (ending.length === 0) return null;
  return (
    <section className={css.card} aria-labelledby="ending">
      <div className={css.cardHead}>
        <h2 id="ending">{words.endsSoon}</h2>
      </div>
      <ul aria-labelledby="ending">
        {ending.map(({ registry, place, daysLeft, expiry }) => (
          <li key={`${place} ${registry}`} className={css.ending}>
            <a href={routeHash('registries', 'certificates')}>
              <bdi>{registry}</bdi>
            </a>
            <StatusPill
              shape={expiry === 'ended' ? 'cross' : 'triangle'}
              tone={expiry === 'early' ? 'warn' : 'bad'}
            >
              {words.endsIn(daysLeft)}
            </StatusPill>
          </li>
        ))}
      </ul>
    </section>
  );
}
