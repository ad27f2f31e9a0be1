import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import type { MachineReport } from '../../../../shared/contract/machine.ts';
import { useWords } from '../../../i18n/index.ts';
import { call } from '../../../state/link.ts';
import { saveFile } from '../../../state/save-file.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import css from './doctor.module.css';

/** The report, to be read before it is shared. */
export function ReportDialog({ onClose }: { onClose(): void }) {
  const all = useWords();
  const words = all.machine.doctor;
  const [report, setReport] = useState<MachineReport | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const asked = new AbortController();
    void call('machine.report', {}, { signal: asked.signal }).then((result) => {
      if (asked.signal.aborted) return;
      if (result.ok) setReport(result.value);
      else setError(result.error);
    });
    return () => asked.abort();
  }, []);
  return (
    <Dialog
      wide
      title={words.reportTitle}
      text={words.reportText}
      initialFocus={close}
      onClose={onClose}
      buttons={
        <>
          <Button ref={close} onClick={onClose}>
            {all.close}
          </Button>
          {report !== null && (
            <>
              <CopyButton text={report.text} label={all.copy} />
              <Button
                look="primary"
                onClick={() => saveFile('slipway-doctor.md', report.text, 'text/markdown')}
              >
                <Download size={14} aria-hidden="true" />
                {words.reportSave}
              </Button>
            </>
          )}
        </>
      }
    >
      {error !== null && <ErrorCard title={words.reportFailed} error={error} />}
      {error === null && report === null && (
        <p role="status" aria-label={all.loading}>
          <Skeleton width="60%" />
        </p>
      )}
      {report !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={css.reportText} tabIndex={0} aria-label={words.reportLabel}>
          <pre>{report.text}</pre>
        </section>
      )}
    </Dialog>
  );
}
