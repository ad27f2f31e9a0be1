import { useRef, useState } from 'react';
import type { Plan, PlanWarning } from '../../shared/contract/plans.ts';
import { bytesText, useWords, type Words } from '../i18n/index.ts';
import { useOperations } from '../state/operations.ts';
import {
  closePlan,
  executePlan,
  leavePlan,
  openPlan,
  type PlanDialogState,
  type PlanRequest,
  usePlanDialog,
} from '../state/plans.ts';
import { useSettings } from '../state/settings.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorCard } from './error-card.tsx';
import { Tick } from './field.tsx';
import css from './plan-dialog.module.css';
import { PlanItems } from './plan-items.tsx';
import { ObjectCell, ReportTable, ReportTotal } from './plan-report.tsx';
import { ReplacementLeft, ReplacementView, StepList } from './replacement-plan.tsx';
import { ConfirmField, KeptList } from './reset-plan.tsx';
import { ResetProof } from './reset-proof.tsx';
import { SettingsOutcomes, SettingsPlanView } from './settings-plan.tsx';
import { Shape } from './shape.tsx';
import { Skeleton } from './skeleton.tsx';

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
  const { plan: words, disk, images } = useWords();
  const days = useSettings(({ settings }) => settings?.trashDays ?? 7);
  if (request.kind === 'images.remove')
    return request.images.every((one) => one.startsWith('sha256:')) ? (
      <fieldset className={css.options}>
        <legend className={css.hidden}>{words.options}</legend>
        <Tick
          checked={request.keepDays !== undefined}
          disabled={off}
          onChange={(keep) => void openPlan({ ...request, keepDays: keep ? days : undefined })}
        >
          {images.keepInstead(request.keepDays ?? days)}
        </Tick>
      </fieldset>
    ) : null;
  if (request.kind !== 'containers.remove') return null;
  const kept = request.keepDays !== undefined;
  return (
    <fieldset className={css.options}>
      <legend className={css.hidden}>{words.options}</legend>
      <Tick checked={request.force} disabled={off} onChange={(force) => void openPlan({ ...request, force })}>
        {kept ? words.withRunningStopped : words.withRunning}
      </Tick>
      <Tick
        checked={request.volumes}
        disabled={off || kept}
        onChange={(volumes) => void openPlan({ ...request, volumes })}
      >
        {words.withVolumes}
      </Tick>
      <Tick
        checked={kept}
        disabled={off}
        onChange={(keep) => void openPlan({ ...request, volumes: false, keepDays: keep ? days : undefined })}
      >
        {disk.trash.keepInstead(request.keepDays ?? days)}
      </Tick>
    </fieldset>
  );
}

