import { useRef } from 'react';
import type {
  ItemOutcome,
  Plan,
  PlanItem,
  PlanReport,
  PlanWarning,
  ReportItem,
} from '../../shared/contract/plans.ts';
import { bytesText, useWords, wordError } from '../i18n/index.ts';
import {
  closePlan,
  executePlan,
  openPlan,
  type PlanDialogState,
  type PlanRequest,
  usePlanDialog,
} from '../state/plans.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorCard } from './error-card.tsx';
import { Tick } from './field.tsx';
import css from './plan-dialog.module.css';
import { ReplacementLeft, ReplacementView, StepList } from './replacement-plan.tsx';
import { Shape, type ShapeName } from './shape.tsx';
import { Skeleton } from './skeleton.tsx';
import { StatusPill, type Tone } from './status-pill.tsx';

const outcomeLooks: Record<ItemOutcome, { shape: ShapeName; tone: Tone }> = {
  done: { shape: 'check', tone: 'ok' },
  skipped: { shape: 'minus', tone: 'warn' },
  failed: { shape: 'triangle', tone: 'bad' },
};

function Warning({ warning }: { warning: PlanWarning }) {
  const words = useWords().plan;
  return (
    <p className={css.warning}>
      <Shape name="triangle" />
      {words.warnings[warning.kind](warning.names)}
    </p>
  );
}

function Options({ request, off }: { request: PlanRequest; off: boolean }) {
  const words = useWords().plan;
  if (request.kind !== 'containers.remove') return null;
  return (
    <fieldset className={css.options}>
      <legend className={css.hidden}>{words.options}</legend>
      <Tick checked={request.force} disabled={off} onChange={(force) => void openPlan({ ...request, force })}>
        {words.withRunning}
      </Tick>
      <Tick
        checked={request.volumes}
        disabled={off}
        onChange={(volumes) => void openPlan({ ...request, volumes })}
      >
        {words.withVolumes}
      </Tick>
    </fieldset>
  );
}

function ObjectCell({ item }: { item: PlanItem }) {
  const words = useWords().plan;
  return (
    <td className={css.object}>
      <bdi>{item.name}</bdi>
      <span className={css.kind}>{words.kinds[item.kind]}</span>
    </td>
  );
}

