import { useWords } from '../../../i18n/index.ts';
import type { Pages } from '../../../state/registry-contents.ts';
import { routeHash } from '../../../state/route.ts';
import { Button } from '../../../ui/button.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import css from './browse.module.css';

/** Repositories of a registry, to choose one. */
export function RepositoryList({
  host,
  chosen,
  pages: { names, hasMore, busy, error, more },
}: {
  host: string;
  chosen: string;
  pages: Pages;
}) {
  const all = useWords();
  const words = all.browse;
  return (
    <nav className={css.side} aria-label={words.repositories}>
      <h2>{words.repositories}</h2>
      {names === null && busy && (
        <div className={css.quiet} role="status" aria-label={all.loading}>
          <Skeleton width="70%" />
        </div>
      )}
      {names === null && error?.reason === 'registry-no-catalog' && (
        <p className={css.quiet}>{words.noCatalog}</p>
      )}
      {names?.length === 0 && <p className={css.quiet}>{words.noRepositories}</p>}
      {names !== null && names.length > 0 && (
        <ul>
          {names.map((repository) => (
            <li key={repository}>
              <a
                className={css.repository}
                aria-current={repository === chosen}
                href={routeHash('registries', 'browse', { host, repository })}
              >
                <bdi>{repository}</bdi>
              </a>
            </li>
          ))}
        </ul>
      )}
      {hasMore && (
        <Button look="quiet" disabledReason={busy ? all.loading : null} onClick={more}>
          {words.more}
        </Button>
      )}
    </nav>
  );
}