function PlanTable({ plan }: { plan: Plan }) {
  const { plan: words, exports } = useWords();
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
              {plan.kind === 'reset.import' ? exports.columnData : words.columns.frees}
            </th>
          </tr>
        </thead>
        <tbody>
          {plan.items.map((item) => (
            <tr key={`${item.kind}:${item.id}:${item.action}:${item.name}`}>
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
          {state.plan.settings !== undefined && <SettingsPlanView settings={state.plan.settings} />}
          {state.plan.reset !== undefined && <KeptList kept={state.plan.reset.kept} />}
          {state.plan.settings !== undefined ? null : state.plan.kind === 'disk.prune' ||
            state.plan.kind === 'reset' ? (
            <PlanItems items={state.plan.items} label={words.listed} />
          ) : (
            <PlanTable plan={state.plan} />
          )}
        </>
      );
    case 'report': {
      const { report } = state;
      return (
        <>
          {report.cancelled && report.kind !== 'containers.replace' && (
            <p className={css.note}>{words.cancelledEarly}</p>
          )}
          {report.unkept !== undefined && <ErrorCard title={words.unkept} error={report.unkept} />}
          {report.reset !== undefined && <ResetProof reset={report.reset} />}
          <ReportTable report={report} />
          <SettingsOutcomes report={report} />
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

/** How far a prune is, as the list of operations tells. */
function PruneProgress({ plan }: { plan: Plan }) {
  const words = useWords().prune;
  const done = useOperations(({ list }) => list.find(({ planId }) => planId === plan.id)?.done ?? 0);
  return (
    <span className={css.total}>
      <progress
        className={css.progress}
        max={Math.max(1, plan.items.length)}
        value={done}
        aria-label={words.progress(done, plan.items.length)}
      />
      {words.progress(done, plan.items.length)}
    </span>
  );
}

function Total({ state }: { state: PlanDialogState }) {
  const { plan: words, disk, exports } = useWords();
  if (state.phase === 'report') return <ReportTotal report={state.report} />;
  if (state.phase !== 'review' && state.phase !== 'executing') return null;
  const { items, totalBytes, kind } = state.plan;
  if (kind === 'containers.replace' || kind === 'daemon.apply') return null;
  if (kind === 'reset.import')
    return state.phase === 'executing' ? (
      <PruneProgress plan={state.plan} />
    ) : (
      <span className={css.total}>{exports.total(items.length, bytesText(totalBytes))}</span>
    );
  if (goesOn(kind) && state.phase === 'executing') return <PruneProgress plan={state.plan} />;
  if (state.plan.keepDays !== undefined)
    return <span className={css.total}>{disk.trash.keeps(items.length)}</span>;
  // To stop an engine frees nothing.
  if (state.plan.engine !== undefined) return null;
  const unknown = items.every(({ bytes }) => bytes === null);
  return (
    <span className={css.total}>
      {unknown ? words.totalUnknown(items.length) : words.total(items.length, bytesText(totalBytes))}
    </span>
  );
}

/** Long work: it shows how far it is, and goes on in the background. */
const goesOn = (kind: Plan['kind']): boolean =>
  kind === 'disk.prune' || kind === 'reset' || kind === 'reset.import';

function titleOf(state: Exclude<PlanDialogState, { phase: 'closed' }>, words: Words): string {
  const { request } = state;
  const items = 'plan' in state ? state.plan.items : [];
  const volumes = items.filter(({ kind }) => kind === 'volume').length;
  const count = (ids: readonly string[] | undefined) => ('plan' in state ? items.length : (ids?.length ?? 1));
  switch (request.kind) {
    case 'containers.replace':
      return words.replace.planTitle(request.name);
    case 'managed.stop':
    case 'managed.restart':
      return words.managed.planTitle(request.kind);
    case 'disk.prune':
      return 'plan' in state ? words.prune.planTitle(items.length) : words.prune.planTitleEmpty;
    case 'reset':
      return 'plan' in state ? words.reset.planTitle(items.length) : words.reset.planTitleEmpty;
    case 'containers.remove':
      return request.keepDays === undefined
        ? words.plan.removeContainers(count(request.ids) - volumes, volumes)
        : words.disk.trash.planPut(count(request.ids));
    case 'checkpoints.remove':
      return words.checkpoints.planTitle('plan' in state ? items.length : request.checkpoints.length);
    case 'registries.delete':
      return words.browse.planTitle('plan' in state ? items.length : request.input.tags.length);
    case 'images.remove':
      return request.keepDays === undefined
        ? words.images.planTitle('plan' in state ? items.length : request.images.length)
        : words.disk.trash.planPut(count(request.images));
    case 'contexts.remove':
      return words.contexts.planTitle(request.input.names);
    case 'registries.remove-certificates':
      return words.certificates.planTitle(request.input.registries.map(({ registry }) => registry));
    case 'daemon.apply':
      return words.engineSettings.planTitle;
    case 'reset.import':
      return 'plan' in state ? words.exports.planTitle(items.length) : words.exports.planTitleEmpty;
    case 'trash.put':
      return words.disk.trash.planPut(count(request.ids));
    case 'trash.empty':
      return words.disk.trash.planEmpty(count(request.ids));
  }
}

/** The one dialog for everything destructive: what will be touched, then what became of it. */
export function PlanDialog() {
  const words = useWords();
  const state = usePlanDialog();
  const cancel = useRef<HTMLButtonElement>(null);
  const [typed, setTyped] = useState({ plan: '', word: '' });
  if (state.phase === 'closed') return null;
  const over = state.phase === 'report' || state.phase === 'not-executed' || state.phase === 'unknown';
  const items = 'plan' in state ? state.plan.items : [];
  const { request } = state;
  const replaces = request.kind === 'containers.replace';
  const what = titleOf(state, words);
  const keepDays = 'plan' in state ? state.plan.keepDays : undefined;
  const plan = 'plan' in state ? state.plan : null;
  const word = typed.plan === plan?.id ? typed.word : '';
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
            : request.kind === 'reset'
              ? words.reset.planText
              : request.kind === 'daemon.apply'
                ? words.engineSettings.planText
                : plan?.engine !== undefined
                  ? words.managed.planText(plan.engine.liveRestore, plan.engine.restart)
                  : request.kind === 'reset.import'
                    ? words.exports.planText
                    : keepDays === undefined
                      ? words.plan.nothingYet
                      : words.disk.trash.planNote(keepDays)
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
          {goesOn(request.kind) && state.phase === 'executing' && (
            <Button onClick={leavePlan}>{words.prune.goOn}</Button>
          )}
          {!over && (
            <Button
              look={request.kind === 'reset.import' ? 'primary' : 'danger'}
              disabledReason={
                state.phase === 'executing'
                  ? words.plan.executing
                  : state.phase !== 'review'
                    ? words.plan.making
                    : items.length > 0
                      ? plan?.confirm === undefined || plan.confirm === word
                        ? null
                        : words.reset.typeFirst
                      : request.kind === 'reset.import'
                        ? words.exports.planNone
                        : words.prune.nothingText
              }
              onClick={() => void executePlan(word)}
            >
              {state.phase === 'executing' ? words.plan.executing : words.plan.execute}
            </Button>
          )}
        </>
      }
    >
      <Body state={state} />
      {plan !== null && !over && (
        <ConfirmField
          plan={plan}
          typed={word}
          off={state.phase === 'executing'}
          onType={(next) => setTyped({ plan: plan.id, word: next })}
        />
      )}
    </Dialog>
  );
}
