import { useEffect, useState } from 'react';
import type { ApiError } from '../../../shared/contract/errors.ts';
import type { Operation, OperationLine, OperationState } from '../../../shared/contract/operations.ts';
import { clockText, timeText, useWords } from '../../i18n/index.ts';
import { followLog, forgetOperation, openReport, stopOperation } from '../../state/operations.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorCard } from '../../ui/error-card.tsx';
import type { ShapeName } from '../../ui/shape.tsx';
import { StatusPill, type Tone } from '../../ui/status-pill.tsx';
import css from './operations.module.css';

const looks: Record<OperationState, { shape: ShapeName; tone: Tone }> = {
  running: { shape: 'ring', tone: 'busy' },
  stopping: { shape: 'ring', tone: 'warn' },
  done: { shape: 'check', tone: 'ok' },
  failed: { shape: 'triangle', tone: 'bad' },
  cancelled: { shape: 'minus', tone: 'idle' },
};

function Log({ id, label }: { id: string; label: string }) {
  const words = useWords().plan;
  const [lines, setLines] = useState<readonly OperationLine[]>([]);
  useEffect(() => {
    const following = followLog(id, setLines);
    return following.stop;
  }, [id]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list must be scrollable by keyboard
    <section className={css.log} tabIndex={0} aria-label={label}>
      <ol>
        {lines.map((line) => (
          <li key={`${line.kind} ${line.name} ${line.at}`}>
            <span className={css.time}>{clockText(Date.parse(line.at))}</span>{' '}
            {line.kind === 'program' ? (
              <bdi>{line.name}</bdi>
            ) : (
              <>
                {words.kinds[line.kind]} <bdi>{line.name}</bdi>: {words.outcomes[line.outcomeKey]}
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** One piece of long work: how far it is, its log, a way to stop it, its report. */
export function OperationCard({
  operation,
  onError,
}: {
  operation: Operation;
  onError(error: ApiError | null): void;
}) {
  const words = useWords().operations;
  const [log, setLog] = useState(false);
  const { id, kind, subject, origin, state, startedAt, finishedAt, done, total, counts, current } = operation;
  const title = words.kinds[kind](total, subject);
  const running = finishedAt === null;
  const { reportId } = operation;
  return (
    <li className={css.card}>
      <div className={css.line}>
        <span className={css.name}>
          <bdi>{title}</bdi>
        </span>
        <StatusPill {...looks[state]} turning={running}>
          {words.states[state]}
        </StatusPill>
      </div>
      <progress
        className={css.progress}
        max={Math.max(1, total)}
        value={running ? done : Math.max(1, total)}
        aria-label={words.named(words.progress, title)}
      />
      <p className={css.sub}>
        {running
          ? [`${done} / ${total}`, current ?? ''].filter((part) => part !== '').join(' · ')
          : [
              timeText(Date.parse(startedAt)),
              words.origins[origin],
              words.counts(counts.done, counts.skipped, counts.failed),
            ]
              .filter((part) => part !== '')
              .join(' · ')}
      </p>
      <div className={css.buttons}>
        {running ? (
          <Button
            label={words.named(words.cancel, title)}
            disabledReason={state === 'stopping' ? words.states.stopping : null}
            onClick={async () => onError(await stopOperation(id))}
          >
            {words.cancel}
          </Button>
        ) : (
          <>
            {reportId !== null && (
              <Button
                label={words.named(words.report, title)}
                onClick={async () => onError(await openReport(reportId))}
              >
                {words.report}
              </Button>
            )}
            <Button
              look="quiet"
              label={words.named(words.forget, title)}
              onClick={() => void forgetOperation(id)}
            >
              {words.forget}
            </Button>
          </>
        )}
        <Button
          look="quiet"
          aria-expanded={log}
          label={words.named(log ? words.hideLog : words.showLog, title)}
          onClick={() => setLog(!log)}
        >
          {log ? words.hideLog : words.showLog}
        </Button>
      </div>
      {log && <Log id={id} label={words.named(words.showLog, title)} />}
      {operation.error !== null && <ErrorCard title={title} error={operation.error} />}
    </li>
  );
}
