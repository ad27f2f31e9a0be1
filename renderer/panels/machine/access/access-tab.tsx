import { Cable } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useWords } from '../../../i18n/index.ts';
import { useConnection, useStanding } from '../../../state/connection.ts';
import { call } from '../../../state/link.ts';
import { usePolled } from '../../../state/polled.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import type { GridSort } from '../../../ui/data-grid/columns.ts';
import { DataGrid } from '../../../ui/data-grid/data-grid.tsx';
import { nothingSelected, type Selection, withoutGone } from '../../../ui/data-grid/selection.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StaleBar } from '../../../ui/stale-bar.tsx';
import css from './access.module.css';
import { addressOf, byPort, portColumns, portKey, portName } from './columns.tsx';
import { HostGateway } from './host-gateway.tsx';

const everyMs = 5_000;

/** From containers to this machine and back: `#/machine/access`. */
export function AccessTab() {
  const all = useWords();
  const words = all.machine.access;
  const standing = useStanding();
  const engine = useConnection((state) =>
    state.engine !== null && 'engine' in state.engine ? state.engine.engine.id : null,
  );
  const ports = usePolled(engine, everyMs, (signal) => call('machine.ports', {}, { signal }));
  const access = usePolled(engine, 60_000, (signal) => call('machine.hostAccess', {}, { signal }));
  const [sort, setSort] = useState<GridSort>({ column: 'port', descending: false });
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const columns = useMemo(() => portColumns(all), [all]);
  const rows = ports.value ?? [];
  const present = withoutGone(selection, new Set(rows.map(portKey)));
  const selected = rows.filter((port) => present.keys.has(portKey(port)));
  const rowName = (port: Parameters<typeof portName>[0]) => `${portName(port)} ${port.containerName}`;
  return (
    <div className={css.tab}>
      <div className={css.pad}>
        <HostGateway access={access.value} />
        <div>
          <h2>{words.ports}</h2>
          <p className={css.lead}>{words.portsText}</p>
        </div>
        <StaleBar standing={standing} error={ports.value === null ? null : ports.error} />
        {ports.value === null && ports.error !== null && (
          <ErrorCard title={words.failed} error={ports.error} onRetry={ports.read} />
        )}
        {ports.value === null && ports.error === null && standing === 'ready' && (
          <div role="status" aria-label={all.loading}>
            <Skeleton width="52%" />
            <Skeleton width="40%" />
          </div>
        )}
        {ports.value === null && standing !== 'ready' && <p className={css.lead}>{all.engine.notReady}</p>}
      </div>
      {ports.value?.length === 0 && (
        <EmptyState picture={<Cable size={26} />} title={words.emptyTitle} text={words.emptyText} />
      )}
      {ports.value !== null && ports.value.length > 0 && (
        <div className={css.list}>
          <DataGrid
            label={words.ports}
            columns={columns}
            rows={ports.value}
            rowKey={portKey}
            rowName={rowName}
            selectLabel={(port) => words.select(rowName(port))}
            selectAllLabel={words.selectAll}
            tie={byPort}
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
              <span>{words.selected(selected.length)}</span>
              <CopyButton text={selected.map(addressOf).join('\n')} label={words.copySelected} />
            </div>
          )}
        </div>
      )}
    </div>
  );
}
