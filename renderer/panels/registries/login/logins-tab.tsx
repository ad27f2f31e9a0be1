import { KeyRound, Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { RegistryLogin } from '../../../../shared/contract/registry-login.ts';
import { useWords } from '../../../i18n/index.ts';
import { useStanding } from '../../../state/connection.ts';
import { useLogins } from '../../../state/registry-logins.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleBar } from '../../../ui/stale-bar.tsx';
import { useWantedHost } from '../use-wanted-host.ts';
import css from './login.module.css';
import { LoginDialog } from './login-dialog.tsx';
import { LoginList } from './login-list.tsx';

/** Who is logged in to which registry; `#/registries/logins?host=...` opens the form for that one. */
export function LoginsTab() {
  const all = useWords();
  const words = all.logins;
  const standing = useStanding();
  const { list, error, read } = useLogins();
  const [asked, setAsked] = useState<{ host: string; username: string } | null>(null);
  const { wanted, forget } = useWantedHost('logins');
  const shown = asked ?? (wanted === null ? null : { host: wanted, username: '' });
  const onAgain = useCallback(({ host, username }: RegistryLogin) => setAsked({ host, username }), []);
  const addButton = (
    <Button
      look="primary"
      disabledReason={standing === 'ready' ? null : all.engine.notReady}
      onClick={() => setAsked({ host: '', username: '' })}
    >
      <Plus size={14} aria-hidden="true" />
      {words.add}
    </Button>
  );
  const empty = list !== null && list.logins.length === 0;
  return (
    <div className={css.tab}>
      <StaleBar standing={standing} error={list === null ? null : error} />
      {list === null && error !== null && (
        <div className={css.pad}>
          <ErrorCard title={words.notListed} error={error} onRetry={read} />
        </div>
      )}
      {list === null && error === null && (
        <div className={css.pad} role="status" aria-label={all.loading}>
          <Skeleton width="52%" />
          <Skeleton width="40%" />
        </div>
      )}
      {list !== null && (
        <div className={css.lead}>
          <p>{words.readFrom(list.path)}</p>
          {!empty && addButton}
        </div>
      )}
      {list !== null && list.problems.length > 0 && (
        <div className={css.pad}>
          {list.problems.map((problem) => (
            <ErrorCard key={JSON.stringify(problem)} title={words.problem} error={problem} onRetry={read} />
          ))}
        </div>
      )}
      {empty && (
        <EmptyState picture={<KeyRound size={26} />} title={words.emptyTitle} text={words.emptyText}>
          {addButton}
        </EmptyState>
      )}
      {list !== null && !empty && <LoginList logins={list.logins} onAgain={onAgain} />}
      {shown !== null && (
        <LoginDialog
          {...shown}
          onClose={() => {
            setAsked(null);
            forget();
          }}
        />
      )}
    </div>
  );
}