function PlanTable({ plan }: { plan: Plan }) {
  const words = useWords().plan;
  return (
    <section
      className={`${css.sheet} ${plan.replacement === undefined ? '' : css.flow}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list must be scrollable by keyboard
      tabIndex={0}
      aria-label={words.listed}
    >
      <table className={css.table} aria-label={words.listed}>
        <thead>
          <tr>
            <th scope="col">{words.columns.object}</th>
            <th scope="col">{words.columns.action}</th>
            <th scope="col">{words.columns.why}</th>
            <th scope="col" className={css.bytes}>
              {words.columns.frees}
            </th>
          </tr>
        </thead>
        <tbody>
          {plan.items.map((item) => (
            <tr key={`${item.kind}:${item.id}:${item.action}`}>
              <ObjectCell item={item} />
              <td className={item.action === 'stop-and-remove' ? css.harsh : undefined}>
                {words.actions[item.action]}
              </td>
              <td className={css.why}>{words.reasons[item.reasonKey]}</td>
              <td className={css.bytes}>{item.bytes === null ? '–' : bytesText(item.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Why an item failed: in the page's language where the failure has a name. */
function Cause({ item }: { item: ReportItem }) {
  if (item.error === undefined)
    return item.detail === '' ? null : <span className={css.kind}>{item.detail}</span>;
  const { message, hint } = wordError(item.error);
  return (
    <span className={css.kind}>
      {message}
      {hint === undefined ? '' : ` ${hint}`}
    </span>
  );
}

function ReportTable({ report }: { report: PlanReport }) {
  const words = useWords().plan;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list must be scrollable by keyboard
    <section className={css.sheet} tabIndex={0} aria-label={words.reportTitle}>
      <table className={css.table} aria-label={words.reportTitle}>
        <thead>
          <tr>
            <th scope="col">{words.columns.object}</th>
            <th scope="col">{words.columns.result}</th>
          </tr>
        </thead>
        <tbody>
          {report.items.map((item) => (
            <tr key={`${item.kind}:${item.id}:${item.action}`}>
              <ObjectCell item={item} />
              <td>
                <StatusPill shape={outcomeLooks[item.outcome].shape} tone={outcomeLooks[item.outcome].tone}>
                  {words.outcomes[item.outcomeKey]}
                </StatusPill>
                {item.outcome === 'failed' && <Cause item={item} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Counts of a report, e.g. for "3 done, 1 skipped, 0 failed". */
function countOutcomes(report: PlanReport): Record<ItemOutcome, number> {
  const counts = { done: 0, skipped: 0, failed: 0 };
  for (const { outcome } of report.items) counts[outcome] += 1;
  return counts;
}

function Body({ state }: { state: PlanDialogState }) {
  const words = useWords().plan;
  switch (state.phase) {
    case 'closed':
      return null;
    case 'making':
      return (
        <>
          <Options request={state.request} off />
          <div className={css.waiting} role="status">
            <span className={css.note}>{words.making}</span>
            <Skeleton width="70%" />
            <Skeleton width="55%" />
          </div>
        </>
      );
    case 'failed':
      return (
        <>
          <Options request={state.request} off={false} />
          <ErrorCard title={words.failed} error={state.error} onRetry={() => void openPlan(state.request)} />
        </>
      );
    case 'review':
    case 'executing':
      return (
        <>
          <Options request={state.request} off={state.phase === 'executing'} />
          {state.phase === 'executing' && <StepList steps={state.steps} />}
          {state.plan.warnings.length > 0 && (
            <div className={css.warnings}>
              {state.plan.warnings.map((warning) => (
                <Warning key={warning.kind} warning={warning} />
              ))}
            </div>
          )}
          {state.plan.replacement !== undefined && <ReplacementView replacement={state.plan.replacement} />}
          <PlanTable plan={state.plan} />
        </>
      );
    case 'report': {
      const { report } = state;
      return (
        <>
          {report.cancelled && report.kind === 'containers.remove' && (
            <p className={css.note}>{words.cancelledEarly}</p>
          )}
          <ReportTable report={report} />
          <ReplacementLeft report={report} replacement={state.plan.replacement} />
        </>
      );
    }
    case 'not-executed':
      return <ErrorCard title={words.notExecuted} error={state.error} />;
    case 'unknown':
      return (
        <>
          <p className={css.note}>{words.unknownEndText}</p>
          <ErrorCard title={words.unknownEnd} error={state.error} />
        </>
      );
  }
}

function Total({ state }: { state: PlanDialogState }) {
  const words = useWords().plan;
  if (state.phase === 'report') {
    const { done, skipped, failed } = countOutcomes(state.report);
    const freed =
      state.report.freedBytes === null ? '' : `. ${words.freed(bytesText(state.report.freedBytes))}`;
    return (
      <span className={css.total} role="status">
        {words.report(done, skipped, failed)}
        {freed}
      </span>
    );
  }
  if (state.phase !== 'review' && state.phase !== 'executing') return null;
  const { items, totalBytes, kind } = state.plan;
  if (kind === 'containers.replace') return null;
  const unknown = items.every(({ bytes }) => bytes === null);
  return (
    <span className={css.total}>
      {unknown ? words.totalUnknown(items.length) : words.total(items.length, bytesText(totalBytes))}
    </span>
  );
}

/** The one dialog for everything destructive: what will be touched, then what became of it. */
export function PlanDialog() {
  const words = useWords();
  const state = usePlanDialog();
  const cancel = useRef<HTMLButtonElement>(null);
  if (state.phase === 'closed') return null;
  const over = state.phase === 'report' || state.phase === 'not-executed' || state.phase === 'unknown';
  const items = 'plan' in state ? state.plan.items : [];
  const volumes = items.filter(({ kind }) => kind === 'volume').length;
  const { request } = state;
  const replaces = request.kind === 'containers.replace';
  const count = 'plan' in state ? items.length - volumes : replaces ? 1 : request.ids.length;
  const what = replaces ? words.replace.planTitle(request.name) : words.plan.removeContainers(count, volumes);
  return (
    <Dialog
      wide
      holds={state.phase === 'executing' ? 'all' : 'nothing'}
      title={words.plan.title(what)}
      text={
        over || state.phase === 'executing'
          ? undefined
          : replaces
            ? words.replace.planText
            : words.plan.nothingYet
      }
      initialFocus={cancel}
      onClose={closePlan}
      buttons={
        <>
          <Total state={state} />
          {state.phase === 'report' && (
            <CopyButton text={JSON.stringify(state.report, null, 2)} label={words.copyDetails} />
          )}
          <Button ref={cancel} look={over ? 'primary' : 'plain'} onClick={closePlan}>
            {over ? words.close : replaces && state.phase === 'executing' ? words.replace.stop : words.cancel}
          </Button>
          {!over && (
            <Button
              look="danger"
              disabledReason={
                state.phase === 'executing'
                  ? words.plan.executing
                  : state.phase === 'review' && state.plan.items.length > 0
                    ? null
                    : words.plan.making
              }
              onClick={() => void executePlan()}
            >
              {state.phase === 'executing' ? words.plan.executing : words.plan.execute}
            </Button>
          )}
        </>
      }
    >
      <Body state={state} />
    </Dialog>
  );
}
