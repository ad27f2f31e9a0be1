import { FileText, RefreshCw, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type {
  CertificateList as Listing,
  RegistryCertificates,
} from '../../../../shared/contract/registry-certificates.ts';
import { useWords } from '../../../i18n/index.ts';
import { certificatesKey, planCertificateRemoval } from '../../../state/certificates.ts';
import { useStanding } from '../../../state/connection.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import type { GridSort } from '../../../ui/data-grid/columns.ts';
import { DataGrid } from '../../../ui/data-grid/data-grid.tsx';
import { nothingSelected, type Selection, withoutGone } from '../../../ui/data-grid/selection.ts';
import css from './certificates.module.css';
import { byEnd, certificateColumns } from './columns.tsx';

interface Props {
  list: Listing;
  onDetails(row: RegistryCertificates): void;
  onReplace(row: RegistryCertificates): void;
}

/** What is installed for registries in a grid, with what can be done with it. */
export function CertificateList({ list: { registries, places }, onDetails, onReplace }: Props) {
  const all = useWords();
  const words = all.certificates;
  const standing = useStanding();
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const [sort, setSort] = useState<GridSort>({ column: 'registry', descending: false });
  const present = withoutGone(
    selection,
    useMemo(() => new Set(registries.map(certificatesKey)), [registries]),
  );
  if (present !== selection) setSelection(present);
  const selected = registries.filter((row) => present.keys.has(certificatesKey(row)));
  const off = standing === 'ready' ? null : all.engine.notReady;
  const elevate = places.some(({ access }) => access === 'elevate');
  const columns = certificateColumns(all, places.length, (row) => (
    <span className={css.actions}>
      <IconButton
        tabIndex={-1}
        label={words.named(words.details, row.registry)}
        tip={words.details}
        onClick={() => onDetails(row)}
      >
        <FileText size={14} />
      </IconButton>
      <IconButton
        tabIndex={-1}
        label={words.named(words.replace, row.registry)}
        tip={words.replace}
        disabledReason={off}
        onClick={() => onReplace(row)}
      >
        <RefreshCw size={14} />
      </IconButton>
      <IconButton
        tabIndex={-1}
        label={words.named(words.remove, row.registry)}
        tip={words.remove}
        disabledReason={off}
        onClick={() => planCertificateRemoval([row], elevate)}
      >
        <Trash2 size={14} />
      </IconButton>
    </span>
  ));
  return (
    <div className={css.list}>
      <DataGrid
        label={all.pages.registries}
        columns={columns}
        rows={registries}
        rowKey={certificatesKey}
        rowName={({ registry }) => registry}
        selectLabel={({ registry }) => words.select(registry)}
        selectAllLabel={words.selectAll}
        tie={byEnd}
        sort={sort}
        onSort={setSort}
        orderKey=""
        selection={present}
        onSelection={setSelection}
        openKey={null}
        onOpen={onDetails}
        onMenu={() => undefined}
        stale={standing === 'stale'}
        heldLabel={{ text: all.containers.orderHeld, why: all.containers.orderHeldWhy }}
      />
      {selected.length > 0 && (
        <div className={css.selection} role="toolbar" aria-label={words.selection}>
          <span className={css.selected}>{words.selected(selected.length)}</span>
          <Button disabledReason={off} onClick={() => planCertificateRemoval(selected, elevate)}>
            {words.remove}
          </Button>
          <Button look="quiet" onClick={() => setSelection(nothingSelected)}>
            {words.clearSelection}
          </Button>
        </div>
      )}
    </div>
  );
}
