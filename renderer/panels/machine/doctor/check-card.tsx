import { useState } from 'react';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import type { FixOutcome, MachineCheck, MachineFix } from '../../../../shared/contract/machine.ts';
import { useWords, type Words } from '../../../i18n/index.ts';
import { call } from '../../../state/link.ts';
import { parseRoute } from '../../../state/route.ts';
import { Button } from '../../../ui/button.tsx';
import { CommandLine } from '../../../ui/command-line.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { StatusPill } from '../../../ui/status-pill.tsx';
import { evidenceOf, looks, meaningOf, titleOf } from './check-looks.ts';
import css from './doctor.module.css';

/** What Slipway does itself, and how that went. */
function RunFix({ id, onDone }: { id: NonNullable<MachineFix['run']>; onDone(): void }) {
  const words = useWords().machine.doctor;
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<FixOutcome | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const run = async () => {
    setBusy(true);
    setOutcome(null);
    setError(null);
    const result = await call('machine.fix', { id });
    setBusy(false);
    if (!result.ok) setError(result.error);
    else {
      setOutcome(result.value);
      if (result.value.kind === 'done') onDone();
    }
  };
  return (
    <>
      <Button disabledReason={busy ? words.running : null} onClick={() => void run()}>
        {busy ? words.running : words.runFix[id]}
      </Button>
      {outcome !== null && (
        <div role="status" className={css.outcome}>
          {outcome.kind === 'done' && words.fixed}
          {outcome.kind === 'by-hand' && (
            <>
              <p>{words.byHand}</p>
              <CommandLine command={outcome.command} />
            </>
          )}
          {outcome.kind === 'failed' && (
            <p>
              {words.fixFailed}: <bdi>{outcome.said}</bdi>
            </p>
          )}
        </div>
      )}
      {error !== null && <ErrorCard title={words.fixFailed} error={error} />}
    </>
  );
}

/** Where a route of this app leads, in the words of its link; null where it is this very tab. */
function nameOfRoute(route: string, words: Words): string | null {
  const { page, object } = parseRoute(route);
  if (page !== 'machine') return page === null ? null : words.pages[page];
  const tab =
    object === 'doctor' ? undefined : Object.entries(words.machine.tab).find(([id]) => id === object);
  return tab?.[1] ?? null;
}

/** What to do: as a line for a terminal, by a press, or elsewhere in Slipway. */
export function Fix({ fix, onDone }: { fix: MachineFix; onDone(): void }) {
  const words = useWords();
  const { command, run, route } = fix;
  const there = route === undefined ? null : nameOfRoute(route, words);
  if (command === undefined && run === undefined && there === null) return null;
  return (
    <div className={css.fix}>
      {command !== undefined && <CommandLine command={command} />}
      {run !== undefined && <RunFix id={run} onDone={onDone} />}
      {there !== null && (
        <a className={css.link} href={route}>
          {words.machine.doctor.goThere(there)}
        </a>
      )}
    </div>
  );
}

/** One thing that is to be looked after. */
export function CheckCard({ check, onDone }: { check: MachineCheck; onDone(): void }) {
  const words = useWords();
  const { meaning, fix } = meaningOf(check, words);
  const title = titleOf(check, words);
  const evidence = evidenceOf(check, words);
  return (
    <li className={css.card} aria-label={title}>
      <div className={css.cardHead}>
        <h3 className={css.cardTitle}>
          <bdi>{title}</bdi>
        </h3>
        <StatusPill {...looks[check.status]}>{words.machine.doctor.statuses[check.status]}</StatusPill>
      </div>
      {evidence !== '' && (
        <p className={css.evidence}>
          <bdi>{evidence}</bdi>
        </p>
      )}
      <p>{meaning}</p>
      {fix !== '' && <p className={css.advice}>{fix}</p>}
      {check.fix !== undefined && <Fix fix={check.fix} onDone={onDone} />}
    </li>
  );
}
