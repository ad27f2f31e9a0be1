import { useMemo, useState } from 'react';
import type { RegistryLogin } from '../../../../shared/contract/registry-login.ts';
import { useWords } from '../../../i18n/index.ts';
import { useStanding } from '../../../state/connection.ts';
import { loginKey, logOut } from '../../../state/registry-logins.ts';
import { Button } from '../../../ui/button.tsx';
import type { GridSort } from '../../../ui/data-grid/columns.ts';
import { DataGrid } from '../../../ui/data-grid/data-grid.tsx';
import { nothingSelected, type Selection, withoutGone } from '../../../ui/data-grid/selection.ts';
import { byHost, loginColumns, nameOfHost } from './columns.tsx';
import css from './login.module.css';

/** Logins in a grid, with what can be done with them. */
export function LoginList({
  logins,
  onAgain,
}: {
  logins: readonly RegistryLogin[];
  onAgain(login: RegistryLogin): void;
}) {
  const all = useWords();
  const words = all.logins;
  const standing = useStanding();
  const [sort, setSort] = useState<GridSort>({ column: 'host', descending: false });
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const present = withoutGone(
    selection,
    useMemo(() => new Set(logins.map(loginKey)), [logins]),
  );
  if (present !== selection) setSelection(present);
  const columns = useMemo(() => loginColumns(all, onAgain), [all, onAgain]);
  const selected = logins.filter((one) => present.keys.has(loginKey(one)));
  const hosts = new Set(
    selected.filter(({ source }) => source.kind !== 'environment').map(({ host }) => host),
  );
  return (
    <div className={css.list}>
      <DataGrid
        label={words.title}
        columns={columns}
        rows={logins}
        rowKey={loginKey}
        rowName={({ host }) => nameOfHost(host, all)}
        selectLabel={({ host }) => words.select(nameOfHost(host, all))}
        selectAllLabel={words.selectAll}
        tie={byHost}
        sort={sort}
        onSort={setSort}
        orderKey=""
        selection={present}
        onSelection={setSelection}
        openKey={null}
        onOpen={() => undefined}
        onMenu={() => undefined}
        stale={standing === 'stale'}
        heldLabel={{ text: all.containers.orderHeld, why: all.containers.orderHeldWhy }}
      />
      {selected.length > 0 && (
        <div className={css.selection} role="toolbar" aria-label={words.selection}>
          <span className={css.selected}>{words.selected(selected.length)}</span>
          <Button
            disabledReason={hosts.size === 0 ? words.fromEnvironment : null}
            onClick={() => {
              for (const host of hosts) void logOut(host);
            }}
          >
            {words.logOut}
          </Button>
          <Button look="quiet" onClick={() => setSelection(nothingSelected)}>
            {words.clearSelection}
          </Button>
        </div>
      )}
    </div>
  );
}
