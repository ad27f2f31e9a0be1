import { KeyRound, LogOut, Search } from 'lucide-react';
import type { RegistryLogin } from '../../../../shared/contract/registry-login.ts';
import { compareNames } from '../../../../shared/model/names.ts';
import type { Words } from '../../../i18n/index.ts';
import { logOut } from '../../../state/registry-logins.ts';
import { navigate, routeHash } from '../../../state/route.ts';
import { IconButton } from '../../../ui/button.tsx';
import type { GridColumn } from '../../../ui/data-grid/columns.ts';
import { Shape } from '../../../ui/shape.tsx';
import css from './login.module.css';

/** E.g. `Docker Hub`, or its host. */
export function nameOfHost(host: string, words: Words): string {
  return host === 'docker.io' ? words.logins.hub : host;
}

function keptText({ source, ignored }: RegistryLogin, { logins: words }: Words): string {
  const kept = source.kind === 'helper' ? words.kept.helper(source.helper) : words.kept[source.kind];
  return ignored ? `${kept}. ${words.ignored}` : kept;
}

export const byHost = (a: RegistryLogin, b: RegistryLogin): number => compareNames(a.host, b.host);

function Kept({ login, words }: { login: RegistryLogin; words: Words }) {
  const text = keptText(login, words);
  const told = (
    <span className={css.text} data-tip={text}>
      {text}
    </span>
  );
  if (login.source.kind !== 'file') return told;
  return (
    <span className={css.warn}>
      <Shape name="triangle" />
      {told}
    </span>
  );
}

/** The columns of the list of logins. */
export function loginColumns(
  words: Words,
  onAgain: (login: RegistryLogin) => void,
): GridColumn<RegistryLogin>[] {
  const { logins } = words;
  const base = { grow: 0, priority: 0, hideable: false };
  return [
    {
      ...base,
      ...{ id: 'host', header: logins.columns.host, minWidth: 180, grow: 3 },
      compare: byHost,
      cell: (row) => (
        <bdi className={css.name} data-tip={row.key}>
          {nameOfHost(row.host, words)}
        </bdi>
      ),
    },
    {
      ...base,
      ...{ id: 'username', header: logins.columns.username, minWidth: 120, grow: 2 },
      compare: (a, b) => compareNames(a.username, b.username),
      cell: (row) =>
        row.username === '' ? (
          <span className={css.faint}>{logins.token}</span>
        ) : (
          <bdi className={css.text} data-tip={row.username}>
            {row.username}
          </bdi>
        ),
    },
    {
      ...base,
      ...{ id: 'kept', header: logins.columns.kept, minWidth: 200, grow: 3 },
      compare: (a, b) => compareNames(keptText(a, words), keptText(b, words)),
      cell: (row) => <Kept login={row} words={words} />,
    },
    {
      ...base,
      ...{ id: 'actions', header: logins.columns.actions, quietHeader: true, minWidth: 108, align: 'end' },
      cell: (row) => (
        <span className={css.actions}>
          <IconButton
            tabIndex={-1}
            label={logins.browseHost(row.host)}
            tip={logins.browse}
            onClick={() => navigate(routeHash('registries', 'browse', { host: row.host }))}
          >
            <Search size={14} />
          </IconButton>
          <IconButton
            tabIndex={-1}
            label={logins.logInAgainTo(row.host)}
            tip={logins.again}
            onClick={() => onAgain(row)}
          >
            <KeyRound size={14} />
          </IconButton>
          <IconButton
            tabIndex={-1}
            label={logins.logOutOf(row.host)}
            tip={logins.logOut}
            disabledReason={row.source.kind === 'environment' ? logins.fromEnvironment : null}
            onClick={() => void logOut(row.host)}
          >
            <LogOut size={14} />
          </IconButton>
        </span>
      ),
    },
  ];
}
