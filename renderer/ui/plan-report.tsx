import type { ItemOutcome, PlanItem, PlanReport, ReportItem } from '../../shared/contract/plans.ts';
import { bytesText, timeText, useWords, wordError } from '../i18n/index.ts';
import css from './plan-dialog.module.css';
import type { ShapeName } from './shape.tsx';
import { StatusPill, type Tone } from './status-pill.tsx';

const outcomeLooks: Record<ItemOutcome, { shape: ShapeName; tone: Tone }> = {
  done: { shape: 'check', tone: 'ok' },
  skipped: { shape: 'minus', tone: 'warn' },
  failed: { shape: 'triangle', tone: 'bad' },
};

/** The name of an object and what it is. */
export function ObjectCell({ item }: { item: PlanItem }) {
  const words = useWords().plan;
  return (
    <td className={css.object}>
      <bdi>{item.name}</bdi>
      <span className={css.kind}>{words.kinds[item.kind]}</span>
    </td>
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

/** What became of each item. */
export function ReportTable({ report }: { report: PlanReport }) {
  const { plan: words, prune } = useWords();
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
                {(item.outcome === 'failed' || item.outcomeKey === 'now-in-use') && <Cause item={item} />}
                {item.settledAt !== undefined && (
                  <span className={css.kind}>{prune.settledAt(timeText(Date.parse(item.settledAt)))}</span>
                )}
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

/** How many were done, and what that freed: measured, and for a prune beside what was estimated. */
export function ReportTotal({ report }: { report: PlanReport }) {
  const { plan: words, prune } = useWords();
  const { done, skipped, failed } = countOutcomes(report);
  const freed = report.freedBytes === null ? null : words.freed(bytesText(report.freedBytes));
  const pruned = report.kind === 'disk.prune' && done > 0;
  const more = pruned
    ? [freed ?? prune.notMeasured, prune.estimated(bytesText(report.estimatedBytes))]
    : [freed];
  return (
    <span className={css.total} role="status">
      {words.report(done, skipped, failed)}
      {more.filter((part) => part !== null).map((part) => `. ${part}`)}
    </span>
  );
}
