import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ApiError } from '../../../shared/contract/errors.ts';
import type { ReportSummary } from '../../../shared/contract/operations.ts';
import { bytesText, timeText, useWords } from '../../i18n/index.ts';
import { moveOf } from '../../state/image-moves.ts';
import { cancelTransfer, dismissTransfer, useTransfers } from '../../state/image-transfers.ts';
import {
  forgetOperation,
  openOperations,
  openReport,
  readReports,
  stopOperation,
  useOperations,
} from '../../state/operations.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import { OperationCard } from './operation-card.tsx';
import css from './operations.module.css';
import { TransferCard } from './transfer-card.tsx';

function ReportRow({ report, onError }: { report: ReportSummary; onError(error: ApiError | null): void }) {
  const words = useWords().operations;
  const { done, skipped, failed } = report.counts;
  const title = words.kinds[report.kind](done + skipped + failed, report.subject);
  const at = timeText(Date.parse(report.startedAt));
  return (
    <li className={css.report}>
      <span className={css.reportTitle}>
        <bdi>{title}</bdi>
      </span>
      <Button
        look="quiet"
        label={words.named(words.report, `${title}, ${at}`)}
        onClick={async () => onError(await openReport(report.id))}
      >
        {words.report}
      </Button>
      <span className={css.sub}>
        {[
          at,
          words.origins[report.origin],
          words.counts(done, skipped, failed - report.unknown),
          report.unknown > 0 ? words.unknown(report.unknown) : '',
          report.freedBytes === null ? '' : words.freed(bytesText(report.freedBytes)),
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </span>
    </li>
  );
}

/** What is under way and what was: beside every page, and still there after it was loaded again. */
export function OperationsDrawer() {
  const all = useWords();
  const words = all.operations;
  const ofThisPage = useTransfers((state) => state.list);
  const { list: everything, reports, reportsError } = useOperations();
  // What this page sent is in its own list already.
  const shown = new Set(ofThisPage.map(({ operationId }) => operationId));
  const moves = everything.flatMap((one) => (shown.has(one.id) ? [] : (moveOf(one) ?? [])));
  const list = everything.filter((one) => moveOf(one) === null);
  const [error, setError] = useState<ApiError | null>(null);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), []);
  const listed = new Set(list.map(({ reportId }) => reportId));
  const older = (reports ?? []).filter(({ id }) => !listed.has(id));
  return (
    <aside
      ref={panel}
      className={css.drawer}
      aria-label={words.title}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        openOperations(false);
        document.querySelector<HTMLElement>('[aria-expanded="true"]')?.focus();
      }}
    >
      <div className={css.head}>
        <h2 className={css.title}>{words.title}</h2>
        <IconButton label={words.close} onClick={() => openOperations(false)}>
          <X size={14} />
        </IconButton>
      </div>
      {error !== null && (
        <ErrorCard title={words.reportFailed} error={error} onDismiss={() => setError(null)} />
      )}
      {ofThisPage.length + moves.length > 0 && (
        <section aria-label={all.images.transfers} className={css.section}>
          <h3 className={css.heading}>{all.images.transfers}</h3>
          <ul className={css.list}>
            {ofThisPage.map((one) => (
              <TransferCard
                key={one.key}
                transfer={one}
                onCancel={cancelTransfer}
                onDismiss={dismissTransfer}
              />
            ))}
            {moves.map((one) => (
              <TransferCard
                key={one.key}
                transfer={one}
                onCancel={async (id) => setError(await stopOperation(id))}
                onDismiss={(id) => void forgetOperation(id)}
              />
            ))}
          </ul>
        </section>
      )}
      <section aria-label={words.running} className={css.section}>
        <h3 className={css.heading}>{words.running}</h3>
        {list.length === 0 && <p className={css.sub}>{words.none}</p>}
        <ul className={css.list}>
          {list.map((operation) => (
            <OperationCard key={operation.id} operation={operation} onError={setError} />
          ))}
        </ul>
      </section>
      {(older.length > 0 || list.length === 0 || reportsError !== null) && (
        <section aria-label={words.reports} className={css.section}>
          <h3 className={css.heading}>{words.reports}</h3>
          {reportsError !== null && (
            <ErrorCard title={words.readFailed} error={reportsError} onRetry={() => void readReports()} />
          )}
          {reports?.length === 0 && <p className={css.sub}>{words.noReports}</p>}
          <ul className={css.list}>
            {older.map((report) => (
              <ReportRow key={report.id} report={report} onError={setError} />
            ))}
          </ul>
        </section>
      )}
    </aside>
  );
}
