import { useWords } from '../../i18n/index.ts';
import { useLoginStates } from '../../state/registry-logins.ts';
import { routeHash } from '../../state/route.ts';
import { StatusPill } from '../../ui/status-pill.tsx';
import css from './overview.module.css';

const mostShown = 5;

/** Registries a login is kept for, and which of them refused it lately. Nothing while there are none. */
export function RegistryLogins() {
  const words = useWords().logins;
  const states = useLoginStates();
  if (states.length === 0) return null;
  const href = routeHash('registries', 'logins');
  return (
    <section className={css.card} aria-labelledby="logins">
      <div className={css.cardHead}>
        <h2 id="logins">{words.overview}</h2>
        {states.length > mostShown && <a href={href}>{words.all(states.length)}</a>}
      </div>
      <ul aria-labelledby="logins">
        {states.slice(0, mostShown).map(({ host, refusedAt }) => (
          <li key={host} className={css.ending}>
            <a href={href}>
              <bdi>{host === 'docker.io' ? words.hub : host}</bdi>
            </a>
            {refusedAt === null ? (
              <StatusPill shape="check" tone="ok">
                {words.isKept}
              </StatusPill>
            ) : (
              <StatusPill shape="cross" tone="bad">
                {words.isRefused}
              </StatusPill>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
