import type { FieldChange, PlanReport, PlanStep, ReplacementPlan } from '../../shared/contract/plans.ts';
import { useWords } from '../i18n/index.ts';
import dialog from './plan-dialog.module.css';
import css from './replacement-plan.module.css';
import { Shape } from './shape.tsx';

function Value({ value, kind }: { value: string | null; kind: 'before' | 'after' }) {
  const words = useWords().replace;
  if (value === null) return <span className={css.absent}>{words.absent}</span>;
  return kind === 'before' ? (
    <del className={css.value}>{value}</del>
  ) : (
    <ins className={css.value}>{value}</ins>
  );
}

function Change({ change }: { change: FieldChange }) {
  const words = useWords().replace;
  return (
    <tr>
      <th scope="row" className={css.field}>
        {words.fields[change.field]}
        {change.key !== '' && <bdi className={css.key}>{change.key}</bdi>}
        {change.because === 'image' && <span className={dialog.kind}>{words.byImage}</span>}
      </th>
      <td>
        <Value value={change.before} kind="before" />
      </td>
      <td>
        <Value value={change.after} kind="after" />
      </td>
    </tr>
  );
}

/** What a replacement changes, what stops for it and for how long. */
export function ReplacementView({ replacement }: { replacement: ReplacementPlan }) {
  const words = useWords().replace;
  const { container, running, stopSeconds, hasHealthCheck, waitSeconds, healthSeconds } = replacement;
  const wait = hasHealthCheck ? healthSeconds : waitSeconds;
  return (
    <>
      <div className={css.sentences}>
        <p>
          {running
            ? words.stops(container, stopSeconds, wait, hasHealthCheck)
            : words.staysStopped(container)}
        </p>
        <p>
          {words.temporary(replacement.temporaryName)}{' '}
          {replacement.keepOld ? words.kept(replacement.asideName) : words.removed(replacement.asideName)}
          {replacement.restartTakenOff !== null && ` ${words.takenOff(replacement.restartTakenOff)}`}
        </p>
      </div>
      <section className={`${dialog.sheet} ${dialog.flow}`} aria-label={words.changes}>
        <table className={`${dialog.table} ${css.changes}`} aria-label={words.changes}>
          <thead>
            <tr>
              <th scope="col">{words.columns.field}</th>
              <th scope="col">{words.columns.before}</th>
              <th scope="col">{words.columns.after}</th>
            </tr>
          </thead>
          <tbody>
            {replacement.changes.map((change) => (
              <Change key={`${change.field} ${change.key}`} change={change} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** How far a replacement has come: the last step is under way. */
export function StepList({ steps }: { steps: readonly PlanStep[] }) {
  const words = useWords().replace;
  if (steps.length === 0) return null;
  return (
    <ol className={css.steps} aria-label={words.stepsTitle} aria-live="polite">
      {steps.map((step, at) => {
        const now = at === steps.length - 1;
        return (
          <li key={step} className={now ? css.now : undefined} aria-current={now ? 'step' : undefined}>
            <Shape name={now ? 'disc' : 'check'} />
            {words.steps[step]}
          </li>
        );
      })}
    </ol>
  );
}

/** Where everything is when the original could not be put back, and what to do. */
export function ReplacementLeft({
  report,
  replacement,
}: {
  report: PlanReport;
  replacement: ReplacementPlan | undefined;
}) {
  const words = useWords().replace;
  if (replacement === undefined || report.items[0]?.outcomeKey !== 'put-back-failed') return null;
  const { container, asideName, temporaryName } = replacement;
  return (
    <p className={dialog.warning}>
      <Shape name="triangle" />
      {words.leftText.stuck(container, asideName, temporaryName)}
    </p>
  );
}
