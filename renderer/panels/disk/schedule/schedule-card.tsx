import { useState } from 'react';
import type { ApiError } from '../../../../shared/contract/errors.ts';
import type { CheckedPruneRules, PruneSchedule, PruneWhen } from '../../../../shared/contract/prune.ts';
import { bytesText, timeText, useWords, type Words } from '../../../i18n/index.ts';
import { engineIdOf, useConnection } from '../../../state/connection.ts';
import { call } from '../../../state/link.ts';
import { openReport } from '../../../state/operations.ts';
import { openPlan } from '../../../state/plans.ts';
import { toast } from '../../../state/toasts.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { Shape } from '../../../ui/shape.tsx';
import { StatusPill } from '../../../ui/status-pill.tsx';
import css from './schedule.module.css';

function whenText(when: PruneWhen, words: Words['schedule']): string {
  switch (when.every) {
    case 'hours':
      return words.when.hours(when.hours);
    case 'day':
      return words.when.day(when.at);
    case 'week':
      return words.when.week(words.days[when.day - 1] ?? '', when.at);
  }
}

function rulesText(rules: CheckedPruneRules, words: Words): string {
  const { prune, schedule } = words;
  const choice: Partial<Record<(typeof rules.kinds)[number], string>> = {
    images: prune.imagesChoices[rules.images],
    volumes: prune.volumesChoices[rules.volumes],
    'build-cache': prune.cacheChoices[rules.buildCache],
  };
  const kinds = rules.kinds.map((kind) =>
    choice[kind] === undefined ? prune.kinds[kind] : `${prune.kinds[kind]} (${choice[kind]})`,
  );
  const keep = rules.keepStorage;
  return [
    kinds.join(', '),
    ...(rules.until === undefined ? [] : [schedule.olderThan(rules.until)]),
    ...(rules.label.length === 0 ? [] : [schedule.withLabels(rules.label.join(', '))]),
    ...(rules.labelNot.length === 0 ? [] : [schedule.withoutLabels(rules.labelNot.join(', '))]),
    ...(keep === undefined ? [] : [schedule.keeps(typeof keep === 'number' ? bytesText(keep) : keep)]),
  ].join('; ');
}

/** One schedule: what it does, when, and what became of it. */
export function ScheduleCard({
  schedule,
  onEdit,
  onChanged,
}: {
  schedule: PruneSchedule;
  onEdit(): void;
  onChanged(): void;
}) {
  const words = useWords();
  const engineId = useConnection((state) => engineIdOf(state.engine));
  const [error, setError] = useState<ApiError | null>(null);
  const { name, enabled, when, rules, nextAt, last, missed } = schedule;
  const own = engineId === null || engineId === schedule.engineId;

  const remove = async () => {
    const result = await call('disk.removeSchedule', { id: schedule.id });
    if (!result.ok) setError(result.error);
    else {
      toast({ tone: 'done', title: (all) => all.schedule.removed(name) });
      onChanged();
    }
  };
  return (
    <li className={css.card}>
      <div className={css.line}>
        <h2 className={css.name}>
          <bdi>{name}</bdi>
        </h2>
        <StatusPill shape={enabled ? 'check' : 'minus'} tone={enabled ? 'ok' : 'idle'}>
          {enabled ? whenText(when, words.schedule) : words.schedule.off}
        </StatusPill>
        <span className={css.buttons}>
          <Button
            label={words.schedule.named(words.schedule.planNow, name)}
            onClick={() => void openPlan({ kind: 'disk.prune', rules })}
          >
            {words.schedule.planNow}
          </Button>
          <Button label={words.schedule.named(words.schedule.edit, name)} onClick={onEdit}>
            {words.schedule.edit}
          </Button>
          <Button label={words.schedule.named(words.schedule.remove, name)} onClick={() => void remove()}>
            {words.schedule.remove}
          </Button>
        </span>
      </div>
      <p className={css.rules}>{rulesText(rules, words)}</p>
      <dl className={css.facts}>
        <dt>{words.schedule.next}</dt>
        <dd>{nextAt === null ? words.schedule.off : timeText(Date.parse(nextAt))}</dd>
        <dt>{words.schedule.last}</dt>
        <dd>
          {last === null ? words.schedule.never : timeText(Date.parse(last.at))}{' '}
          {last?.reportId != null && (
            <button
              type="button"
              className={css.link}
              aria-label={words.schedule.named(words.schedule.report, name)}
              onClick={async () => setError(await openReport(last.reportId ?? ''))}
            >
              {words.schedule.report}
            </button>
          )}
        </dd>
        <dt>{words.schedule.engine}</dt>
        <dd>
          <bdi>{schedule.engineName}</bdi>
          {!own && ` (${words.schedule.otherEngine})`}
        </dd>
      </dl>
      {missed !== null && (
        <p className={css.warning}>
          <Shape name="triangle" />
          {words.schedule.missed(missed.count, timeText(Date.parse(missed.lastAt)))}
        </p>
      )}
      {last?.error != null && <ErrorCard title={words.schedule.runFailed} error={last.error} />}
      {error !== null && (
        <ErrorCard title={words.operations.reportFailed} error={error} onDismiss={() => setError(null)} />
      )}
    </li>
  );
}
