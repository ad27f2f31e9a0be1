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
  const further = (item.tags ?? []).filter((tag) => tag !== item.name);
  return (
    <td className={css.object}>
      <bdi>{item.name}</bdi>
      {further.length > 0 && <span className={css.kind}>{further.join(', ')}</span>}
      <span className={css.kind}>{words.kinds[item.kind]}</span>
    </td>
  );
}

/** Why an item failed or was left alone: in the page's language where that has a name. */
function Cause({ item }: { item: ReportItem }) {
  const { prune: words } = useWords();
  const { outcome, error, detail, users = [], lostNames = [], taskNames = [] } = item;
  const said = error === undefined ? null : wordError(error);
  const lines = [
    users.length > 0 ? words.usedBy(users) : null,
    said === null ? null : said.hint === undefined ? said.message : `${said.message} ${said.hint}`,
    // English, and no more than what the outcome says where it was left alone.
    said === null && outcome === 'failed' && detail !== '' ? detail : null,
    lostNames.length > 0 ? words.lostNames(lostNames) : null,
    taskNames.length > 0 ? words.taskNames(taskNames) : null,
  ];
  return lines
    .filter((line) => line !== null)
    .map((line) => (
      <span key={line} className={css.kind}>
        {line}
      </span>
    ));
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
            <tr key={`${item.kind}:${item.id}:${item.action}:${item.name}`}>
              <ObjectCell item={item} />
              <td>
                <StatusPill shape={outcomeLooks[item.outcome].shape} tone={outcomeLooks[item.outcome].tone}>
                  {words.outcomes[item.outcomeKey]}
                </StatusPill>
                {(item.outcome === 'failed' ||
                  item.outcomeKey === 'now-in-use' ||
                  item.lostNames ||
                  item.taskNames) && <Cause item={item} />}
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
