import { Boxes } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useWords } from '../../../i18n/index.ts';
import { useRepositories } from '../../../state/registry-contents.ts';
import { useLogins } from '../../../state/registry-logins.ts';
import { navigate, routeHash, useRoute } from '../../../state/route.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { LoginDialog } from '../login/login-dialog.tsx';
import css from './browse.module.css';
import { RepositoryList } from './repository-list.tsx';
import { TagList } from './tag-list.tsx';

/** A line to type in with its button. */
function Ask({
  label,
  placeholder,
  button,
  value,
  proposals,
  onSend,
}: {
  label: string;
  placeholder: string;
  button: string;
  value: string;
  proposals: readonly string[];
  onSend(value: string): void;
}) {
  const id = useId();
  const [text, setText] = useState(value);
  return (
    <form
      className={css.ask}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onSend(text.trim());
      }}
    >
      <span className={css.field}>
        <label className={css.label} htmlFor={id}>
          {label}
        </label>
        <input
          id={id}
          className={css.input}
          list={`${id}-list`}
          placeholder={placeholder}
          value={text}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
        <datalist id={`${id}-list`}>
          {proposals.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </span>
      <Button type="submit">{button}</Button>
    </form>
  );
}

/** Repositories of a registry, and the tags of one of them. */
function Opened({ host, repository }: { host: string; repository: string }) {
  const words = useWords();
  const { browse } = words;
  const pages = useRepositories(host);
  const [asking, setAsking] = useState(false);
  const { error } = pages;
  const wantsLogin = error?.reason === 'registry-wants-login' || error?.reason === 'registry-denied';
  let shown: ReactNode;
  if (error !== null && pages.names === null && (error.reason !== 'registry-no-catalog' || repository === ''))
    shown = (
      <div className={css.pad}>
        <ErrorCard title={browse.notOpened} error={error} onRetry={pages.read}>
          {wantsLogin && <Button onClick={() => setAsking(true)}>{words.logins.add}</Button>}
        </ErrorCard>
      </div>
    );
  else if (repository === '')
    shown = <EmptyState picture={<Boxes size={26} />} title={browse.chooseTitle} text={browse.chooseText} />;
  else shown = <TagList key={`${host} ${repository}`} host={host} repository={repository} />;
  return (
    <div className={css.panes}>
      <RepositoryList host={host} chosen={repository} pages={pages} />
      <section className={css.main} aria-label={repository === '' ? host : browse.tagsOf(repository)}>
        {shown}
      </section>
      {asking && <LoginDialog host={host} onClose={() => setAsking(false)} onDone={pages.read} />}
    </div>
  );
}

/** What registries hold: `#/registries/browse?host=HOST&repository=NAME`. */
export function BrowseTab() {
  const words = useWords().browse;
  const { query } = useRoute();
  const host = query.host ?? '';
  const repository = query.repository ?? '';
  const { list } = useLogins();
  const hosts = [...new Set((list?.logins ?? []).map((login) => login.host))];
  const go = (next: Record<string, string>) => navigate(routeHash('registries', 'browse', next));
  return (
    <div className={css.tab}>
      <div className={css.bar}>
        <Ask
          key={`host ${host}`}
          label={words.host}
          placeholder={words.hostPlaceholder}
          button={words.open}
          value={host}
          proposals={hosts}
          onSend={(value) => go({ host: value })}
        />
        {host !== '' && (
          <Ask
            key={`repository ${repository}`}
            label={words.repository}
            placeholder={words.repositoryPlaceholder}
            button={words.showTags}
            value={repository}
            proposals={[]}
            onSend={(value) => go({ host, repository: value })}
          />
        )}
      </div>
      {host === '' ? (
        <EmptyState picture={<Boxes size={26} />} title={words.emptyTitle} text={words.emptyText} />
      ) : (
        <Opened key={host} host={host} repository={repository} />
      )}
    </div>
  );
}
