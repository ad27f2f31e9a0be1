import { expiryOf } from '../../../shared/contract/registry-certificates.ts';
import { useWords } from '../../i18n/index.ts';
import { certificatesKey, useCertificates } from '../../state/certificates.ts';
import { routeHash } from '../../state/route.ts';
import { StatusPill } from '../../ui/status-pill.tsx';
import css from './overview.module.css';

/** Ten minutes: what ends within days is not in a hurry. */
const everyMs = 10 * 60_000;

/** Certificates of registries that ended, or end within a month. Nothing while there are none. */
export function ExpiringCertificates() {
  const words = useWords().certificates;
  const { list } = useCertificates(everyMs);
  const ending = (list?.registries ?? [])
    .flatMap((row) => (row.daysLeft === null ? [] : [{ row, days: row.daysLeft }]))
    .filter(({ days }) => expiryOf(days) !== 'good')
    .sort((a, b) => a.days - b.days);
  if (ending.length === 0) return null;
  return (
    <section className={css.card} aria-labelledby="ending">
      <div className={css.cardHead}>
        <h2 id="ending">{words.endsSoon}</h2>
      </div>
      <ul aria-labelledby="ending">
        {ending.map(({ row, days }) => (
          <li key={certificatesKey(row)} className={css.ending}>
            <a href={routeHash('registries', 'certificates')}>
              <bdi>{row.registry}</bdi>
            </a>
            <StatusPill
              shape={expiryOf(days) === 'ended' ? 'cross' : 'triangle'}
              tone={expiryOf(days) === 'early' ? 'warn' : 'bad'}
            >
              {words.endsIn(days)}
            </StatusPill>
          </li>
        ))}
      </ul>
    </section>
  );
}
