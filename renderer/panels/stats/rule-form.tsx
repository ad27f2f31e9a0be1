import { useEffect, useRef, useState } from 'react';
import type { AlertRule } from '../../../shared/contract/stats-alerts.ts';
import { useWords } from '../../i18n/index.ts';
import { saveRule } from '../../state/stats/alerts.ts';
import { Button } from '../../ui/button.tsx';
import { Choice, TextField } from '../../ui/field.tsx';
import css from './alerts.module.css';
import { draftOf, metrics, newDraft, type RuleDraft, ruleOf } from './rule-draft.ts';

interface RuleFormProps {
  /** null: a new one. */
  rule: AlertRule | null;
  onDone(): void;
}

/** A rule as fields; it is kept when all of them say something. */
export function RuleForm({ rule, onDone }: RuleFormProps) {
  const all = useWords();
  const words = all.stats;
  const [draft, setDraft] = useState<RuleDraft>(rule === null ? newDraft : draftOf(rule));
  const [tried, setTried] = useState(false);
  const pattern = useRef<HTMLInputElement>(null);
  useEffect(() => pattern.current?.focus(), []);
  const change = (part: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...part }));
  const said = ruleOf(draft);
  const faults = Array.isArray(said) && tried ? said : [];
  const wrong = (field: 'pattern' | 'threshold' | 'forSeconds', text: string) =>
    faults.includes(field) ? text : undefined;

  const save = (): void => {
    setTried(true);
    if (!('pattern' in said)) return;
    void saveRule({ id: rule?.id ?? crypto.randomUUID(), enabled: rule?.enabled ?? true, ...said });
    onDone();
  };

  return (
    <form
      className={css.form}
      aria-label={rule === null ? words.newRule : words.changeRule}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h3>{rule === null ? words.newRule : words.changeRule}</h3>
      <div className={css.fields}>
        <TextField
          ref={pattern}
          label={words.pattern}
          note={words.patternNote}
          wrong={wrong('pattern', words.patternWrong)}
          value={draft.pattern}
          onChange={(next) => change({ pattern: next })}
        />
        <Choice
          full
          label={words.metric}
          value={draft.metric}
          options={metrics.map((value) => ({ value, label: words.metrics[value] }))}
          onChange={(metric) => change({ metric })}
        />
        <TextField
          label={words.threshold}
          wrong={wrong('threshold', words.thresholdWrong)}
          value={draft.threshold}
          onChange={(threshold) => change({ threshold })}
        />
        <TextField
          label={words.forSeconds}
          wrong={wrong('forSeconds', words.forSecondsWrong)}
          value={draft.forSeconds}
          onChange={(forSeconds) => change({ forSeconds })}
        />
      </div>
      <div className={css.buttons}>
        <Button onClick={onDone}>{all.cancel}</Button>
        <Button look="primary" type="submit">
          {words.saveRule}
        </Button>
      </div>
    </form>
  );
}
