import { useMemo, useState } from 'react';
import type { Checkpoint } from '../../../shared/contract/checkpoints.ts';
import { useWords } from '../../i18n/index.ts';
import { checkpointKey, nameOfCheckpoint, planCheckpointRemoval } from '../../state/checkpoints.ts';
import { useStanding } from '../../state/connection.ts';
import { Button } from '../button.tsx';
import type { GridSort } from '../data-grid/columns.ts';
import { DataGrid } from '../data-grid/data-grid.tsx';
import { nothingSelected, type Selection, withoutGone } from '../data-grid/selection.ts';
import css from './checkpoints.module.css';
import { CloneDialog } from './clone-dialog.tsx';
import { byAge, checkpointColumns } from './columns.tsx';
import { RowActions } from './row-actions.tsx';

/** Checkpoints in a grid, with what can be done with them. */
export function CheckpointList({
  label,
  checkpoints,
  ofOne,
}: {
  label: string;
  checkpoints: readonly Checkpoint[];
  /** All are of one container: its name is not said in each row. */
  ofOne: boolean;
}) {
  const all = useWords();
  const words = all.checkpoints;
  const standing = useStanding();
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [sort, setSort] = useState<GridSort>({ column: 'made', descending: true });
  const [cloned, setCloned] = useState<Checkpoint | null>(null);
  const present = withoutGone(
    selection,
    useMemo(() => new Set(checkpoints.map(checkpointKey)), [checkpoints]),
  );
  if (present !== selection) setSelection(present);
  const selected = checkpoints.filter((one) => present.keys.has(checkpointKey(one)));
  const columns = useMemo(
    () =>
      checkpointColumns({
        words: all,
        ofOne,
        actions: (one) => <RowActions checkpoint={one} onClone={setCloned} />,
      }),
    [all, ofOne],
  );

  return (
    <div className={css.list}>
      <DataGrid
        label={label}
        columns={columns}
        rows={checkpoints}
        rowKey={checkpointKey}
        rowName={(one) => nameOfCheckpoint(one, all)}
        selectLabel={(one) => words.select(nameOfCheckpoint(one, all))}
        selectAllLabel={words.selectAll}
        tie={byAge}
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
            disabledReason={standing === 'ready' ? null : all.engine.notReady}
            onClick={() => planCheckpointRemoval(selected)}
          >
            {words.remove}
          </Button>
          <Button look="quiet" onClick={() => setSelection(nothingSelected)}>
            {words.clearSelection}
          </Button>
        </div>
      )}
      {cloned !== null && <CloneDialog checkpoint={cloned} onClose={() => setCloned(null)} />}
    </div>
  );
}
