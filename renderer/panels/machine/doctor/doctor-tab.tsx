import { FileText, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import type { MachineCheck } from '../../../../shared/contract/machine.ts';
import { useWords } from '../../../i18n/index.ts';
import { useStanding } from '../../../state/connection.ts';
import { call, useLink } from '../../../state/link.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StatusPill } from '../../../ui/status-pill.tsx';
import { CheckCard } from './check-card.tsx';
import { looks, statuses } from './check-looks.ts';
import { CheckTable } from './check-table.tsx';
import css from './doctor.module.css';
import { ReportDialog } from './report-dialog.tsx';
import { SetupCard } from './setup-card.tsx';

/** Reads the checks at once, when the engine comes or goes, and whenever asked. What was read last stays meanwhile. */
function useChecks() {
  const standing = useStanding();
  const link = useLink((state) => state.link.status);
  const [turn, setTurn] = useState(0);
  const [busy, setBusy] = useState(false);
  const [checks, setChecks] = useState<readonly MachineCheck[] | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: turn is what asks again; standing what may change the answer
  useEffect(() => {
    if (link !== 'open') return;
    const asked = new AbortController();
    setBusy(true);
    void call('machine.checks', {}, { signal: asked.signal }).then((result) => {
      if (asked.signal.aborted) return;
      setBusy(false);
      if (result.ok) {
        setChecks(result.value);
        setError(null);
      } else setError(result.error);
    });
    return () => asked.abort();
  }, [turn, standing, link]);
  return { checks, error, busy, again: () => setTurn((count) => count + 1) };
}

function Counts({ checks }: { checks: readonly MachineCheck[] }) {
  const words = useWords().machine.doctor;
  return (
    <div className={css.counts} role="status">
      {statuses.map((status) => {
        const count = checks.filter((one) => one.status === status).length;
        return count === 0 ? null : (
          <StatusPill key={status} {...looks[status]}>
            {words.counts[status](count)}
          </StatusPill>
        );
      })}
    </div>
  );
}

/** What is well and what is not with this machine: `#/machine/doctor`. */
export function DoctorTab() {
  const all = useWords();
  const words = all.machine.doctor;
  const { checks, error, busy, again } = useChecks();
  const [reporting, setReporting] = useState(false);
  const toDo = (checks ?? [])
    .filter(({ status }) => status === 'problem' || status === 'warning')
    .sort((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status));
  const others = (checks ?? [])
    .filter(({ status }) => status === 'ok' || status === 'unknown')
    .sort((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status));
  const noEngine = checks?.some(({ finding }) => finding === 'engine/none') ?? false;
  return (
    <div className={css.tab} aria-busy={busy}>
      <div className={css.bar}>
        <p className={css.lead}>{words.lead}</p>
        <Button onClick={() => setReporting(true)}>
          <FileText size={14} aria-hidden="true" />
          {words.report}
        </Button>
        <Button disabledReason={busy ? words.checking : null} onClick={again}>
          <RefreshCw size={14} aria-hidden="true" />
          {busy ? words.checking : words.again}
        </Button>
      </div>
      {error !== null && <ErrorCard title={words.failed} error={error} onRetry={again} />}
      {checks === null && error === null && (
        <div role="status" aria-label={words.checking}>
          <Skeleton width="46%" />
          <Skeleton width="62%" />
          <Skeleton width="54%" />
        </div>
      )}
      {checks !== null && (
        <>
          <Counts checks={checks} />
          {noEngine && <SetupCard onDone={again} />}
          {toDo.length === 0 ? (
            <p className={css.lead}>{words.nothingToDo}</p>
          ) : (
            <section aria-labelledby="to-do">
              <h2 id="to-do" className={css.heading}>
                {words.toDo}
              </h2>
              <ul className={css.cards}>
                {toDo.map((check) => (
                  <CheckCard key={check.id} check={check} onDone={again} />
                ))}
              </ul>
            </section>
          )}
          <section aria-labelledby="others">
            <h2 id="others" className={css.heading}>
              {words.others}
            </h2>
            <CheckTable checks={others} onDone={again} />
          </section>
        </>
      )}
      {reporting && <ReportDialog onClose={() => setReporting(false)} />}
    </div>
  );
}
