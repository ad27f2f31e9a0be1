import { useRef } from 'react';
import { timeText, useWords } from '../../i18n/index.ts';
import { closeReport, useOperations } from '../../state/operations.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ReportTable, ReportTotal } from '../../ui/plan-report.tsx';
import { ResetProof } from '../../ui/reset-proof.tsx';

/** A report that is kept, as it was shown when it was made. */
export function ReportDialog() {
  const words = useWords();
  const stored = useOperations((state) => state.shown);
  const close = useRef<HTMLButtonElement>(null);
  if (stored === null) return null;
  const { report, subject } = stored;
  return (
    <Dialog
      wide
      title={words.operations.reportTitle(words.operations.kinds[report.kind](report.items.length, subject))}
      text={timeText(Date.parse(report.startedAt))}
      initialFocus={close}
      onClose={closeReport}
      buttons={
        <>
          <ReportTotal report={report} />
          <CopyButton text={JSON.stringify(stored, null, 2)} label={words.copyDetails} />
          <Button ref={close} look="primary" onClick={closeReport}>
            {words.close}
          </Button>
        </>
      }
    >
      {report.cancelled && <p>{words.plan.cancelledEarly}</p>}
      {report.reset !== undefined && <ResetProof reset={report.reset} />}
      <ReportTable report={report} />
    </Dialog>
  );
}
