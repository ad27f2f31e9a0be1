import { Plus } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { ContextRow } from '../../../../shared/contract/contexts.ts';
import { useWords } from '../../../i18n/index.ts';
import { planContextRemoval, useContexts } from '../../../state/contexts.ts';
import { Button } from '../../../ui/button.tsx';
import type { GridSort } from '../../../ui/data-grid/columns.ts';
import { DataGrid } from '../../../ui/data-grid/data-grid.tsx';
import { nothingSelected, type Selection, withoutGone } from '../../../ui/data-grid/selection.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { ChoiceCard } from './choice-card.tsx';
import { byName, contextColumns } from './columns.tsx';
import { ContextDialog } from './context-dialog.tsx';
import css from './contexts.module.css';
import { TestDialog } from './verdict.tsx';

type Asked = { what: 'create' } | { what: 'edit'; row: ContextRow } | { what: 'test'; name: string } | null;

/** The contexts of the docker CLI: `#/machine/contexts`. */
export function ContextsTab() {
  const all = useWords();
  const words = all.contexts;
  const { list, switchingTo } = useContexts();
  const [asked, setAsked] = useState<Asked>(null);
  const [sort, setSort] = useState<GridSort>({ column: 'name', descending: false });
  const onTest = useCallback(({ name }: ContextRow) => setAsked({ what: 'test', name }), []);
  const onEdit = useCallback((row: ContextRow) => setAsked({ what: 'edit', row }), []);
  const columns = useMemo(
    () => contextColumns(all, { onTest, onEdit, switchingTo }),
    [all, onTest, onEdit, switchingTo],
  );
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const taken = useMemo(() => new Set(list?.contexts.map(({ name }) => name)), [list]);
  const present = withoutGone(selection, taken);
  if (present !== selection) setSelection(present);
  const chosen = list?.contexts.filter(({ name, builtIn }) => !builtIn && present.keys.has(name)) ?? [];
  if (list === null)
    return (
      <div className={css.pad} role="status" aria-label={all.loading}>
        <Skeleton width="52%" />
        <Skeleton width="40%" />
      </div>
    );
  const close = () => setAsked(null);
  return (
    <div className={css.tab}>
      <div className={css.lead}>
        <p>
          {words.text} <bdi className={css.mono}>{list.folder}</bdi>
        </p>
        <Button look="primary" onClick={() => setAsked({ what: 'create' })}>
          <Plus size={14} aria-hidden="true" />
          {words.create}
        </Button>
      </div>
      {list.problems.map(({ context, detail }) => (
        <p key={context} className={css.problem} role="status">
          {words.problem(context, detail)}
        </p>
      ))}
      <div className={css.split}>
        <div className={css.list}>
          <DataGrid
            label={words.title}
            columns={columns}
            rows={list.contexts}
            rowKey={({ name }) => name}
            rowName={({ name }) => name}
            tie={byName}
            sort={sort}
            onSort={setSort}
            orderKey=""
            selectLabel={({ name }) => words.select(name)}
            selectAllLabel={words.selectAll}
            selection={present}
            onSelection={setSelection}
            openKey={null}
            onOpen={({ name }) => setAsked({ what: 'test', name })}
            onMenu={() => undefined}
            stale={false}
            heldLabel={{ text: all.containers.orderHeld, why: all.containers.orderHeldWhy }}
          />
          {present.keys.size > 0 && (
            <div className={css.selection} role="toolbar" aria-label={words.selection}>
              <span className={css.selected}>{words.selected(present.keys.size)}</span>
              <Button
                disabledReason={chosen.length === 0 ? words.builtInFixed : null}
                onClick={() => planContextRemoval(chosen.map(({ name }) => name))}
              >
                {words.remove}
              </Button>
              <Button look="quiet" onClick={() => setSelection(nothingSelected)}>
                {words.clearSelection}
              </Button>
            </div>
          )}
        </div>
        <ChoiceCard list={list} />
      </div>
      {asked?.what === 'create' && <ContextDialog row={null} taken={taken} onClose={close} />}
      {asked?.what === 'edit' && <ContextDialog row={asked.row} taken={taken} onClose={close} />}
      {asked?.what === 'test' && <TestDialog name={asked.name} onClose={close} />}
    </div>
  );
}
